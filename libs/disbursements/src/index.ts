export { BankAccount } from './bank-account.entity.js';
export { BankAccountsService } from './bank-accounts.service.js';
export type { NewBankAccount } from './bank-accounts.service.js';
export { disbursementsEntities } from './disbursements.entities.js';
export {
  AlreadyApproved,
  BankAccountKnown,
  BankAccountNotUsable,
  SecondPersonRequired,
  SeparationOfDuties,
} from './disbursements.errors.js';
export { DISBURSEMENT_APPROVED, DISBURSEMENT_REJECTED, DISBURSEMENT_SETTLED } from './disbursements.events.js';
export type { DisbursementFacts } from './disbursements.events.js';
export { disbursementsInvariants } from './disbursements.invariants.js';
export { DisbursementsModule } from './disbursements.module.js';
export { DisbursementsQueries } from './disbursements.queries.js';
export type {
  ApprovalView,
  BankAccountView,
  DrawView,
  InstructionView,
  OrderEventView,
  OrderFilter,
  OrderSummary,
  OrderView,
} from './disbursements.queries.js';
export { DisbursementsService } from './disbursements.service.js';
export type { OrderChange, PaymentRequest } from './disbursements.service.js';
export { InstructionsService } from './instructions.service.js';
export type { InstructionResult, InstructionWork } from './instructions.service.js';
export { disbursementsMigrations } from './migrations/index.js';
export { PaymentInstruction } from './payment-instruction.entity.js';
export { OrderDraw, OrderEvent, PaymentApproval, PaymentOrder } from './payment-order.entity.js';
export { paymentInstructionStates, paymentOrderStates } from './payment-order.states.js';
export type { PaymentInstructionState, PaymentOrderState } from './payment-order.states.js';
export { PAYMENT_RAIL } from './payment-rail.js';
export type { PaymentRail, RailAnswer, RailInstruction } from './payment-rail.js';
export { SANDBOX_ENDINGS, SandboxBank } from './sandbox-bank.js';
