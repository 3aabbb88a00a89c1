import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Outbox, type Tx } from '#libs/platform';
import { GRACE_DAYS, REMINDED_DAYS_BEFORE } from '#libs/reference';
import { findLocked, moveOffer } from './move-offer.js';
import { OFFER_CHANGED, OFFER_RUNNING_OUT } from './offers.events.js';

/** Of each kind in one run; the next run goes on. */
const OFFERS_A_RUN = 500;

const TODAY = `(now() AT TIME ZONE 'UTC')::date`;
const FIRST_DAY_OF_USE = 'coalesce(usable_from, valid_from)';

/** Offers whose first or last day comes and goes, by the date of the database (UTC). Safe to run twice and in several copies. */
@Injectable()
export class OfferExpiryService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Announces each offer once that will run out; again only when its last day was changed. */
  async remind(tx: Tx): Promise<void> {
    const [reminded] = await tx.query<[{ id: string }[], number]>(
      `UPDATE offers SET reminded_of = valid_until
        WHERE id IN (SELECT id FROM offers
                      WHERE state = 'published' AND valid_until <= ${TODAY} + ${REMINDED_DAYS_BEFORE}
                        AND reminded_of IS DISTINCT FROM valid_until
                      ORDER BY valid_until, id LIMIT ${OFFERS_A_RUN} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
    );
    for (const { id } of reminded) await this.outbox.add(tx, { type: OFFER_RUNNING_OUT, refId: id });
  }

  /** Announces each offer once whose first day of use has come since it was published: it fits what is needed now. */
  async begin(tx: Tx): Promise<void> {
    const [begun] = await tx.query<[{ id: string }[], number]>(
      `UPDATE offers SET begun_of = ${FIRST_DAY_OF_USE}
        WHERE id IN (SELECT id FROM offers
                      WHERE state = 'published' AND ${FIRST_DAY_OF_USE} <= ${TODAY}
                        AND ${FIRST_DAY_OF_USE} > (published_at AT TIME ZONE 'UTC')::date
                        AND begun_of IS DISTINCT FROM ${FIRST_DAY_OF_USE}
                      ORDER BY id LIMIT ${OFFERS_A_RUN} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
    );
    for (const { id } of begun) await this.outbox.add(tx, { type: OFFER_CHANGED, refId: id });
  }

  /** Announces each offer once whose last day is past: it is suggested no more, unless its donor gives it a later one. */
  async pass(tx: Tx): Promise<void> {
    const [passed] = await tx.query<[{ id: string }[], number]>(
      `UPDATE offers SET passed_of = valid_until
        WHERE id IN (SELECT id FROM offers
                      WHERE state = 'published' AND valid_until < ${TODAY} AND passed_of IS DISTINCT FROM valid_until
                      ORDER BY valid_until, id LIMIT ${OFFERS_A_RUN} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
    );
    for (const { id } of passed) await this.outbox.add(tx, { type: OFFER_CHANGED, refId: id });
  }

  /**
   * Lets offers expire whose last day and days of grace are past. From the last day on they are not matched anew; until they
   * expire their donor may give them a later one. What is committed of them stays committed. Returns how many.
   */
  async expire(tx: Tx): Promise<number> {
    const over = await tx.query<{ id: string }[]>(
      `SELECT id FROM offers WHERE state = 'published' AND valid_until < ${TODAY} - ${GRACE_DAYS}
        ORDER BY valid_until, id LIMIT ${OFFERS_A_RUN} FOR UPDATE SKIP LOCKED`,
    );
    for (const { id } of over) {
      const offer = await findLocked(tx, id);
      const books = { audit: this.audit, outbox: this.outbox };
      await moveOffer(tx, books, offer, 'expire', { facts: { validUntil: offer.validUntil } });
    }
    return over.length;
  }
}
