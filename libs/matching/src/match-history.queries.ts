import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { MatchesQueries, type MatchView, type Named } from './matches.queries.js';

/** The newest acts that are shown of one match. */
const ACTS_MAX = 100;

/** What people decided: who it was stands beside it, as it does in the match itself. */
const DECISIONS = [
  'proposed',
  'pledged',
  'reviewed',
  'consented',
  'confirmed',
  'lowered',
  'declined',
  'rescinded',
  'delivered',
  'delivery-planned',
  'delivery-undone',
  'delivery-accepted',
  'delivery-returned',
  'delivery-unaccepted',
  'delivery-unreturned',
] as const;
/** What followed from needs, offers and payments: only the organization is named. */
const DELIVERY = [
  'suggested',
  'reduced',
  'asked-again',
  'ended',
  'delivering',
  'delivery-stopped',
  'completed',
] as const;
/** Acts of which those before a review are told to who knew of the match then. */
const AS_KNOWN_THEN = ['reduced', 'ended'];
/** Came and went before a review: not for parties that were not asked yet. */
const RANKING = ['superseded', 'restored'] as const;

export const MATCH_ACTS = [...DECISIONS, ...DELIVERY, ...RANKING] as const;
export type MatchAct = (typeof MATCH_ACTS)[number];

/** One act in the history of a match. */
export interface MatchEvent {
  readonly act: MatchAct;
  readonly at: Date;
  /** Null where a rule acted and not a person, or the act names none. */
  readonly person: Named | null;
  /** Null where a rule acted. */
  readonly organization: Named | null;
  /** The reason that was given, or the words to the parties. */
  readonly note: string | null;
  /** What it gave before and since, in minor or whole units; null where the act lowered nothing. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface MatchWithHistory extends MatchView {
  /** The oldest first. */
  readonly history: readonly MatchEvent[];
}

/** What was done with a match, read from the audit log, which has it from the transaction of each act. */
@Injectable()
export class MatchHistoryQueries {
  constructor(private readonly matches: MatchesQueries) {}

  /** @throws NotFound when the actor may not see the match */
  async get(tx: ReadTx, matchId: string): Promise<MatchWithHistory> {
    const match = await this.matches.get(tx, matchId);
    const history = await tx.query<MatchEvent[]>(
      `SELECT e.act, e.at, e.note, e.from, e.to,
              CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'name', p.name) END AS person,
              CASE WHEN g.id IS NOT NULL THEN jsonb_build_object('id', g.id, 'name', g.name) END AS organization
         FROM (SELECT l.id, l.at, bool_or(l.act = 'match.reviewed') OVER (ORDER BY l.id) AS was_asked, l.actor_person, l.actor_organization,
                      CASE WHEN l.act = 'match.confirmed' AND l.payload ->> 'from' = 'delivering' THEN 'delivery-stopped'
                           WHEN l.act = 'match.superseded' AND l.payload ->> 'because' IS NOT NULL THEN 'ended'
                           ELSE replace(l.act, 'match.', '') END AS act,
                      CASE l.act WHEN 'match.proposed' THEN m.note WHEN 'match.reviewed' THEN m.review_note
                                 WHEN 'match.lowered' THEN l.payload ->> 'reason'
                                 WHEN 'match.declined' THEN l.payload ->> 'reason'
                                 WHEN 'match.rescinded' THEN l.payload ->> 'reason'
                                 WHEN 'match.delivery-undone' THEN l.payload ->> 'reason'
                                 WHEN 'match.delivery-accepted' THEN l.payload ->> 'reason'
                                 WHEN 'match.delivery-returned' THEN l.payload ->> 'reason'
                                 WHEN 'match.delivery-unaccepted' THEN l.payload ->> 'reason'
                                 WHEN 'match.delivery-unreturned' THEN l.payload ->> 'reason'
                                 WHEN 'match.delivering' THEN l.payload ->> 'note'
                                 WHEN 'match.delivery-planned' THEN l.payload ->> 'note'
                                 WHEN 'match.delivered' THEN l.payload ->> 'note' END AS note,
                      CASE WHEN l.act IN ('match.lowered', 'match.reduced') THEN l.payload ->> 'from' END AS from,
                      CASE WHEN l.act IN ('match.lowered', 'match.reduced') THEN l.payload ->> 'to' END AS to
                 FROM audit_log l JOIN matches m ON m.id = l.ref_id
                WHERE l.ref_id = $1 AND l.ref_type = 'match') e
         LEFT JOIN people p ON p.id = e.actor_person AND e.act = ANY($3)
         LEFT JOIN organizations g ON g.id = e.actor_organization
        WHERE e.act = ANY($2) AND (e.act <> ALL($4) OR e.was_asked OR 'superseded' = ANY($2)) ORDER BY e.id DESC LIMIT ${ACTS_MAX}`,
      [matchId, actsToldTo(tx.actor, match), DECISIONS, AS_KNOWN_THEN],
    );
    return { ...match, history: history.reverse() };
  }
}

function actsToldTo({ role, organizationId }: Actor, { origin, offer }: MatchView): readonly MatchAct[] {
  const isDesk = role === 'coordinator' || role === 'auditor' || role === 'system';
  const isOwnPledge = origin === 'pledge' && role === 'donor' && offer.organization.id === organizationId;
  return isDesk || isOwnPledge ? MATCH_ACTS : [...DECISIONS, ...DELIVERY];
}
