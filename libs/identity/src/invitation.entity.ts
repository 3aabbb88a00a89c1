import type { Role } from '#libs/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody may join an organization in a role, once they show that they read e-mails at the address. */
@Entity('invitations')
export class Invitation {
  @PrimaryColumn('text')
  id!: string;

  /** In small letters. One open invitation for the same e-mail, organization and role. */
  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  role!: Role;

  @Column('text', { name: 'invited_by' })
  invitedBy!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Counted anew when it is sent again. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;

  /** What came of it. */
  @Column('text', { name: 'membership_id', nullable: true })
  membershipId!: string | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}

/** A secret that went out in an e-mail; it works once. Only its hash is stored. */
@Entity('mailed_tokens')
export class MailedToken {
  @PrimaryColumn('text', { name: 'token_sha256' })
  tokenSha256!: string;

  /** What it is good for: one of these. */
  @Column('text', { name: 'invitation_id', nullable: true })
  invitationId!: string | null;

  /** Whose password it sets. */
  @Column('text', { name: 'reset_person_id', nullable: true })
  resetPersonId!: string | null;

  @Column('text', { name: 'email_change_id', nullable: true })
  emailChangeId!: string | null;

  @Column('timestamptz', { name: 'made_at', default: () => 'now()' })
  madeAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
