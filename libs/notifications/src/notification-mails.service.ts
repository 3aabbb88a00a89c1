import { Injectable } from '@nestjs/common';
import { IdentityQueries, MAY_ACT } from '#libs/identity';
import type { Role } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import { KINDS_OF_FOLLOWED, type NotificationKind } from './notification.rules.js';
import { INBOX_MAIL_DUE } from './notifications.events.js';
import { seenBy } from './notifications.queries.js';

/** Older news are not written about any more, such as those from before somebody wanted to be written to. */
const NEWS_DAYS = 7;
/** People that one run asks for. */
const ASKED_MAX = 500;
/** Lines of one e-mail; more is counted. */
const LINES_MAX = 50;
/** After a message that no server took, nothing more is tried for so long. */
const REFUSED_HOURS = 24;
const LEFT_OUT_HOURS = 1;

/** The last time it was 05:00 UTC: what happened before that is in the letter of the day. */
const DAY_BEGAN = `date_trunc('day', now() AT TIME ZONE 'UTC' - interval '5 hours') AT TIME ZONE 'UTC' + interval '5 hours'`;

/** How person `p` wants to be written to about the notification `t` of their membership `m`. */
const WAY = `CASE WHEN t.kind = 'need.found' THEN p.mail_searches
  WHEN t.kind IN (${KINDS_OF_FOLLOWED.map((kind) => `'${kind}'`).join(', ')})
       AND m.organization_id <> (SELECT organization_id FROM needs WHERE id = t.need_id) THEN p.mail_followed
  ELSE p.mail_work END`;

/** A search of theirs with its alert on holds the need that one found. */
const IS_STILL_FOUND = `EXISTS (SELECT FROM saved_searches s JOIN found_needs f ON f.search_id = s.id
  WHERE s.membership_id = t.membership_id AND s.alert AND f.need_id = t.need_id AND f.fits)`;

/** They are to be written to about it by now; about what comes up again no more than once a day. */
const IS_DUE = `t.read_at IS NULL AND (t.mailed_at IS NULL OR t.mailed_at < t.created_at)
  AND t.created_at > now() - interval '${NEWS_DAYS} days'
  AND (t.kind <> 'need.found' OR ${IS_STILL_FOUND})
  AND CASE ${WAY} WHEN 'each' THEN coalesce(t.mailed_at < now() - interval '1 day', true)
                  WHEN 'daily' THEN t.created_at < ${DAY_BEGAN} ELSE false END`;

/** One thing that is new, with the name of what it is about. */
export interface LetterLine {
  readonly kind: NotificationKind;
  readonly title: string | null;
  /** Also of a match that it is about. */
  readonly needId: string | null;
  readonly matchId: string | null;
  readonly offerId: string | null;
  /** Whose point of contact it is about. */
  readonly organizationId: string | null;
  readonly waiting: number | null;
}

export interface Letter {
  /** E-mail address. */
  readonly to: string;
  readonly name: string;
  readonly language: string;
  readonly role: Role;
  readonly organization: string;
  /** Of the organization (ISO 3166-1 alpha-2). */
  readonly area: string | null;
  /** The oldest first, {@link LINES_MAX} at most. */
  readonly lines: readonly LetterLine[];
  /** How many more there are. */
  readonly more: number;
  readonly notificationIds: readonly string[];
}

interface Addressee extends Pick<Letter, 'to' | 'name' | 'language' | 'organization' | 'area'> {
  readonly personId: string;
  readonly organizationId: string;
  readonly role: Role;
}

/** What people are written about their inboxes: each piece of news once, at once or once a day as they wish. */
@Injectable()
export class NotificationMailsService {
  constructor(
    private readonly identity: IdentityQueries,
    private readonly outbox: Outbox,
  ) {}

  /** Asks for a letter to everybody who has unread news that they were not written about, unless one is on its way. */
  async askWhereDue(tx: Tx): Promise<void> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT m.id FROM memberships m JOIN people p ON p.id = m.person_id
        WHERE ${MAY_ACT} AND (p.mail_work <> 'none' OR p.mail_followed <> 'none' OR p.mail_searches <> 'none')
          AND EXISTS (SELECT FROM notifications t WHERE t.membership_id = m.id AND ${IS_DUE})
          AND NOT EXISTS (
            SELECT FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id
             WHERE d.consumer = 'notifications.mail' AND e.ref_id = m.id
               AND (d.state = 'pending' OR d.state = 'dead' AND e.occurred_at > now() - interval '${REFUSED_HOURS} hours'
                    -- What was left out of it, as its reader may not see it, is looked at again seldom.
                    OR d.state = 'done' AND e.occurred_at > now() - interval '${LEFT_OUT_HOURS} hours'
                       AND NOT EXISTS (SELECT FROM notifications l WHERE l.membership_id = m.id AND l.read_at IS NULL
                                          AND l.mailed_at IS NULL AND l.created_at > e.occurred_at)))
        ORDER BY m.id LIMIT ${ASKED_MAX}`,
    );
    for (const { id } of rows) await this.outbox.add(tx, { type: INBOX_MAIL_DUE, refId: id });
  }

  /**
   * What a membership is to be written to about by now, read under what its person may see now. Null: nothing.
   * What they may not see, or no search of theirs holds, stays for a later one: that may change again.
   */
  async letterFor(tx: Tx, membershipId: string): Promise<Letter | null> {
    const [addressee] = await tx.query<Addressee[]>(
      `SELECT p.id AS "personId", p.email AS "to", p.name, p.language, m.organization_id AS "organizationId", m.role,
              o.name AS organization, o.area_iso2 AS area
         FROM memberships m JOIN people p ON p.id = m.person_id JOIN organizations o ON o.id = m.organization_id
        WHERE m.id = $1`,
      [membershipId],
    );
    const actor = addressee && (await this.identity.actorFor(tx, addressee));
    if (!actor) return null;
    const news = await tx.query<{ id: string }[]>(
      `SELECT t.id FROM notifications t JOIN memberships m ON m.id = t.membership_id JOIN people p ON p.id = m.person_id
        WHERE t.membership_id = $1 AND ${IS_DUE}`,
      [membershipId],
    );
    const params: unknown[] = [membershipId];
    const lines = await tx.query<(LetterLine & { id: string })[]>(
      `SELECT t.id, t.kind, coalesce(x.need_title, x.offer_title, (SELECT name FROM people WHERE id = c.person_id)) AS title,
              n.id AS "needId", t.match_id AS "matchId", t.offer_id AS "offerId", c.organization_id AS "organizationId",
              w.waiting
         FROM ${seenBy({ actor }, params)} AND t.id = ANY($${params.push(news.map(({ id }) => id))})
        ORDER BY t.created_at, t.id`,
      params,
    );
    if (lines.length === 0) return null;
    const notificationIds = lines.map(({ id }) => id);
    const more = Math.max(0, lines.length - LINES_MAX);
    return { ...addressee, lines: lines.slice(0, LINES_MAX), more, notificationIds };
  }

  async noteMailed(tx: Tx, notificationIds: readonly string[]): Promise<void> {
    await tx.query('UPDATE notifications SET mailed_at = now() WHERE id = ANY($1)', [notificationIds]);
  }
}
