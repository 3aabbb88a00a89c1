import { bigintColumn, type JsonObject } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One act: who did what to which thing. Never changed, never removed. */
@Entity('audit_log')
export class AuditEntry {
  @PrimaryColumn('text')
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('text', { name: 'actor_role' })
  actorRole!: string;

  @Column('text', { name: 'actor_person' })
  actorPerson!: string;

  @Column('text', { name: 'actor_organization' })
  actorOrganization!: string;

  @Column('text', { name: 'actor_label' })
  actorLabel!: string;

  @Column('text')
  act!: string;

  @Column('text', { name: 'ref_type' })
  refType!: string;

  @Column('text', { name: 'ref_id' })
  refId!: string;

  /** The organization that the act concerns, where there is one; not the actor's. */
  @Column('text', { name: 'organization_id', nullable: true })
  organizationId!: string | null;

  @Column('jsonb', { default: {} })
  payload!: JsonObject;

  /** Loaded by the queries; null until the sealer has been here. */
  seal?: AuditSeal | null;
}

/** The place of one entry in the hash chain. */
@Entity('audit_seals')
export class AuditSeal {
  @PrimaryColumn('bigint', { transformer: bigintColumn })
  seq!: bigint;

  @Column('text', { name: 'audit_id', unique: true })
  auditId!: string;

  @Column('text', { name: 'prev_hash' })
  prevHash!: string;

  @Column('text')
  hash!: string;
}

export const auditEntities = [AuditEntry, AuditSeal];
