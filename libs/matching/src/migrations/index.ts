import { MatchingTables1764000600000 } from './1764000600000-matching-tables.js';
import { ReviewSaysForWhat1764000600001 } from './1764000600001-review-says-for-what.js';

export const matchingMigrations = [MatchingTables1764000600000, ReviewSaysForWhat1764000600001];
