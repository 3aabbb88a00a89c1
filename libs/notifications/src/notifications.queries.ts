import { Injectable } from '@nestjs/common';
import { isId } from '#libs/kernel';
import { matchesVisibleTo, shownNow, viewer } from '#libs/matching';
import { awaitsTheirState, needsVisibleTo, type NeedState } from '#libs/needs';
import { offersVisibleTo } from '#libs/offers';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import type { NotificationKind } from './notification.rules.js';
import { ownMembership } from './own-membership.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What it says now: names as they are today, of what its reader may see today. */
export interface NotificationView {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly createdAt: Date;
  readonly isRead: boolean;
  readonly need: {
    readonly id: string;
    readonly title: string;
    readonly areaIso2: string;
    /** Null: its reader may not see the need as it is now. */
    readonly state: NeedState | null;
    readonly organization: Named;
  } | null;
  readonly offer: { readonly id: string; readonly title: string } | null;
  /** The point of contact that it is about. */
  readonly contact: { readonly id: string; readonly name: string; readonly organizationId: string } | null;
  readonly matchId: string | null;
  /** How much work waits, no more than {@link COUNTED_MAX}; null for all other kinds. */
  readonly waiting: number | null;
}

export interface NotificationListing {
  readonly unread?: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

/** Counts end here: more is "so many and more". */
export const COUNTED_MAX = 100;

@Injectable()
export class NotificationsQueries {
  /** The actor's own under the membership they act under, the newest first. What they may no longer see is not there. */
  async page(tx: ReadTx, { unread, cursor, limit }: NotificationListing): Promise<Page<NotificationView>> {
    const place = readCursor(cursor, 2, ([at, id]) => /^\d{1,16}$/.test(at ?? '') && isId('note', id ?? ''));
    const params: unknown[] = [await ownMembership(tx), ...(place ?? [null, null])];
    const rows = await tx.query<(NotificationView & { sortedAt: string })[]>(
      `SELECT t.id, (extract(epoch FROM t.created_at) * 1000000)::bigint::text AS "sortedAt", t.kind, t.created_at AS "createdAt", t.read_at IS NOT NULL AS "isRead", t.match_id AS "matchId",
              CASE WHEN n.id IS NOT NULL THEN json_build_object('id', n.id, 'title', x.need_title, 'areaIso2', x.need_area,
                'state', x.need_state, 'organization', (SELECT json_build_object('id', g.id, 'name', g.name)
                                                     FROM organizations g WHERE g.id = n.organization_id)) END AS need,
              CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'title', x.offer_title) END AS offer,
              ${CONTACT} AS contact, w.waiting
         FROM ${seenBy(tx, params)} ${unread ? 'AND t.read_at IS NULL' : ''}
          AND ($2::bigint IS NULL
               OR (t.created_at, t.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3))
        ORDER BY t.created_at DESC, t.id DESC LIMIT $${params.push(limit + 1)}`,
      params,
    );
    const { items, nextCursor } = keysetPage(rows, limit, ({ sortedAt, id }) => [sortedAt, id]);
    return { items: items.map(({ sortedAt: _, ...view }) => view), nextCursor };
  }

  /** How many of the actor's own are not read, no more than {@link COUNTED_MAX}. */
  async unread(tx: ReadTx): Promise<number> {
    const params: unknown[] = [await ownMembership(tx)];
    const [row] = await tx.query<[{ unread: number }]>(
      `SELECT count(*)::integer AS unread FROM (
         SELECT 1 FROM ${seenBy(tx, params)} AND t.read_at IS NULL LIMIT ${COUNTED_MAX}) counted`,
      params,
    );
    return row.unread;
  }
}

const CONTACT = `CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'organizationId', c.organization_id,
  'name', (SELECT name FROM people WHERE id = c.person_id)) END`;

/** Counted for coordinators, who see everything that waits for them, and for the State of the organization `$${own}`. */
const waitingFor = (own: number) => `LATERAL (SELECT CASE t.kind
  WHEN 'waiting.needs' THEN (SELECT count(*)::integer FROM (
    SELECT 1 FROM needs WHERE state = 'submitted' LIMIT ${COUNTED_MAX}) counted)
  WHEN 'waiting.matches' THEN (SELECT count(*)::integer FROM (
    SELECT 1 FROM matches WHERE state = 'suggested' LIMIT ${COUNTED_MAX}) counted)
  WHEN 'waiting.imported' THEN (SELECT count(*)::integer FROM (
    SELECT 1 FROM needs i WHERE ${awaitsTheirState('i', own)} LIMIT ${COUNTED_MAX}) counted)
  END AS waiting) w ON true`;

/**
 * The notifications `t` of the membership `$1` of which the actor may see the subject: need `n`, match `m`, offer `o`, point of
 * contact `c` of their own organization until it was verified; that one ended, also its person and who enters designations. Of a pledge those read who see its offer beside the need; of a
 * private one its parties are told at its review. What `x` says of need and offer is what the actor may read.
 */
export function seenBy({ actor }: Pick<ReadTx, 'actor'>, params: unknown[]): string {
  const next = () => params.length + 1;
  const needs = needsVisibleTo(actor, 'n', next());
  params.push(...needs.params);
  const offers = offersVisibleTo(actor, 'o', next());
  params.push(...offers.params);
  const matches = matchesVisibleTo(next());
  params.push(...viewer(actor));
  const shown = shownNow({ actor }, params);
  const ownIndex = params.push(actor.organizationId);
  const own = `$${ownIndex}`;
  const self = `$${params.push(actor.personId)}`;
  const entersDesignations = ['coordinator', 'administrator'].includes(actor.role);
  return `notifications t
         LEFT JOIN matches m ON m.id = t.match_id
         LEFT JOIN needs n ON n.id = coalesce(t.need_id, m.need_id)
         LEFT JOIN offers o ON o.id = coalesce(t.offer_id, m.offer_id)
         LEFT JOIN LATERAL (SELECT CASE WHEN m.id IS NULL OR ${shown.need} THEN n.title ELSE m.seen_need_title END AS need_title,
                                   CASE WHEN m.id IS NULL OR ${shown.need} THEN n.area_iso2 ELSE m.seen_area END AS need_area,
                                   CASE WHEN ${needs.sql} THEN n.state END AS need_state,
                                   CASE WHEN m.id IS NULL OR ${shown.offer} THEN o.title ELSE m.seen_offer_title END AS offer_title) x ON true
         LEFT JOIN points_of_contact c ON c.id = t.contact_id
         LEFT JOIN ${waitingFor(ownIndex)}
        WHERE t.membership_id = $1
          AND CASE WHEN t.need_id IS NOT NULL THEN ${needs.sql}
                   WHEN t.kind = 'match.pledged' THEN ${needs.sql} AND ${offers.sql}
                   WHEN t.match_id IS NOT NULL THEN ${matches}
                   WHEN t.offer_id IS NOT NULL THEN ${offers.sql}
                   WHEN t.kind = 'contact.ended' THEN c.ends_on IS NOT NULL AND (${entersDesignations} OR c.organization_id = ${own} OR c.person_id = ${self})
                   WHEN t.contact_id IS NOT NULL THEN c.organization_id = ${own} AND c.verified_on < t.created_at::date
                   ELSE w.waiting > 0 END`;
}
