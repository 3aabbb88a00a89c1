import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RevisionContent, RevisionState } from './need-revision.rules.js';
import type { Visibility } from './need.states.js';

/** What a need said when it was published, or would say if a proposed change were. Once decided on it stays as it is. */
@Entity('need_revisions')
export class NeedRevision {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'need_id', type: 'text' })
  needId!: string;

  @Column({ type: 'text' })
  state!: RevisionState;

  /** From 1, in the order of publication; null: not published. */
  @Column({ type: 'integer', nullable: true })
  number!: number | null;

  /** The published revision that it changes; 0: none. */
  @Column({ name: 'based_on', type: 'integer' })
  basedOn!: number;

  @Column({ type: 'jsonb' })
  content!: RevisionContent;

  /** Who could read the need when it was published; null: not published. */
  @Column({ type: 'text', nullable: true })
  visibility!: Visibility | null;

  /** It changes nothing but sites, so nothing for who is not told them; kept by the database. */
  @Column({ name: 'sites_only', type: 'boolean', default: false, insert: false, update: false })
  sitesOnly!: boolean;

  /** Why it was proposed; shown with the change. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** What the coordinator said to it, for the organization. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'proposed_by', type: 'text', nullable: true })
  proposedBy!: string | null;

  @Column({ name: 'proposed_at', type: 'timestamptz', default: () => 'now()' })
  proposedAt!: Date;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
}
