import { FundsTables1764000900000 } from './1764000900000-funds-tables.js';

export const fundsMigrations = [FundsTables1764000900000];
