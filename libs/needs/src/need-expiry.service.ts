import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Outbox, type JsonObject, type Tx } from '#libs/platform';
import { GRACE_DAYS, REMINDED_DAYS_BEFORE } from '#libs/reference';
import { lockNeed, moveNeed, type Books } from './move-need.js';
import { RECONFIRMATION_DUE } from './needs.filter.js';
import { NEED_RECONFIRMATION_DUE, NEED_RUNNING_OUT } from './needs.events.js';

/** A need stays published that long after it was asked to confirm it in a reporting cycle. */
const CONFIRMED_WITHIN_DAYS = 90;
/** Of each kind in one run; the next run goes on. */
const NEEDS_A_RUN = 500;

const TODAY = `(now() AT TIME ZONE 'UTC')::date`;
/** A donor is about to deliver, or units that arrived wait for a decision: the need stands until that is done or taken back. */
const NOTHING_UNDER_WAY = `NOT EXISTS (SELECT FROM need_items i WHERE i.need_id = n.id AND (
  i.committed > i.delivered OR i.unit_code IS NOT NULL AND i.delivered > i.accepted))`;
const LAST_DAY_OVER = `n.valid_until < ${TODAY} - ${GRACE_DAYS}`;
const NOT_CONFIRMED = `(${RECONFIRMATION_DUE} AND n.asked_in_cycle_from = reporting_cycle_start()
                        AND n.asked_on < ${TODAY} - ${CONFIRMED_WITHIN_DAYS})`;
const RUN_OUT = `n.state = 'published' AND (${LAST_DAY_OVER} OR ${NOT_CONFIRMED}) AND ${NOTHING_UNDER_WAY}`;

/** Needs whose last day comes and goes, or that a reporting cycle asked about in vain, by the date of the database (UTC). Safe to run twice and in several copies. */
@Injectable()
export class NeedExpiryService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Announces each need once that will run out; again only when its last day was changed. */
  async remind(tx: Tx): Promise<void> {
    const reminded = await tx.query<[{ id: string }[], number]>(
      `UPDATE needs SET reminded_of = valid_until
        WHERE id IN (SELECT n.id FROM needs n
                      WHERE n.state = 'published' AND n.valid_until <= ${TODAY} + ${REMINDED_DAYS_BEFORE}
                        AND n.reminded_of IS DISTINCT FROM n.valid_until
                      ORDER BY n.valid_until, n.id LIMIT ${NEEDS_A_RUN} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
    );
    for (const { id } of reminded[0]) await this.outbox.add(tx, { type: NEED_RUNNING_OUT, refId: id });
  }

  /** Asks the organization of each published need once in a reporting cycle to confirm it, where it has not. */
  async askAgain(tx: Tx): Promise<void> {
    const asked = await tx.query<[{ id: string }[], number]>(
      `UPDATE needs SET asked_in_cycle_from = reporting_cycle_start(), asked_on = ${TODAY}
        WHERE id IN (SELECT n.id FROM needs n
                      WHERE ${RECONFIRMATION_DUE} AND n.asked_in_cycle_from IS DISTINCT FROM reporting_cycle_start()
                      ORDER BY n.id LIMIT ${NEEDS_A_RUN} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
    );
    for (const { id } of asked[0]) await this.outbox.add(tx, { type: NEED_RECONFIRMATION_DUE, refId: id });
  }

  async expire(tx: Tx): Promise<void> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT n.id FROM needs n WHERE ${RUN_OUT} ORDER BY n.id LIMIT ${NEEDS_A_RUN}`,
    );
    for (const { id } of rows) {
      const need = await lockNeed(tx, id);
      const [still] = await tx.query<{ isOver: boolean }[]>(
        `SELECT ${LAST_DAY_OVER} AS "isOver" FROM needs n WHERE n.id = $1 AND ${RUN_OUT}`,
        [id],
      );
      if (!still) continue;
      const why: JsonObject = still.isOver ? { validUntil: need.validUntil } : { askedOn: need.askedOn };
      await moveNeed(tx, this.books, need, 'expire', { facts: why });
    }
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}
