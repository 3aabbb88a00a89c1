import { ContactVerification } from './contact-verification.entity.js';
import type { Role } from '#libs/kernel';
import { ContactDelegation, PointOfContact } from './point-of-contact.entity.js';
import { EmailChange } from './email-change.entity.js';
import { Invitation, MailedToken } from './invitation.entity.js';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What a person can say that an organization is. */
export const STATED_KINDS = [
  'state',
  'donor-state',
  'regional-organization',
  'international-organization',
  'ngo',
  'un-entity',
] as const;

/** `unstated`: an import found it, and nobody has said yet what it is. */
export const ORGANIZATION_KINDS = [...STATED_KINDS, 'unstated'] as const;

export type StatedKind = (typeof STATED_KINDS)[number];
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** A State or an organization that takes part. */
@Entity('organizations')
@Index('ix_organizations_name', ['name', 'id'])
@Unique('uq_organizations_external_ref', ['source', 'externalRef'])
export class Organization {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  kind!: OrganizationKind;

  @Column('text')
  name!: string;

  /** ISO 3166-1 alpha-2; null where it belongs to no one country. */
  @Column('text', { name: 'area_iso2', nullable: true })
  areaIso2!: string | null;

  /** Where an import found it; together with the reference there. */
  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { name: 'external_ref', nullable: true })
  externalRef!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 1 })
  version!: number;
}

/** An area beside its own for which an organization may request: a member of a regional one, a territory of a State. */
@Entity('organization_areas')
export class OrganizationArea {
  @PrimaryColumn('text', { name: 'organization_id' })
  organizationId!: string;

  /** ISO 3166-1 alpha-2. */
  @PrimaryColumn('text', { name: 'area_iso2' })
  areaIso2!: string;
}

/** Each one by itself, once a day all together, or not at all. */
export const MAIL_WAYS = ['each', 'daily', 'none'] as const;
export type MailWay = (typeof MAIL_WAYS)[number];

@Entity('people')
@Index('ix_people_name', ['name', 'id'])
export class Person {
  @PrimaryColumn('text')
  id!: string;

  /** In small letters; unique. */
  @Column('text', { unique: true })
  email!: string;

  @Column('text')
  name!: string;

  /** Argon2id; null: cannot sign in with a password. Never leaves this library. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Of pages and e-mails, ISO 639-1. */
  @Column('text', { default: 'en' })
  language!: string;

  /** How notifications come by e-mail: of the own organization, and of work that waits. */
  @Column('text', { name: 'mail_work', default: 'daily' })
  mailWork!: MailWay;

  /** The same of needs of others that the person follows. */
  @Column('text', { name: 'mail_followed', default: 'daily' })
  mailFollowed!: MailWay;

  /** The same of what saved searches find. */
  @Column('text', { name: 'mail_searches', default: 'daily' })
  mailSearches!: MailWay;
}

/** A person acts for an organization in a role. From among its focal points a State designates its points of contact. */
@Entity('memberships')
export class Membership {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'person_id' })
  personId!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  role!: Role;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** A person signed in, acting under one membership. Only the hash of the token is stored. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('text', { name: 'token_sha256' })
  tokenSha256!: string;

  /** Its name among those of its person; opens nothing. */
  @Column('text', { unique: true })
  id!: string;

  @Column('text', { name: 'membership_id' })
  membershipId!: string;

  /** When the person gave the password; a change of membership keeps it. */
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at', default: () => 'now()' })
  lastSeenAt!: Date;

  /** Ends after that long without a request. */
  @Column('integer', { name: 'idle_minutes' })
  idleMinutes!: number;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** Browser and system it was opened on; empty where that is not known. */
  @Column('text', { default: '' })
  device!: string;
}

/** A key for programs, acting under one membership. Shown once; only its hash is stored. */
@Entity('api_tokens')
export class ApiToken {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'token_sha256', unique: true })
  tokenSha256!: string;

  @Column('text', { name: 'membership_id' })
  membershipId!: string;

  @Column('text')
  name!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}

export const identityEntities = [
  Organization,
  OrganizationArea,
  Person,
  Membership,
  Session,
  ApiToken,
  PointOfContact,
  ContactDelegation,
  ContactVerification,
  Invitation,
  MailedToken,
  EmailChange,
];
