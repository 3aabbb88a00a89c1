export { DisbursementsHttpModule } from './disbursements-http.module.js';
