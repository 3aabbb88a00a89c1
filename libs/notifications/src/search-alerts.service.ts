import { Injectable } from '@nestjs/common';
import { ACTOR_COLUMNS, actorOf, MAY_ACT, type ActorRow } from '#libs/identity';
import { toldMoment } from '#libs/kernel';
import { LIVE_STATES, NeedFitQueries, type NeedFilter, type NeedSearch } from '#libs/needs';
import { Outbox, type Tx } from '#libs/platform';
import { SEARCH_BATCH_LEFT, type SearchesLeft } from './notifications.events.js';
import { tellOfFound } from './notifications.service.js';

type SearchRow = ActorRow & { readonly searchId: string; readonly filter: NeedFilter };

interface Looked {
  readonly searchId: string;
  /** The need is in it now. */
  readonly fits: boolean;
}

interface NotedSearch extends NeedSearch {
  readonly searchId: string;
}

// That a need is over is no find for who did not ask for needs that are.
const sought = (filter: NeedFilter): NeedFilter => ({ ...filter, state: filter.state ?? LIVE_STATES });

/** Searches that one transaction looks at; the rest is left to the next one. */
export const SEARCHES_A_BATCH = 500;

/** Tells people of needs that come into their saved searches. */
@Injectable()
export class SearchAlertsService {
  constructor(
    private readonly fit: NeedFitQueries,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Notes what the search holds now, of which it then tells nothing; what was there for others only after `before` it still tells of.
   * The search itself must be written by then: {@link find} waits for that.
   */
  async note(tx: Tx, { searchId, actor, filter }: NotedSearch, before: Date | null = toldMoment()): Promise<void> {
    const params: unknown[] = [searchId, before];
    await tx.query(
      `WITH held AS MATERIALIZED (
         ${this.fit.found({ actor, filter: sought(filter) }, params)}),
       gone AS (
         UPDATE found_needs f SET fits = false
          WHERE f.search_id = $1 AND f.fits AND NOT EXISTS (SELECT FROM held h WHERE h.id = f.need_id)),
       noted AS (UPDATE saved_searches SET unnoted_before = NULL WHERE id = $1 AND unnoted_before IS NOT NULL)
       INSERT INTO found_needs AS f (search_id, need_id, fits)
       SELECT $1, h.id, true FROM held h WHERE $2::timestamptz IS NULL OR h.since <= $2
           ON CONFLICT (search_id, need_id) DO UPDATE SET fits = true WHERE NOT f.fits`,
      params,
    );
  }

  /**
   * Looks for the need with the searches after `after`, each with the eyes of its person as they are now, and tells of it where it
   * was not in the search before. Who caused the event and who asks for the need know of it.
   */
  async find(tx: Tx, needId: string, { after, eventId, actorPerson }: SearchesLeft): Promise<void> {
    await this.noteOld(tx);
    // Who saves or changes a search notes what it holds in the same transaction: it is over, or begins when this one is.
    await tx.query('LOCK TABLE saved_searches IN SHARE MODE');
    const searches = await tx.query<SearchRow[]>(
      `SELECT s.id AS "searchId", s.filter, ${ACTOR_COLUMNS}
         FROM saved_searches s JOIN memberships m ON m.id = s.membership_id JOIN people p ON p.id = m.person_id
        WHERE s.alert AND s.id > $1 AND ${MAY_ACT}
          AND m.organization_id <> (SELECT organization_id FROM needs WHERE id = $2)
        ORDER BY s.id LIMIT ${SEARCHES_A_BATCH}`,
      [after, needId],
    );
    const fits = await this.fit.fits(
      tx,
      needId,
      searches.map((row) => ({ actor: actorOf(row), filter: sought(row.filter) })),
    );
    const looked = searches.map(({ searchId }, index) => ({ searchId, fits: fits[index] === true }));
    const cameInto = await this.remember(tx, needId, looked);
    const told = searches.filter(({ searchId, personId }) => cameInto.has(searchId) && personId !== actorPerson);
    await tellOfFound(tx, [...new Set(told.map(({ membershipId }) => membershipId))], needId, eventId);
    const last = searches.at(-1);
    if (!last || searches.length < SEARCHES_A_BATCH) return;
    const payload: SearchesLeft = { after: last.searchId, eventId, actorPerson };
    await this.outbox.add(tx, { type: SEARCH_BATCH_LEFT, refId: needId, payload });
  }

  /** Of searches that were saved before searches noted what they hold: each once, before anything is told by it. */
  private async noteOld(tx: Tx): Promise<void> {
    const searches = await tx.query<(SearchRow & { readonly before: Date })[]>(
      `SELECT s.id AS "searchId", s.filter, s.unnoted_before AS before, ${ACTOR_COLUMNS}
         FROM saved_searches s JOIN memberships m ON m.id = s.membership_id JOIN people p ON p.id = m.person_id
        WHERE s.alert AND s.unnoted_before IS NOT NULL ORDER BY s.id FOR UPDATE OF s`,
    );
    for (const row of searches) await this.note(tx, { ...row, actor: actorOf(row) }, row.before);
  }

  /** Returns the searches that the need came into. */
  private async remember(tx: Tx, needId: string, looked: readonly Looked[]): Promise<ReadonlySet<string>> {
    const moved = await tx.query<Looked[]>(
      `INSERT INTO found_needs AS f (search_id, need_id, fits)
       SELECT l."searchId", $1, l.fits
         FROM json_to_recordset($2) AS l("searchId" text, fits boolean)
        WHERE l.fits OR EXISTS (SELECT FROM found_needs k WHERE k.search_id = l."searchId" AND k.need_id = $1)
        ORDER BY 1
           ON CONFLICT (search_id, need_id) DO UPDATE SET fits = EXCLUDED.fits WHERE f.fits <> EXCLUDED.fits
       RETURNING search_id AS "searchId", fits`,
      [needId, JSON.stringify(looked)],
    );
    return new Set(moved.flatMap(({ searchId, fits }) => (fits ? [searchId] : [])));
  }
}
