import { IdentityTables1764000300000 } from './1764000300000-identity-tables.js';
import { UnstatedKind1764000300001 } from './1764000300001-unstated-kind.js';

export const identityMigrations = [IdentityTables1764000300000, UnstatedKind1764000300001];
