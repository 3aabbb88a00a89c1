import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaymentInstructionState } from './payment-order.states.js';

/** One attempt to have a bank execute an order. At most one of an order is live: neither failed nor returned. */
@Entity('payment_instructions')
export class PaymentInstruction {
  /** Also the idempotency key of its transfer in the ledger. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId!: string;

  /** Its name at the bank (ISO 20022 EndToEndId). */
  @Column({ name: 'end_to_end_id', type: 'text' })
  endToEndId!: string;

  @Column({ type: 'text' })
  rail!: string;

  /** The approved content that it carries out. */
  @Column({ name: 'content_sha256', type: 'text' })
  contentSha256!: string;

  @Column({ type: 'text' })
  state!: PaymentInstructionState;

  /** The failed or returned instruction of the same order that it comes after; null for an order's first. */
  @Column({ type: 'text', nullable: true })
  replaces!: string | null;

  /** How often its bank was about to be called; when that did not help, a person must look. */
  @Column({ type: 'integer', default: 1 })
  attempts!: number;

  @Column({ name: 'bank_reference', type: 'text', nullable: true })
  bankReference!: string | null;

  /** Why it failed, came back or needs a look. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'settled_on', type: 'date', nullable: true })
  settledOn!: string | null;

  /** The transfer that booked it; there is one exactly when it is settled. */
  @Column({ name: 'transfer_id', type: 'text', nullable: true })
  transferId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}
