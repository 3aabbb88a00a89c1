import { Injectable } from '@nestjs/common';
import { isOfStates, MAY_ACT } from '#libs/identity';
import { newId } from '#libs/kernel';
import { isStateSide } from '#libs/matching';
import { IS_OF_STATE_CONCERNED, touchedConsents } from '#libs/needs';
import type { EventType, JsonObject, Tx } from '#libs/platform';
import {
  isWaiting,
  newsOf,
  type Audience,
  type Circumstances,
  type NotificationKind,
  MARKED_MAX,
  type WaitingKind,
  NOTHING_SPECIAL,
} from './notification.rules.js';
import { seenBy } from './notifications.queries.js';
import { ownMembership } from './own-membership.js';

export interface Happening {
  readonly eventId: string;
  readonly eventType: EventType;
  readonly refId: string;
  readonly payload: JsonObject;
  readonly actorPerson: string;
}

const ROWS_A_SWEEP = 10_000;

const GAVE = `m.role = 'donor' AND m.organization_id = ANY (ARRAY(SELECT unnest(donor_ids) FROM needs WHERE id = $1))`;

/** Memberships `m` of people `p`, of what happened to the thing `$1`. */
const AUDIENCES: Readonly<Record<Audience, string>> = {
  own: `m.role = 'focal-point' AND m.organization_id = (SELECT organization_id FROM needs WHERE id = $1)`,
  designated: `m.person_id = (SELECT person_id FROM points_of_contact WHERE id = $1)`,
  designating: `m.role = 'focal-point' AND m.organization_id = (SELECT organization_id FROM points_of_contact WHERE id = $1)`,
  concerned: IS_OF_STATE_CONCERNED,
  // What happens to a need while it is hidden from them is no news of theirs later, either.
  keepers: `m.id IN (SELECT l.membership_id FROM shortlisted_needs l JOIN needs n ON n.id = l.need_id
                      WHERE n.id = $1 AND n.published_at IS NOT NULL)`,
  givers: GAVE,
  // A match tells its parties the site, unless that is for coordinators alone.
  'site-readers': `EXISTS (SELECT FROM needs n WHERE n.id = $1 AND n.published_at IS NOT NULL
    AND (n.site_visibility <> 'coordinators' AND ${GAVE}
         OR m.id IN (SELECT membership_id FROM shortlisted_needs WHERE need_id = $1)
            AND (n.site_visibility = 'public'
                 OR n.site_visibility = 'states-only' AND (m.role <> 'donor' OR ${isOfStates('m.organization_id')}))))`,
  coordinators: `m.role = 'coordinator'`,
  secretariat: `m.role IN ('coordinator', 'administrator')`,
  reviewers: `m.role = 'coordinator' AND EXISTS (SELECT FROM needs
               WHERE id = $1 AND submitted_at IS NOT NULL AND published_at IS NULL)`,
  parties: `EXISTS (SELECT FROM matches x JOIN needs n ON n.id = x.need_id JOIN offers o ON o.id = x.offer_id
                     WHERE x.id = $1 AND (m.role = 'focal-point' AND ${isStateSide('n', 'm.organization_id')}
                                       OR m.role = 'donor' AND m.organization_id = o.organization_id))`,
  state: `m.role = 'focal-point' AND EXISTS (SELECT FROM matches x JOIN needs n ON n.id = x.need_id
                                              WHERE x.id = $1 AND ${isStateSide('n', 'm.organization_id')})`,
  donor: `m.role = 'donor' AND m.organization_id = (SELECT o.organization_id FROM matches x JOIN offers o ON o.id = x.offer_id
                                                    WHERE x.id = $1)`,
  donors: `m.role = 'donor' AND m.organization_id = (SELECT organization_id FROM offers WHERE id = $1)`,
};

/** Writes down who is told what. Whether they may see it is asked when they read it. */
@Injectable()
export class NotificationsService {
  /** Everybody but who did it. A repeat tells nothing again. */
  async tell(tx: Tx, happening: Happening): Promise<void> {
    const { eventType, actorPerson } = happening;
    const told = new Set<string>();
    for (const { kind, to } of newsOf(eventType, await circumstancesOf(tx, happening))) {
      for (const subjectId of await subjectsOf(tx, kind, happening)) {
        const members = (await audienceOf(tx, to, subjectId, actorPerson)).filter((member) => !told.has(member));
        if (isWaiting(kind)) await tellOfWork(tx, members, kind);
        else await insertNotifications(tx, members, newsAbout(kind, subjectId, happening));
        for (const member of members) told.add(member);
      }
    }
  }

  /**
   * Marks the actor's own as read, or as not read; those of others and those that are so already stay as they are. Returns the
   * ids of those that were changed. What somebody has read is theirs alone: the audit does not say it.
   */
  async mark(tx: Tx, ids: readonly string[], isRead: boolean): Promise<string[]> {
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `UPDATE notifications SET read_at = CASE WHEN $3 THEN now() END
        WHERE id = ANY($1) AND membership_id = $2 AND (read_at IS NULL) = $3 RETURNING id`,
      [ids, await ownMembership(tx), isRead],
    );
    return rows.map(({ id }) => id).sort();
  }

  /**
   * Marks as read what the actor may see of their own, up to the one that was written last of those that they saw: what came while
   * they pressed stays, and what is hidden from them, too. The {@link MARKED_MAX} newest. Returns their ids.
   */
  async markAllRead(tx: Tx, upTo: string): Promise<string[]> {
    const params: unknown[] = [await ownMembership(tx)];
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `UPDATE notifications SET read_at = now() WHERE id IN (
         SELECT t.id FROM ${seenBy(tx, params)} AND t.read_at IS NULL AND t.id <= $${params.push(upTo)}
          ORDER BY t.id DESC LIMIT ${MARKED_MAX}) RETURNING id`,
      params,
    );
    return rows.map(({ id }) => id).sort();
  }

  /** Tells coordinators once a day that the engine suggested matches since. */
  async tellOfSuggestions(tx: Tx): Promise<void> {
    const [row] = await tx.query<{ waits: boolean }[]>(
      `SELECT EXISTS (SELECT FROM matches WHERE state = 'suggested' AND created_at > now() - interval '1 day') AS waits`,
    );
    if (row?.waits) await tellOfWork(tx, await audienceOf(tx, ['coordinators'], '', ''), 'waiting.matches');
  }

  /** Removes what was read 90 days ago or written a year ago, {@link ROWS_A_SWEEP} at a time. */
  async removeOld(tx: Tx): Promise<void> {
    await tx.query(
      `DELETE FROM notifications WHERE id IN (
         SELECT id FROM notifications
          WHERE created_at < now() - interval '1 year'
             OR read_at < now() - interval '90 days' AND created_at < now() - interval '90 days'
          ORDER BY created_at LIMIT ${ROWS_A_SWEEP})`,
    );
  }
}

/**
 * What it happened to; or the offer of the match that it happened to, or the matches of the need that it touches.
 * @throws Error for an event of a match that does not name its offer
 */
async function subjectsOf(
  tx: Tx,
  kind: NotificationKind,
  { eventId, eventType, refId, payload }: Happening,
): Promise<readonly string[]> {
  if (kind === 'match.need-revised') return touchedMatches(tx, refId, payload);
  if (kind === 'match.surplus') return outrunPledges(tx, refId);
  if (!kind.startsWith('offer.') || !eventType.startsWith('match.')) return [refId];
  if (typeof payload.offerId !== 'string') throw new Error(`${eventType} ${eventId} does not say of which offer.`);
  return [payload.offerId];
}

/** Matches of a need that give, or may give, to an item whose parties consent to other words since the revision. */
async function touchedMatches(tx: Tx, needId: string, { revisionId = null }: JsonObject): Promise<string[]> {
  // Who is asked again for their consent is told so by that.
  const rows = await tx.query<{ itemId: string; from: number; to: number; ids: string[] }[]>(
    `SELECT m.need_item_id AS "itemId", r.based_on AS from, r.number AS to, array_agg(m.id ORDER BY m.id) AS ids
       FROM matches m JOIN need_revisions r ON r.need_id = m.need_id AND r.id = $2
      WHERE m.need_id = $1
        AND (m.state IN ('confirmed', 'delivering') OR m.state = 'suggested' AND m.origin = 'pledge'
             OR m.state = 'reviewed' AND m.asked_again_because IS DISTINCT FROM 'need-revised')
      GROUP BY m.need_item_id, r.based_on, r.number ORDER BY m.need_item_id`,
    [needId, revisionId],
  );
  const consents = rows.map((row) => ({ needId, ...row }));
  return (await touchedConsents(tx, consents)).flatMap(({ ids }) => ids);
}

/** Pledges to the item of a confirmed match that are for more than is open of it now, of which nobody was told before. */
async function outrunPledges(tx: Tx, matchId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT p.id FROM matches m
       JOIN need_items i ON i.id = m.need_item_id
       JOIN matches p ON p.need_item_id = i.id AND p.origin = 'pledge' AND p.state IN ('suggested', 'reviewed') AND p.amount > i.open
      WHERE m.id = $1 AND NOT EXISTS (SELECT FROM notifications t WHERE t.match_id = p.id AND t.kind = 'match.surplus')
      ORDER BY p.id`,
    [matchId],
  );
  return rows.map(({ id }) => id);
}

interface Told {
  readonly kind: Exclude<NotificationKind, WaitingKind>;
  readonly needId?: string;
  readonly matchId?: string;
  readonly offerId?: string;
  readonly contactId?: string;
  readonly eventId: string;
}

function newsAbout(kind: Told['kind'], subjectId: string, { eventId }: Happening): Told {
  const [thing] = kind.split('.');
  return { kind, [`${thing}Id`]: subjectId, eventId };
}

/** One for each membership, unless it was told so before; in one order, so that two that tell the same people do not wait for each other. */
async function insertNotifications(
  tx: Tx,
  membershipIds: readonly string[],
  { kind, needId, matchId, offerId, contactId, eventId }: Told,
): Promise<void> {
  if (membershipIds.length === 0) return;
  await tx.query(
    `INSERT INTO notifications (id, membership_id, kind, need_id, match_id, offer_id, contact_id, event_id, created_at)
     SELECT id, membership_id, $3, $4, $5, $6, $7, $8,
            ${happenedAt('$8')}
       FROM unnest($1::text[], $2::text[]) AS t(id, membership_id)
         ON CONFLICT DO NOTHING`,
    [
      newIds(membershipIds),
      [...membershipIds].sort(),
      kind,
      ...[needId, matchId, offerId, contactId].map((id) => id ?? null),
      eventId,
    ],
  );
}

/**
 * The one that each has of the need comes up again as unread. When it was part of an e-mail stays: they are written to again when
 * a day is over.
 */
export async function tellOfFound(
  tx: Tx,
  membershipIds: readonly string[],
  needId: string,
  eventId: string,
): Promise<void> {
  if (membershipIds.length === 0) return;
  await tx.query(
    `INSERT INTO notifications AS t (id, membership_id, kind, need_id, event_id, created_at)
     SELECT id, membership_id, 'need.found', $3, $4, ${happenedAt('$4')}
       FROM unnest($1::text[], $2::text[]) AS n(id, membership_id)
         ON CONFLICT (membership_id, need_id) WHERE kind = 'need.found'
         DO UPDATE SET id = EXCLUDED.id, event_id = EXCLUDED.event_id, created_at = EXCLUDED.created_at, read_at = NULL
                 WHERE t.event_id <> EXCLUDED.event_id`,
    [newIds(membershipIds), [...membershipIds].sort(), needId, eventId],
  );
}

/** The one that each has comes up again as unread. */
async function tellOfWork(tx: Tx, membershipIds: readonly string[], kind: WaitingKind): Promise<void> {
  await tx.query(
    `INSERT INTO notifications (id, membership_id, kind)
     SELECT id, membership_id, $3 FROM unnest($1::text[], $2::text[]) AS t(id, membership_id)
         ON CONFLICT (membership_id, kind) WHERE kind LIKE 'waiting.%'
         DO UPDATE SET id = EXCLUDED.id, created_at = now(), read_at = NULL, mailed_at = NULL`,
    [newIds(membershipIds), membershipIds, kind],
  );
}

const happenedAt = (eventId: string) =>
  `coalesce((SELECT occurred_at FROM outbox_events WHERE id = ${eventId}), now())`;

const newIds = (membershipIds: readonly string[]) => membershipIds.map(() => newId('note'));

/** In one order, so that two that tell the same people do not wait for each other. */
async function audienceOf(tx: Tx, to: readonly Audience[], refId: string, exceptPerson: string): Promise<string[]> {
  const wanted = to.map((audience) => `(${AUDIENCES[audience]})`).join(' OR ');
  const rows = await tx.query<{ id: string }[]>(
    `SELECT m.id FROM memberships m JOIN people p ON p.id = m.person_id
      WHERE ${MAY_ACT} AND p.id <> $2 AND $1::text IS NOT NULL AND (${wanted}) ORDER BY m.id`,
    [refId, exceptPerson],
  );
  return rows.map(({ id }) => id);
}

async function circumstancesOf(tx: Tx, { payload }: Happening): Promise<Circumstances> {
  const { revisionId = null, messageId = null, imported = false } = payload;
  if (imported === true) return { ...NOTHING_SPECIAL, isImported: true };
  if (revisionId === null && messageId === null) return NOTHING_SPECIAL;
  const [row] = await tx.query<[Omit<Circumstances, 'isImported'>]>(
    `SELECT EXISTS (SELECT FROM need_revisions WHERE id = $1 AND state = 'published') AS "isRevisionPublished",
            EXISTS (SELECT FROM need_revisions WHERE id = $1 AND sites_only) AS "isRevisionOfSites",
            EXISTS (SELECT FROM need_messages WHERE id = $2 AND role = 'coordinator') AS "isFromCoordinator",
            EXISTS (SELECT FROM need_messages m JOIN needs n ON n.id = m.need_id
                     WHERE m.id = $2 AND m.role <> 'coordinator' AND m.organization_id <> n.organization_id) AS "isFromStateConcerned"`,
    [revisionId, messageId],
  );
  return { ...NOTHING_SPECIAL, ...row };
}
