import { ReferenceTables1764000200000 } from './1764000200000-reference-tables.js';

export const referenceMigrations = [ReferenceTables1764000200000];
