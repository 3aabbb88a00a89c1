import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const VALUED_EVENTS = ['pledge', 'commitment'] as const;
export type ValuedEvent = (typeof VALUED_EVENTS)[number];

/**
 * What a match of money was worth when it was pledged, or committed. Never changed. The four columns of the conversion are all
 * there or all null: no rate was known on that day.
 */
@Entity('match_values')
export class MatchValue {
  @PrimaryColumn({ name: 'match_id', type: 'text' })
  matchId!: string;

  @PrimaryColumn({ type: 'text' })
  event!: ValuedEvent;

  @Column({ name: 'valued_on', type: 'date' })
  valuedOn!: string;

  /** Minor units of the currency, as pledged or committed then: the match may give less by now. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  amount!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  /** Units of the currency for one US dollar, exact decimal. */
  @Column({ name: 'rate_units_per_usd', type: 'numeric', precision: 20, scale: 10, nullable: true })
  rateUnitsPerUsd!: string | null;

  /** From when on the rate applied. */
  @Column({ name: 'rate_on', type: 'date', nullable: true })
  rateOn!: string | null;

  @Column({ name: 'rate_source', type: 'text', nullable: true })
  rateSource!: string | null;

  /** Cents, half up; the database computes it. */
  @Column({ name: 'usd_minor', type: 'numeric', precision: 30, scale: 0, nullable: true, insert: false, update: false })
  usdMinor!: string | null;
}
