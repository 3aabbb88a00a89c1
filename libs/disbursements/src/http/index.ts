export { DisbursementsHttpModule } from './disbursements-http.module.js';
export { ApprovalDto, InstructionDto, PaymentOrderDto, PaymentOrderSummaryDto } from './disbursements.dto.js';
