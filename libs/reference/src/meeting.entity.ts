import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MeetingBasis, MeetingKind, Precision } from './meetings.rules.js';

/** A meeting of the follow-up to the Programme of Action and the International Tracing Instrument. */
@Entity('meetings')
export class Meeting {
  /** `BMS9`: stands in addresses and is what a national report is filed for, so it stays. */
  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  kind!: MeetingKind;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  @Column('date', { name: 'starts_on' })
  startsOn!: string;

  @Column('date', { name: 'ends_on' })
  endsOn!: string;

  @Column('text')
  precision!: Precision;

  @Column('text')
  basis!: MeetingBasis;

  /** Where it is decided or recorded. */
  @Column('text')
  source!: string;

  @Column('integer', { default: 1 })
  version!: number;
}
