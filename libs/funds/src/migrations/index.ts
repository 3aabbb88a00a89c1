import { FundsTables1764000900000 } from './1764000900000-funds-tables.js';
import { CreditsOfAFund1764000900010 } from './1764000900010-credits-of-a-fund.js';

export const fundsMigrations = [FundsTables1764000900000, CreditsOfAFund1764000900010];
