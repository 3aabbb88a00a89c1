import { NeedsTables1764000400000 } from './1764000400000-needs-tables.js';

export const needsMigrations = [NeedsTables1764000400000];
