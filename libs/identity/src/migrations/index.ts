import { IdentityTables1764000300000 } from './1764000300000-identity-tables.js';

export const identityMigrations = [IdentityTables1764000300000];
