import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { newId, NotFound, refuseTogether, type ProblemItem, type Role } from '#libs/kernel';
import { isViolation, Outbox, type Tx } from '#libs/platform';
import { IsNull } from 'typeorm';
import { Membership, Organization, Person } from './identity.entities.js';
import {
  InvitationClosed,
  InvitationExists,
  LinkNotValid,
  MembershipExists,
  PersonDisabled,
  RoleDoesNotFit,
} from './identity.errors.js';
import { INVITATION_SENT } from './identity.events.js';
import { IdentityService, requireAnother } from './identity.service.js';
import { Invitation } from './invitation.entity.js';
import { dropMailedTokens, useMailedToken } from './mailed-tokens.js';
import { mayHold } from './membership.rules.js';
import { INVITATION_DAYS, normalEmail } from './session.rules.js';

export interface NewInvitation {
  readonly email: string;
  readonly name: string;
  readonly organizationId: string;
  readonly role: Role;
}

/** Asking people in by e-mail: whoever follows the link has shown that the address is theirs. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly identity: IdentityService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param wrong What of it cannot be used at all, and is empty.
   * @throws Denied for a role of one's own; InvalidInput, NotFound for an organization; RoleDoesNotFit, PersonDisabled, MembershipExists, InvitationExists
   */
  async invite(tx: Tx, invitation: NewInvitation, wrong: readonly ProblemItem[] = []): Promise<string> {
    const { email, name, organizationId, role } = invitation;
    const organization = await tx.findOneBy(Organization, { id: organizationId });
    const hasRole = !wrong.some(({ path }) => path === 'role');
    const misfit =
      organization && hasRole && !mayHold(organization.kind, role) ? new RoleDoesNotFit(role, organization.kind) : null;
    if (wrong.length > 0) refuseTogether(wrong, misfit ? [{ path: 'role', detail: misfit.message }] : []);
    if (!organization) throw new NotFound('organization', organizationId);
    if (misfit) throw misfit;
    const known = await tx.findOneBy(Person, { email: normalEmail(email) });
    if (known) requireAnother(tx, known.id);
    if (known?.disabledAt) throw new PersonDisabled();
    const held = { personId: known?.id ?? '', organizationId, role, endedAt: IsNull() };
    if (known && (await tx.existsBy(Membership, held))) throw new MembershipExists();
    const id = newId('inv');
    try {
      await tx.query(
        `INSERT INTO invitations (id, email, name, organization_id, role, invited_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))`,
        [id, normalEmail(email), name, organizationId, role, tx.actor.personId, INVITATION_DAYS],
      );
    } catch (error) {
      throw isViolation(error, 'uq_invitations_open') ? new InvitationExists() : error;
    }
    await this.audit.record(tx, { act: 'invitation.made', refId: id, organizationId, payload: { role } });
    await this.outbox.add(tx, { type: INVITATION_SENT, refId: id });
    return id;
  }

  /**
   * Links that were sent before stop working; its days count anew, and it is the actor's from now on.
   * @throws NotFound, InvitationClosed
   */
  async sendAgain(tx: Tx, id: string): Promise<void> {
    const { organizationId } = await this.lockOpen(tx, id);
    await tx.query(
      'UPDATE invitations SET expires_at = now() + make_interval(days => $2), invited_by = $3 WHERE id = $1',
      [id, INVITATION_DAYS, tx.actor.personId],
    );
    await dropMailedTokens(tx, 'invitation', id);
    await this.audit.record(tx, { act: 'invitation.sent-again', refId: id, organizationId });
    await this.outbox.add(tx, { type: INVITATION_SENT, refId: id });
  }

  /** @throws NotFound, InvitationClosed */
  async revoke(tx: Tx, id: string): Promise<void> {
    const { organizationId } = await this.lockOpen(tx, id);
    await tx.query('UPDATE invitations SET revoked_at = now() WHERE id = $1', [id]);
    await dropMailedTokens(tx, 'invitation', id);
    await this.audit.record(tx, { act: 'invitation.revoked', refId: id, organizationId });
  }

  /**
   * Whoever holds the token becomes a member, with a new account where the address has none. `passwordHash`: the first password,
   * of an account that has none yet.
   * @throws LinkNotValid; RoleDoesNotFit when the kind of the organization changed meanwhile
   */
  async accept(tx: Tx, token: string, passwordHash: string | null): Promise<{ email: string; membershipId: string }> {
    const id = await useMailedToken(tx, 'invitation', token);
    const invitation = await tx.findOne(Invitation, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!invitation || invitation.acceptedAt || invitation.revokedAt) throw new LinkNotValid();
    const { email, organizationId, role } = invitation;
    const personId = await this.personOf(tx, invitation, passwordHash);
    const held = await tx.findOneBy(Membership, { personId, organizationId, role, endedAt: IsNull() });
    const { id: membershipId } = held ?? (await this.identity.giveMembership(tx, { personId, organizationId, role }));
    await tx.query('UPDATE invitations SET accepted_at = now(), membership_id = $2 WHERE id = $1', [id, membershipId]);
    await this.audit.record(tx, { act: 'invitation.accepted', refId: id, organizationId, payload: { personId, role } });
    return { email, membershipId };
  }

  private async personOf(tx: Tx, { email, name }: Invitation, passwordHash: string | null): Promise<string> {
    const known = await tx.findOne(Person, { where: { email }, lock: { mode: 'pessimistic_write' } });
    if (known?.disabledAt) throw new LinkNotValid();
    if (known) {
      if (known.passwordHash === null) await tx.update(Person, known.id, { passwordHash });
      return known.id;
    }
    const added = await this.identity.addPerson(tx, { email, name, passwordHash, memberships: [] });
    return added.id;
  }

  private async lockOpen(tx: Tx, id: string): Promise<Invitation> {
    const invitation = await tx.findOne(Invitation, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!invitation) throw new NotFound('invitation', id);
    if (invitation.acceptedAt || invitation.revokedAt) throw new InvitationClosed();
    return invitation;
  }
}
