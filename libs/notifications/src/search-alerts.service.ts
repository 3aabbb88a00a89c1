import { Injectable } from '@nestjs/common';
import { ACTOR_COLUMNS, actorOf, MAY_ACT, type ActorRow } from '#libs/identity';
import { LIVE_STATES, NeedFitQueries, type NeedFilter } from '#libs/needs';
import { Outbox, type Tx } from '#libs/platform';
import { SEARCH_BATCH_LEFT, type SearchesLeft } from './notifications.events.js';
import { insertNotifications } from './notifications.service.js';

type SearchRow = ActorRow & { readonly searchId: string; readonly filter: NeedFilter };

/** Searches that one transaction looks at; the rest is left to the next one. */
export const SEARCHES_A_BATCH = 500;

/** Tells people of needs that their saved searches find. */
@Injectable()
export class SearchAlertsService {
  constructor(
    private readonly fit: NeedFitQueries,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Looks for the need with the searches after `after`, each with the eyes of its person as they are now. Who caused the event
   * and who asks for the need know of it.
   */
  async find(tx: Tx, needId: string, { after, eventId, actorPerson }: SearchesLeft): Promise<void> {
    const searches = await tx.query<SearchRow[]>(
      `SELECT s.id AS "searchId", s.filter, ${ACTOR_COLUMNS}
         FROM saved_searches s JOIN memberships m ON m.id = s.membership_id JOIN people p ON p.id = m.person_id
        WHERE s.alert AND s.id > $1 AND ${MAY_ACT} AND p.id <> $2
          AND m.organization_id <> (SELECT organization_id FROM needs WHERE id = $3)
          AND (s.filter ? 'state' OR (SELECT state FROM needs WHERE id = $3) = ANY ($4))
        ORDER BY s.id LIMIT ${SEARCHES_A_BATCH}`,
      // That a need is over is no find for who did not ask for needs that are.
      [after, actorPerson, needId, LIVE_STATES],
    );
    const fits = await this.fit.fits(
      tx,
      needId,
      searches.map((row) => ({ actor: actorOf(row), filter: row.filter })),
    );
    const found = searches.filter((_, index) => fits[index]).map(({ membershipId }) => membershipId);
    await insertNotifications(tx, [...new Set(found)], { kind: 'need.found', needId, eventId });
    const last = searches.at(-1);
    if (!last || searches.length < SEARCHES_A_BATCH) return;
    const payload: SearchesLeft = { after: last.searchId, eventId, actorPerson };
    await this.outbox.add(tx, { type: SEARCH_BATCH_LEFT, refId: needId, payload });
  }
}
