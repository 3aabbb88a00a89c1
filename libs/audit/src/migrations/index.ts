import { AuditTables1764000100000 } from './1764000100000-audit-tables.js';

export const auditMigrations = [AuditTables1764000100000];
