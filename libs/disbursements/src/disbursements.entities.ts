import { BankAccount } from './bank-account.entity.js';
import { PaymentInstruction } from './payment-instruction.entity.js';
import { OrderDraw, OrderEvent, PaymentApproval, PaymentOrder } from './payment-order.entity.js';

/** All tables of this feature that are mapped. */
export const disbursementsEntities = [
  BankAccount,
  OrderDraw,
  OrderEvent,
  PaymentApproval,
  PaymentInstruction,
  PaymentOrder,
];
