import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeliveryState } from './delivery.states.js';

/** What a match brought to its item on one day, and what became of them. */
@Entity('deliveries')
export class Delivery {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'match_id', type: 'text' })
  matchId!: string;

  /** From 1 on in each match. */
  @Column({ type: 'integer' })
  position!: number;

  @Column({ type: 'text' })
  state!: DeliveryState;

  /** Minor units of the currency, or whole units. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  quantity!: bigint;

  @Column({ name: 'delivered_on', type: 'date' })
  deliveredOn!: string;

  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'recorded_by', type: 'text' })
  recordedBy!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;

  /** Of the quantity: so much the State took. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  accepted!: bigint;

  /** Who accepted, returned or undid it. */
  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  /** Why it was returned, in whole or in part, or undone. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** What of it counts as delivered; kept by the database. */
  @Column({
    type: 'bigint',
    transformer: bigintColumn,
    generatedType: 'STORED',
    asExpression: "CASE state WHEN 'delivered' THEN quantity ELSE accepted END",
    insert: false,
    update: false,
  })
  counted!: bigint;
}

/** The most that one delivery has. */
export const EVIDENCE_MAX = 10;

/** A file that shows a delivery. */
@Entity('delivery_evidence')
export class DeliveryEvidence {
  @PrimaryColumn({ name: 'delivery_id', type: 'text' })
  deliveryId!: string;

  /** From 1 on in each delivery. */
  @PrimaryColumn({ type: 'integer' })
  position!: number;

  @Column({ name: 'file_id', type: 'text' })
  fileId!: string;
}
