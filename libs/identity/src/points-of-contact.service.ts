import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  Denied,
  InvalidInput,
  isId,
  newId,
  NotFound,
  refuseTogether,
  Stale,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { CLOCK, isViolation, Outbox, paperFaults, type JsonObject, type Tx } from '#libs/platform';
import { Organization } from './identity.entities.js';
import { NoFocalPoint, PersonDisabled, PointOfContactEnded, PrimaryContactExists } from './identity.errors.js';
import { CONTACT_ENDED } from './identity.events.js';
import { ContactDelegation, PointOfContact, type Instrument } from './point-of-contact.entity.js';
import { checkDelegation, checkWithinTerm, hasEnded } from './point-of-contact.rules.js';
import { requireSecretariat } from './require-secretariat.js';

/** A designation as the caller last saw it. */
export interface SeenContact {
  readonly id: string;
  /** From If-Match. */
  readonly version: number;
}

export interface NewContact {
  readonly personId: string;
  readonly instrument: Instrument;
  readonly isPrimary: boolean;
  readonly startsOn: CalendarDate;
  readonly letterFileId: string | null;
}

/** What of a point of contact the public is shown. */
export interface PublicFacts {
  /** As it is dialled. */
  readonly phone: string | null;
  readonly showsName: boolean;
  readonly showsEmail: boolean;
  readonly showsPhone: boolean;
}

/**
 * National points of contact (PoA II.5 and A.4, ITI 25) and those of regional organizations (PoA B.13). The secretariat enters
 * what a letter designates; the primary point of contact hands over, verifies and delegates.
 */
@Injectable()
export class PointsOfContactService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Returns the id.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws NotFound, NoFocalPoint, PrimaryContactExists; InvalidInput, also for a file that the actor's organization did not send
   */
  async designate(
    tx: Tx,
    organizationId: string,
    contact: NewContact,
    wrong: readonly ProblemItem[] = [],
  ): Promise<string> {
    requireSecretariat(tx);
    if (!(await tx.existsBy(Organization, { id: organizationId }))) throw new NotFound('organization', organizationId);
    refuseTogether(wrong, await letterFaults(tx, contact.letterFileId));
    return this.insert(tx, organizationId, contact);
  }

  /**
   * Somebody else takes over from a day on; who was deputy until then is it no longer. Returns the id of the new designation.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws NotFound, Stale, PointOfContactEnded, NoFocalPoint, PrimaryContactExists, InvalidInput
   */
  async handOver(
    tx: Tx,
    seen: SeenContact,
    next: Pick<NewContact, 'personId' | 'startsOn' | 'letterFileId'>,
    wrong: readonly ProblemItem[] = [],
  ): Promise<string> {
    const contact = await this.lock(tx, seen);
    await this.requireSecretariatOrPrimary(tx, contact);
    refuseTogether(wrong, [...checkWithinTerm(contact, next.startsOn), ...(await letterFaults(tx, next.letterFileId))]);
    await this.change(tx, contact, 'point-of-contact.handed-over', { endsOn: next.startsOn });
    await this.outbox.add(tx, { type: CONTACT_ENDED, refId: contact.id });
    const { id: succeedsId, endsOn: formerEndsOn, instrument, isPrimary, organizationId } = contact;
    const id = newId('poc');
    if (isPrimary) await this.endAsDeputy(tx, contact, { id, ...next });
    return this.insert(tx, organizationId, { ...next, instrument, isPrimary }, { id, succeedsId, formerEndsOn });
  }

  /** The terms as deputy of whoever becomes primary. */
  private async endAsDeputy(
    tx: Tx,
    { organizationId, instrument }: PointOfContact,
    { id, personId, startsOn }: Pick<PointOfContact, 'id' | 'personId' | 'startsOn'>,
  ): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    const deputy = { organizationId, instrument, personId, isPrimary: false };
    for (const term of await tx.find(PointOfContact, { where: deputy, order: { startsOn: 'ASC' }, lock })) {
      const endsOn = term.startsOn > startsOn ? term.startsOn : startsOn;
      if (term.endsOn !== null && term.endsOn <= endsOn) continue;
      await this.change(
        tx,
        term,
        'point-of-contact.ended',
        { endsOn, endedById: id, endsOnBefore: term.endsOn },
        { endsOn },
      );
    }
  }

  /** Adds the letter of designation, or puts another in its place; the one before is kept. */
  async setLetter(tx: Tx, seen: SeenContact, letterFileId: string): Promise<void> {
    const contact = await this.lock(tx, seen);
    await this.requireSecretariatOrPrimary(tx, contact);
    refuseTogether([], await letterFaults(tx, letterFileId));
    await this.change(tx, contact, 'point-of-contact.letter-set', { letterFileId });
  }

  /**
   * From that day on the person is it no longer. Who ends on the first day never was it: a term that was handed over to them
   * goes back to who had it, and they are deputy again if they were.
   * @throws NotFound, Stale, PointOfContactEnded, PrimaryContactExists when the term cannot be given back
   */
  async end(tx: Tx, seen: SeenContact, endsOn: CalendarDate): Promise<void> {
    requireSecretariat(tx);
    const contact = await this.lock(tx, seen);
    if (endsOn < contact.startsOn) {
      throw new InvalidInput([
        { path: 'endsOn', detail: `Choose a day from ${contact.startsOn} on, when the term began.` },
      ]);
    }
    await this.change(tx, contact, 'point-of-contact.ended', { endsOn });
    await this.outbox.add(tx, { type: CONTACT_ENDED, refId: contact.id });
    if (endsOn !== contact.startsOn) return;
    await this.beDeputyAgain(tx, contact);
    await this.giveBack(tx, contact);
  }

  /**
   * Who is no focal point any more speaks for nobody from today on, and stands in for nobody; a term that was to begin later never
   * does. To be it again they are designated anew.
   * @param organizationId Of that one alone; null: of all
   */
  async endWithRole(tx: Tx, personId: string, organizationId: string | null): Promise<void> {
    const today = this.today();
    const where = { personId, ...(organizationId !== null && { organizationId }) };
    const lock = { mode: 'pessimistic_write' } as const;
    for (const term of await tx.find(PointOfContact, { where, order: { startsOn: 'ASC', id: 'ASC' }, lock })) {
      if (hasEnded(term, today)) continue;
      const endsOn = term.startsOn > today ? term.startsOn : today;
      const changes = { endsOn, endedById: null, endsOnBefore: null };
      await this.change(tx, term, 'point-of-contact.ended', changes, { endsOn });
      await this.outbox.add(tx, { type: CONTACT_ENDED, refId: term.id });
      if (endsOn === term.startsOn && (await mayBeGivenBack(tx, term))) await this.giveBack(tx, term);
    }
    const [delegated] = await tx.query<[{ id: string; organizationId: string }[], number]>(
      `UPDATE contact_delegations d SET ended_at = now() FROM points_of_contact c
        WHERE c.id = d.point_of_contact_id AND d.person_id = $1 AND d.ended_at IS NULL AND d.until >= $3::date
          AND ($2::text IS NULL OR c.organization_id = $2)
       RETURNING c.id, c.organization_id AS "organizationId"`,
      [personId, organizationId, today],
    );
    const act = 'point-of-contact.delegation-ended';
    await this.audit.recordAll(
      tx,
      delegated.map(({ id: refId, organizationId: ofContact }) => ({
        act,
        refId,
        organizationId: ofContact,
        payload: { personId },
      })),
    );
  }

  private async beDeputyAgain(tx: Tx, { id, instrument, startsOn }: PointOfContact): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    for (const term of await tx.find(PointOfContact, { where: { endedById: id }, order: { startsOn: 'ASC' }, lock })) {
      // Its end was changed since: that it ends is no longer the hand-over's doing.
      if (term.endsOn !== (term.startsOn > startsOn ? term.startsOn : startsOn)) continue;
      const { endsOnBefore: endsOn } = term;
      await withOnePrimary(instrument, () =>
        this.change(
          tx,
          term,
          'point-of-contact.reinstated',
          { endsOn, endedById: null, endsOnBefore: null },
          { endsOn },
        ),
      );
    }
  }

  /** The term that was handed over, for no longer than the successor would have had it. */
  private async giveBack(tx: Tx, { succeedsId, formerEndsOn, startsOn, endsOn }: PointOfContact): Promise<void> {
    if (succeedsId === null) return;
    const lock = { mode: 'pessimistic_write' } as const;
    const before = await tx.findOneOrFail(PointOfContact, { where: { id: succeedsId }, lock });
    // Its end was changed since: that it ends is no longer the hand-over's doing.
    if (before.endsOn !== startsOn || !(await roleOf(tx, before.personId, before.organizationId))?.holds) return;
    const [first = null] = [formerEndsOn, endsOn].filter((day) => day !== null).sort();
    await withOnePrimary(before.instrument, () =>
      this.change(tx, before, 'point-of-contact.reinstated', { endsOn: first }),
    );
  }

  /** Says that it still holds. */
  async verify(tx: Tx, seen: SeenContact): Promise<void> {
    const contact = await this.lock(tx, seen);
    await this.requireSecretariatOrPrimary(tx, contact);
    await this.change(tx, contact, 'point-of-contact.verified', { verifiedOn: this.today() });
  }

  /**
   * The person themselves, or the secretariat on their word, says what the public is shown.
   * @throws InvalidInput for a telephone to show that is not there
   */
  async show(tx: Tx, seen: SeenContact, facts: PublicFacts): Promise<void> {
    const contact = await this.lock(tx, seen);
    if (tx.actor.personId !== contact.personId) requireSecretariat(tx);
    if (facts.showsPhone && facts.phone === null) {
      throw new InvalidInput([
        { path: 'phone', detail: 'Write the telephone number that is to be shown, or show none.' },
      ]);
    }
    await this.change(tx, contact, 'point-of-contact.shown', { ...facts });
  }

  /**
   * Another focal point of the organization may hand in its requests, until and including a day of the term.
   * @throws NotFound, Stale, Denied, NoFocalPoint, PersonDisabled, PointOfContactEnded, InvalidInput
   */
  async delegate(
    tx: Tx,
    seen: SeenContact,
    { personId, until }: { readonly personId: string; readonly until: CalendarDate },
  ): Promise<void> {
    const contact = await this.lock(tx, seen);
    requireSelf(tx, contact);
    refuseTogether([], checkDelegation(contact, { personId, until }, this.today()));
    await requireFocalPoint(tx, personId, contact.organizationId);
    await tx.query(
      'UPDATE contact_delegations SET ended_at = now() WHERE point_of_contact_id = $1 AND person_id = $2 AND ended_at IS NULL',
      [contact.id, personId],
    );
    await tx.insert(ContactDelegation, { id: newId('dele'), pointOfContactId: contact.id, personId, until });
    await this.change(tx, contact, 'point-of-contact.delegated', {}, { personId, until });
  }

  /** Takes a delegation back. Ended already: nothing happens. */
  async endDelegation(tx: Tx, seen: SeenContact, delegationId: string): Promise<void> {
    const contact = await this.lock(tx, seen);
    if (tx.actor.personId !== contact.personId) requireSecretariat(tx);
    const delegation = await tx.findOneBy(ContactDelegation, { id: delegationId, pointOfContactId: contact.id });
    if (!delegation) throw new NotFound('delegation', delegationId);
    if (delegation.endedAt !== null) return;
    await tx.query('UPDATE contact_delegations SET ended_at = now() WHERE id = $1', [delegationId]);
    await this.change(tx, contact, 'point-of-contact.delegation-ended', {}, { personId: delegation.personId });
  }

  private today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }

  private async insert(
    tx: Tx,
    organizationId: string,
    contact: NewContact,
    from: Pick<PointOfContact, 'id'> & Partial<Pick<PointOfContact, 'succeedsId' | 'formerEndsOn'>> = {
      id: newId('poc'),
    },
  ): Promise<string> {
    const { personId, instrument } = contact;
    await requireFocalPoint(tx, personId, organizationId);
    const { id } = from;
    await withOnePrimary(instrument, () =>
      tx.insert(PointOfContact, { ...contact, ...from, organizationId, verifiedOn: this.today() }),
    );
    const payload = { personId, instrument, isPrimary: contact.isPrimary, startsOn: contact.startsOn };
    await this.audit.record(tx, { act: 'point-of-contact.designated', refId: id, organizationId, payload });
    return id;
  }

  /** One that has not ended. @throws NotFound, Stale, PointOfContactEnded */
  private async lock(tx: Tx, { id, version }: SeenContact): Promise<PointOfContact> {
    const lock = { mode: 'pessimistic_write' } as const;
    const contact = isId('poc', id) && (await tx.findOne(PointOfContact, { where: { id }, lock }));
    if (!contact) throw new NotFound('point of contact', id);
    if (contact.version !== version) throw new Stale('point of contact', id);
    if (hasEnded(contact, this.today())) throw new PointOfContactEnded(contact);
    return contact;
  }

  private async change(
    tx: Tx,
    { id, organizationId, version }: PointOfContact,
    act: string,
    changes: Partial<PointOfContact>,
    payload: JsonObject = changes as JsonObject,
  ): Promise<void> {
    await tx.update(PointOfContact, id, { ...changes, version: version + 1 });
    await this.audit.record(tx, { act, refId: id, organizationId, payload });
  }

  /** The secretariat, or whoever is now the organization's primary point of contact under the same instrument. */
  private async requireSecretariatOrPrimary(tx: Tx, { organizationId, instrument }: PointOfContact): Promise<void> {
    if (tx.actor.role !== 'focal-point') return requireSecretariat(tx);
    const rows = await tx.query<unknown[]>(
      `SELECT 1 FROM points_of_contact c
        WHERE c.organization_id = $1 AND c.instrument = $2 AND c.person_id = $3 AND c.is_primary
          AND c.starts_on <= $4 AND (c.ends_on IS NULL OR c.ends_on > $4)`,
      [organizationId, instrument, tx.actor.personId, this.today()],
    );
    if (rows.length === 0 || tx.actor.organizationId !== organizationId) {
      throw new Denied('Only the primary point of contact of the organization, or the secretariat, may do this.');
    }
  }
}

function requireSelf(tx: Tx, { personId, organizationId }: PointOfContact): void {
  const { actor } = tx;
  if (actor.role === 'focal-point' && actor.personId === personId && actor.organizationId === organizationId) return;
  throw new Denied('Only the point of contact themselves may do this.');
}

/** Whether the role of a focal point holds, or its person is shut out; locked, so that it is not taken away meanwhile. */
async function roleOf(tx: Tx, personId: string, organizationId: string): Promise<{ holds: boolean } | undefined> {
  const [role] = await tx.query<{ holds: boolean }[]>(
    `SELECT p.disabled_at IS NULL AS holds FROM memberships m JOIN people p ON p.id = m.person_id
      WHERE m.person_id = $1 AND m.organization_id = $2 AND m.role = 'focal-point' AND m.ended_at IS NULL
        FOR SHARE OF m, p`,
    [personId, organizationId],
  );
  return role;
}

/** @throws NoFocalPoint, PersonDisabled */
async function requireFocalPoint(tx: Tx, personId: string, organizationId: string): Promise<void> {
  const role = await roleOf(tx, personId, organizationId);
  if (!role) throw new NoFocalPoint();
  if (!role.holds) throw new PersonDisabled();
}

/** Whether nothing was entered since that the term before would overlap: nobody keeps a role because of that. */
async function mayBeGivenBack(
  tx: Tx,
  { id, succeedsId, formerEndsOn, startsOn, endsOn }: PointOfContact,
): Promise<boolean> {
  const overlapped = await tx.query<unknown[]>(
    `SELECT 1 FROM points_of_contact b JOIN points_of_contact o USING (organization_id, instrument)
      WHERE b.id = $1 AND o.id NOT IN (b.id, $2) AND (o.person_id = b.person_id OR o.is_primary AND b.is_primary)
        AND daterange(o.starts_on, o.ends_on) && daterange($3, least($4::date, $5::date))`,
    [succeedsId, id, startsOn, formerEndsOn, endsOn],
  );
  return overlapped.length === 0;
}

function letterFaults(tx: Tx, fileId: string | null): Promise<ProblemItem[]> {
  return paperFaults(tx, { path: 'letterFileId', fileId, from: 'own' });
}

/** @throws PrimaryContactExists */
async function withOnePrimary(instrument: Instrument, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isViolation(error, 'ex_points_of_contact_one_primary')) throw new PrimaryContactExists(instrument);
    if (isViolation(error, 'ex_points_of_contact_once')) throw new PrimaryContactExists(instrument, 'same person');
    throw error;
  }
}
