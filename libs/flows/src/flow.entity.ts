import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FlowKind } from './flow.rules.js';

/** Money that somebody outside reported. It tells what is covered; no ledger account moves by it. */
@Entity('flows')
export class Flow {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** Where the report comes from; references are unique within it. */
  @Column({ type: 'text' })
  source!: string;

  @Column({ name: 'external_ref', type: 'text' })
  externalRef!: string;

  @Column({ name: 'need_id', type: 'text', nullable: true })
  needId!: string | null;

  @Column({ name: 'donor_name', type: 'text' })
  donorName!: string;

  @Column({ name: 'donor_ref', type: 'text', nullable: true })
  donorRef!: string | null;

  @Column({ type: 'text' })
  kind!: FlowKind;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  @Column({ name: 'value_date', type: 'date' })
  valueDate!: string;

  @Column({ type: 'text' })
  description!: string;

  /** The four columns of the conversion are all there, frozen on the day of import, or all null: no rate was known. */
  @Column({ name: 'usd_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  usdMinor!: bigint | null;

  @Column({ name: 'rate_units_per_usd', type: 'numeric', precision: 20, scale: 10, nullable: true })
  rateUnitsPerUsd!: string | null;

  @Column({ name: 'rate_on', type: 'date', nullable: true })
  rateOn!: string | null;

  @Column({ name: 'rate_source', type: 'text', nullable: true })
  rateSource!: string | null;

  @Column({ name: 'imported_at', type: 'timestamptz', default: () => 'now()' })
  importedAt!: Date;
}

export const flowsEntities = [Flow];
