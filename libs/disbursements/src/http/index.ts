export { DisbursementsHttpModule } from './disbursements-http.module.js';
export { PaymentOrderDto } from './disbursements.dto.js';
