import { FlowsTables1764000700000 } from './1764000700000-flows-tables.js';

export const flowsMigrations = [FlowsTables1764000700000];
