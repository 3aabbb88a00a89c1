import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { calendarDateOf, Stale, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type ReadTx, type Tx } from '#libs/platform';
import { ContactVerification } from './contact-verification.entity.js';
import { CONTACT_VERIFICATION_DUE } from './identity.events.js';
import { holdsOn, isVerificationDue } from './points-of-contact.queries.js';
import { requireSecretariat } from './require-secretariat.js';

export const VERIFIED_AFTER_DAYS = { min: 30, max: 1830 } as const;
/** Organizations are asked about so many designations in one run; the next day goes on. */
const ASKED_MAX = 1_000;

/** That designations are made sure of from time to time. */
@Injectable()
export class ContactVerificationService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async get(tx: ReadTx): Promise<Pick<ContactVerification, 'afterDays' | 'version'>> {
    const [{ afterDays, version }] = (await tx.find(ContactVerification)) as [ContactVerification];
    return { afterDays, version };
  }

  /** What was verified longer ago than that is due at once. @throws Denied, Stale */
  async set(tx: Tx, version: number, afterDays: number): Promise<void> {
    requireSecretariat(tx);
    const where = { isOnly: true };
    const before = await tx.findOneOrFail(ContactVerification, { where, lock: { mode: 'pessimistic_write' } });
    if (before.version !== version) throw new Stale('rule', 'contact-verification');
    await tx.update(ContactVerification, where, { afterDays, version: version + 1 });
    const payload = { from: before.afterDays, afterDays };
    await this.audit.record(tx, { act: 'contact-verification.set', refId: 'contact-verification', payload });
  }

  /** Asks the organization of each designation that is due, once in such a time. Safe to run twice. */
  async ask(tx: Tx): Promise<void> {
    const [asked] = await tx.query<[{ id: string }[], number]>(
      `UPDATE points_of_contact SET verification_asked_on = $1::date
        WHERE id IN (SELECT c.id FROM points_of_contact c
                      WHERE ${holdsOn('$1')} AND ${isVerificationDue('$1')}
                        AND (c.verification_asked_on IS NULL OR c.verification_asked_on <= c.verified_on
                             OR c.verification_asked_on < $1::date - (SELECT after_days FROM contact_verification))
                      ORDER BY c.verified_on, c.id LIMIT ${ASKED_MAX} FOR UPDATE OF c SKIP LOCKED)
       RETURNING id`,
      [calendarDateOf(this.clock.now())],
    );
    for (const { id } of asked) await this.outbox.add(tx, { type: CONTACT_VERIFICATION_DUE, refId: id });
  }
}
