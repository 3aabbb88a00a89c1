import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProjectState, TrancheState } from './project.states.js';

/** What a fund sets aside for one confirmed match, and pays out in tranches. */
@Entity('projects')
export class Project {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** At most one project of a match that is not cancelled. */
  @Column({ name: 'match_id', type: 'text' })
  matchId!: string;

  @Column({ name: 'fund_id', type: 'text' })
  fundId!: string;

  @Column({ name: 'need_item_id', type: 'text' })
  needItemId!: string;

  /** Who is paid: the organization that carries the item out, else the requesting one. */
  @Column({ name: 'payee_organization_id', type: 'text' })
  payeeOrganizationId!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  @Column({ type: 'text' })
  state!: ProjectState;

  @Column({ name: 'cancel_reason', type: 'text', nullable: true })
  cancelReason!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}

/** A part of a project that is paid when its condition is met. */
@Entity('tranches')
export class Tranche {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'project_id', type: 'text' })
  projectId!: string;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  /** What must be true before it is paid, in words. */
  @Column({ type: 'text' })
  condition!: string;

  @Column({ type: 'text' })
  state!: TrancheState;

  @Column({ name: 'evidence_file_id', type: 'text', nullable: true })
  evidenceFileId!: string | null;

  @Column({ name: 'condition_note', type: 'text', nullable: true })
  conditionNote!: string | null;

  @Column({ name: 'condition_met_by', type: 'text', nullable: true })
  conditionMetBy!: string | null;

  @Column({ name: 'condition_met_at', type: 'timestamptz', nullable: true })
  conditionMetAt!: Date | null;

  /** Its payment order that was not rejected. */
  @Column({ name: 'order_id', type: 'text', nullable: true })
  orderId!: string | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}

/** How much of a tranche one agreement pays, and the hold that keeps it: each donor can trace each cent. */
@Entity('project_shares')
export class ProjectShare {
  @PrimaryColumn({ name: 'tranche_id', type: 'text' })
  trancheId!: string;

  @PrimaryColumn({ name: 'agreement_id', type: 'text' })
  agreementId!: string;

  @Column({ name: 'project_id', type: 'text' })
  projectId!: string;

  @Column({ name: 'hold_id', type: 'text' })
  holdId!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;
}

export const facilityEntities = [Project, ProjectShare, Tranche];
