import { defineStates } from '#libs/kernel';

/**
 * The life of a payment order. `approved` has two approvals of its present content; `instructed` may be with the bank;
 * `accepted` is with the bank for certain; `settled` is executed and in the ledger. From `failed` and `returned` it goes on
 * by a new instruction (`approved`), by an edit that needs new approvals (`requested`), or not at all (`rejected`).
 */
export const paymentOrderStates = defineStates({
  requested: ['approved', 'rejected'],
  approved: ['instructed', 'rejected'],
  instructed: ['accepted', 'settled', 'failed', 'returned'],
  accepted: ['settled', 'failed', 'returned'],
  settled: [],
  failed: ['approved', 'requested', 'rejected'],
  returned: ['approved', 'requested', 'rejected'],
  rejected: [],
});

export type PaymentOrderState = (typeof paymentOrderStates.all)[number];

/**
 * The life of one instruction to a bank. `sent` is written before the call, so from there on only the bank's answer says
 * whether it arrived; `needs-review` waits for a person because the bank could not be asked.
 */
export const paymentInstructionStates = defineStates({
  sent: ['accepted', 'settled', 'failed', 'returned', 'needs-review'],
  accepted: ['settled', 'failed', 'returned', 'needs-review'],
  'needs-review': ['sent', 'accepted', 'settled', 'failed', 'returned'],
  settled: [],
  failed: [],
  returned: [],
});

export type PaymentInstructionState = (typeof paymentInstructionStates.all)[number];
