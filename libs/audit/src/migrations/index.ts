import { AuditTables1764000100000 } from './1764000100000-audit-tables.js';
import { NobodyDatesBack1764000100001 } from './1764000100001-nobody-dates-back.js';
import { ActsByKind1764000100010 } from './1764000100010-acts-by-kind.js';

export const auditMigrations = [AuditTables1764000100000, NobodyDatesBack1764000100001, ActsByKind1764000100010];
