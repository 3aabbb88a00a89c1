import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Denied, InvalidInput, newId, NotFound, refuseTogether, Stale, type Role } from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import { IsNull, Not, Raw } from 'typeorm';
import { MAY_BE_RESTORED, MAY_STILL_INVITE } from './credentials.js';
import { cutOff } from './cut-off.js';
import { directoryFaults } from './directory.rules.js';
import { Membership, Organization, Person, type OrganizationKind, type StatedKind } from './identity.entities.js';
import {
  EmailTaken,
  EndedAlready,
  KindDoesNotFit,
  LastAdministrator,
  MembershipExists,
  PersonDisabled,
  RoleDoesNotFit,
  RoleEndedForGood,
} from './identity.errors.js';
import { mayHold } from './membership.rules.js';
import { Passwords } from './passwords.js';
import { PointsOfContactService } from './points-of-contact.service.js';
import { normalEmail } from './session.rules.js';

export interface NewOrganization {
  readonly kind: OrganizationKind;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly areaIso2?: string | null;
}

export interface ForeignOrganization extends NewOrganization {
  readonly source: string;
  readonly externalRef: string;
}

/** What an organization is, said by a person; what is left out stays. */
export interface OrganizationDescription {
  readonly kind: StatedKind;
  readonly name?: string;
  /** ISO 3166-1 alpha-2. */
  readonly areaIso2?: string | null;
}

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  /** Without one the person cannot sign in here. */
  readonly password?: string | null;
  /** In place of a password: the hash of one. */
  readonly passwordHash?: string | null;
  readonly memberships: readonly { readonly organizationId: string; readonly role: Role }[];
}

type HeldRole = Pick<Membership, 'id' | 'personId'>;

/** Organizations, people and who acts for whom. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly passwords: Passwords,
    private readonly audit: Audit,
    private readonly contacts: PointsOfContactService,
  ) {}

  /** @throws InvalidInput for an area that does not exist, and what the directory does not take */
  async createOrganization(tx: Tx, { kind, name, areaIso2 = null }: NewOrganization): Promise<Organization> {
    const organization = { id: newId('org'), kind, name, areaIso2, source: null, externalRef: null };
    refuseTogether([], await directoryFaults(tx, organization, null));
    return this.insertOrganization(tx, organization);
  }

  /** The organization that a source knows by that reference; made when it is met for the first time. */
  async findOrCreateByExternalRef(tx: Tx, organization: ForeignOrganization): Promise<Organization> {
    const { source, externalRef } = organization;
    // Two imports that meet the same one for the first time: the second waits here and then finds it.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`organization ${source} ${externalRef}`]);
    const known = await tx.findOneBy(Organization, { source, externalRef });
    return known ?? this.insertOrganization(tx, { ...organization, id: newId('org') });
  }

  /**
   * Says, or corrects, what an organization is.
   * @throws NotFound, Stale, KindDoesNotFit; InvalidInput for an area that does not exist, and what the directory does not take
   */
  async describeOrganization(
    tx: Tx,
    { id, version }: Pick<Organization, 'id' | 'version'>,
    { kind, name, areaIso2 }: OrganizationDescription,
  ): Promise<Organization> {
    const organization = await tx.findOne(Organization, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!organization) throw new NotFound('organization', id);
    if (organization.version !== version) throw new Stale('organization', id);
    const area = areaIso2 === undefined ? organization.areaIso2 : areaIso2;
    const isRenamed = name !== undefined && name !== organization.name;
    if (kind === organization.kind && area === organization.areaIso2 && !isRenamed) return organization;
    const said = { id, kind, name: name ?? organization.name, areaIso2: area };
    refuseTogether([], await directoryFaults(tx, said, organization));
    const held = await tx.find(Membership, { where: { organizationId: id, endedAt: IsNull() }, order: { id: 'ASC' } });
    const unfit = [...new Set(held.map(({ role }) => role))].filter((role) => !mayHold(kind, role));
    if (unfit.length > 0) throw new KindDoesNotFit(unfit);
    await withKnownArea(() => tx.update(Organization, id, { kind, name, areaIso2: area, version: version + 1 }));
    const names = isRenamed && { formerName: organization.name, name };
    const payload = { from: organization.kind, to: kind, areaIso2: area, ...names };
    await this.audit.record(tx, { act: 'organization.described', refId: id, organizationId: id, payload });
    return tx.findOneByOrFail(Organization, { id });
  }

  /**
   * Over HTTP people come in by invitation only: whoever reads e-mails at the address chooses the password.
   * @throws EmailTaken, RoleDoesNotFit, NotFound for an organization
   * @throws InvalidInput when the password is too short or too long
   */
  async addPerson(tx: Tx, { email, name, password, passwordHash = null, memberships }: NewPerson): Promise<Person> {
    const person = {
      id: newId('pers'),
      email: normalEmail(email),
      name,
      passwordHash: password ? await this.passwords.hash(password) : passwordHash,
      disabledAt: null,
    };
    try {
      await tx.insert(Person, person);
    } catch (error) {
      throw isViolation(error, 'uq_people_email') ? new EmailTaken(person.email) : error;
    }
    await this.audit.record(tx, { act: 'person.added', refId: person.id });
    for (const { organizationId, role } of memberships) {
      await this.giveMembership(tx, { personId: person.id, organizationId, role });
    }
    return tx.findOneByOrFail(Person, { id: person.id });
  }

  /** @throws Denied for one's own roles; NotFound, PersonDisabled, RoleDoesNotFit, MembershipExists */
  async giveMembership(
    tx: Tx,
    { personId, organizationId, role }: Pick<Membership, 'personId' | 'organizationId' | 'role'>,
  ): Promise<Membership> {
    requireAnother(tx, personId);
    const person = await tx.findOneBy(Person, { id: personId });
    if (!person) throw new NotFound('person', personId);
    if (person.disabledAt !== null) throw new PersonDisabled();
    await requireFit(tx, organizationId, role);
    const id = newId('memb');
    await withRoleOnce(() => tx.insert(Membership, { id, personId, organizationId, role }));
    await this.audit.record(tx, { act: 'membership.given', refId: id, organizationId, payload: { personId, role } });
    return tx.findOneByOrFail(Membership, { id });
  }

  /**
   * Takes the role away at once: its sessions end, its API tokens are revoked, and with the role of a focal point its designations
   * end.
   * @throws Denied for one's own roles; NotFound, PersonDisabled, EndedAlready, LastAdministrator
   */
  async endMembership(tx: Tx, held: HeldRole, reason: string): Promise<void> {
    const { id, personId } = held;
    const membership = await lockRole(tx, held);
    if (membership.endedAt !== null) throw new EndedAlready();
    await whileSomebodyAdministers(() => tx.query('UPDATE memberships SET ended_at = now() WHERE id = $1', [id]));
    const { organizationId, role } = membership;
    await cutOff(tx, personId, id);
    if (role === 'focal-point') await this.contacts.endWithRole(tx, personId, organizationId);
    await revokeInvitations(tx, personId);
    await revokeInvitationsTo(tx, personId, { organizationId, role });
    const payload = { personId, role, reason };
    await this.audit.record(tx, { act: 'membership.ended', refId: id, organizationId, payload });
  }

  /**
   * Undoes the end of a role, within a day of it. What ended with the role stays ended: sessions, API tokens, invitations,
   * designations.
   * @throws Denied for one's own roles; NotFound, PersonDisabled, RoleEndedForGood, RoleDoesNotFit; MembershipExists also where it has not ended
   */
  async restoreMembership(tx: Tx, held: HeldRole): Promise<void> {
    const { id, personId } = held;
    const { organizationId, role, endedAt } = await lockRole(tx, held);
    if (endedAt === null) throw new MembershipExists();
    const mayBe = { id, endedAt: Raw((column) => MAY_BE_RESTORED(column)) };
    if (!(await tx.existsBy(Membership, mayBe))) throw new RoleEndedForGood();
    await requireFit(tx, organizationId, role);
    await withRoleOnce(() => tx.update(Membership, id, { endedAt: null }));
    const payload = { personId, role };
    await this.audit.record(tx, { act: 'membership.restored', refId: id, organizationId, payload });
  }

  /**
   * Shuts a person out of everything at once; their designations end.
   * @throws Denied for oneself; NotFound, EndedAlready, LastAdministrator
   */
  async disablePerson(tx: Tx, id: string, reason: string): Promise<void> {
    requireAnother(tx, id);
    const person = await tx.findOne(Person, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!person) throw new NotFound('person', id);
    if (person.disabledAt !== null) throw new EndedAlready();
    await whileSomebodyAdministers(() => tx.query('UPDATE people SET disabled_at = now() WHERE id = $1', [id]));
    await cutOff(tx, id);
    await this.contacts.endWithRole(tx, id, null);
    await revokeInvitations(tx, id);
    await revokeInvitationsTo(tx, id);
    await this.audit.record(tx, { act: 'person.disabled', refId: id, payload: { reason } });
  }

  /**
   * The person signs in again, with the password and the roles of before. What ended with the account stays ended: sessions, API
   * tokens, invitations, designations. Not disabled: nothing happens.
   * @throws NotFound
   */
  async enablePerson(tx: Tx, id: string): Promise<void> {
    const person = await tx.findOne(Person, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!person) throw new NotFound('person', id);
    if (person.disabledAt === null) return;
    await tx.update(Person, id, { disabledAt: null });
    await this.audit.record(tx, { act: 'person.enabled', refId: id });
  }

  private async insertOrganization(
    tx: Tx,
    {
      id,
      kind,
      name,
      areaIso2 = null,
      source,
      externalRef,
    }: NewOrganization & Pick<Organization, 'id' | 'source' | 'externalRef'>,
  ): Promise<Organization> {
    await withKnownArea(() => tx.insert(Organization, { id, kind, name, areaIso2, source, externalRef }));
    await this.audit.record(tx, { act: 'organization.created', refId: id, organizationId: id, payload: { kind } });
    return tx.findOneByOrFail(Organization, { id });
  }
}

/** @throws Denied, NotFound, PersonDisabled */
async function lockRole(tx: Tx, { id, personId }: HeldRole): Promise<Membership> {
  requireAnother(tx, personId);
  const membership = await tx.findOne(Membership, { where: { id, personId }, lock: { mode: 'pessimistic_write' } });
  if (!membership) throw new NotFound('membership', id);
  if (await tx.existsBy(Person, { id: personId, disabledAt: Not(IsNull()) })) throw new PersonDisabled();
  return membership;
}

/** @throws NotFound, RoleDoesNotFit */
async function requireFit(tx: Tx, id: string, role: Role): Promise<void> {
  // Locked, so that its kind is not changed while the role is given.
  const organization = await tx.findOne(Organization, { where: { id }, lock: { mode: 'pessimistic_read' } });
  if (!organization) throw new NotFound('organization', id);
  if (!mayHold(organization.kind, role)) throw new RoleDoesNotFit(role, organization.kind);
}

/** @throws MembershipExists */
async function withRoleOnce(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isViolation(error, 'uq_memberships_live') ? new MembershipExists() : error;
  }
}

/** @throws Denied */
export function requireAnother(tx: Tx, personId: string): void {
  if (tx.actor.personId !== personId) return;
  throw new Denied('Nobody changes their own roles or account. Ask another administrator to do it.');
}

async function withKnownArea(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isViolation(error, 'fk_organizations_area')) throw error;
    throw new InvalidInput([{ path: 'areaIso2', detail: 'Choose a country or area of UN M49.' }]);
  }
}

async function whileSomebodyAdministers(end: () => Promise<unknown>): Promise<void> {
  try {
    await end();
  } catch (error) {
    throw isViolation(error, 'ck_memberships_somebody_administers') ? new LastAdministrator() : error;
  }
}

/** Who invites nobody any more leaves no link that does: an account that was taken over may have made some. */
async function revokeInvitations(tx: Tx, personId: string): Promise<void> {
  await tx.query(
    `UPDATE invitations i SET revoked_at = now()
      WHERE i.invited_by = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND NOT ${MAY_STILL_INVITE}`,
    [personId],
  );
}

/** A link that gave what was taken away gives it back no more. Without a role: links to the person at all. */
async function revokeInvitationsTo(
  tx: Tx,
  personId: string,
  { organizationId, role }: Partial<Pick<Membership, 'organizationId' | 'role'>> = {},
): Promise<void> {
  await tx.query(
    `UPDATE invitations i SET revoked_at = now() FROM people p
      WHERE p.id = $1 AND i.email = p.email AND i.accepted_at IS NULL AND i.revoked_at IS NULL
        AND ($2::text IS NULL OR i.organization_id = $2 AND i.role = $3)`,
    [personId, organizationId ?? null, role ?? null],
  );
}
