export { AuditHttpModule } from './audit-http.module.js';
export { Refusals, Things } from './refusals.js';
