import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a coordinator found of two needs that look alike; `needId` sorts before `otherId`. */
@Entity('distinct_needs')
export class DistinctNeeds {
  @PrimaryColumn({ name: 'need_id', type: 'text' })
  needId!: string;

  @PrimaryColumn({ name: 'other_id', type: 'text' })
  otherId!: string;

  /** They are not the same; false: that was taken back. */
  @Column({ name: 'is_distinct', type: 'boolean' })
  isDistinct!: boolean;

  @Column({ type: 'text' })
  note!: string;

  @Column({ name: 'decided_by', type: 'text' })
  decidedBy!: string;

  @Column({ name: 'decided_at', type: 'timestamptz', default: () => 'now()' })
  decidedAt!: Date;
}
