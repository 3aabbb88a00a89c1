import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaymentOrderState } from './payment-order.states.js';

/** A payment that somebody asks for; two others approve its content before a bank hears of it. */
@Entity('payment_orders')
export class PaymentOrder {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'payee_organization_id', type: 'text' })
  payeeOrganizationId!: string;

  @Column({ name: 'bank_account_id', type: 'text' })
  bankAccountId!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  /** For the approvers and the payee's statement. */
  @Column({ type: 'text' })
  purpose!: string;

  /** What it pays for, by the id of the feature that asked: `tran_…`. At most one order that is not rejected per purpose. */
  @Column({ name: 'purpose_ref', type: 'text' })
  purposeRef!: string;

  @Column({ type: 'text' })
  state!: PaymentOrderState;

  /** Canonical JSON of what approvals bind to, and its SHA-256; the database compares it with the columns. */
  @Column({ type: 'text' })
  content!: string;

  @Column({ name: 'content_sha256', type: 'text' })
  contentSha256!: string;

  /** Number of the content: 1, and one more with each edit. */
  @Column({ type: 'integer', default: 1 })
  revision!: number;

  @Column({ name: 'created_by_person', type: 'text' })
  createdByPerson!: string;

  @Column({ name: 'created_by_organization', type: 'text' })
  createdByOrganization!: string;

  /** Everyone who made or edited it; none of them may approve. */
  @Column({ name: 'maker_person_ids', type: 'text', array: true })
  makerPersonIds!: string[];

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}

/** Which hold pays how much of an order, so that each donor can trace each cent. */
@Entity('order_draws')
export class OrderDraw {
  @PrimaryColumn({ name: 'order_id', type: 'text' })
  orderId!: string;

  @PrimaryColumn({ name: 'hold_id', type: 'text' })
  holdId!: string;

  /** The ledger account the hold is on. */
  @Column({ name: 'account_id', type: 'text' })
  accountId!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  /** False once its order is rejected: then another order may draw the hold. */
  @Column({ type: 'boolean', default: true })
  live!: boolean;
}

/** One person's yes to one content of one order. Never changed; it counts while the order still has that content. */
@Entity('payment_approvals')
export class PaymentApproval {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId!: string;

  @Column({ name: 'content_sha256', type: 'text' })
  contentSha256!: string;

  @Column({ name: 'approver_person_id', type: 'text' })
  approverPersonId!: string;

  @Column({ name: 'approver_organization_id', type: 'text' })
  approverOrganizationId!: string;

  @Column({ name: 'approved_at', type: 'timestamptz', default: () => 'now()' })
  approvedAt!: Date;
}

/** The history of an order, numbered without gaps: what live progress is read from. */
@Entity('order_events')
export class OrderEvent {
  @PrimaryColumn({ name: 'order_id', type: 'text' })
  orderId!: string;

  @PrimaryColumn({ type: 'integer' })
  sequence!: number;

  @Column({ type: 'text' })
  type!: string;

  /** The order's state after it. */
  @Column({ type: 'text' })
  state!: PaymentOrderState;

  @Column({ type: 'jsonb' })
  detail!: Record<string, string>;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at!: Date;
}
