import { MatchingTables1764000600000 } from './1764000600000-matching-tables.js';

export const matchingMigrations = [MatchingTables1764000600000];
