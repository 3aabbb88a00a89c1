export { DisbursementsWorkerModule } from './disbursements-worker.module.js';
export { InstructPayment } from './instruct-payment.consumer.js';
