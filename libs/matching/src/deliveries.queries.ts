import { Injectable } from '@nestjs/common';
import type { CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import type { DeliveryState } from './delivery.states.js';
import type { MatchState } from './match.states.js';
import { MatchesQueries, matchesVisibleTo, viewer, type Named } from './matches.queries.js';
import type { Measure } from './pair.js';

/** One delivery and what became of it. Quantities are minor units of the currency, or whole units, as decimal texts. */
export interface DeliveryView {
  readonly id: string;
  readonly state: DeliveryState;
  readonly quantity: string;
  readonly deliveredOn: CalendarDate;
  readonly note: string | null;
  /** Files that show it. Those of an undone record are kept for auditors; beside them only the organization that sent them reads them. */
  readonly evidence: readonly Named[];
  readonly recordedBy: Named;
  readonly recordedAt: Date;
  readonly accepted: string;
  readonly decidedBy: Named | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
}

/** What is planned, was delivered and was accepted of a match that no fund pays. */
export interface MatchDeliveries {
  readonly matchId: string;
  readonly state: MatchState;
  /** The version of the match. */
  readonly version: number;
  readonly amount: string;
  readonly measure: Measure;
  readonly plannedOn: CalendarDate | null;
  readonly note: string | null;
  readonly delivered: string;
  readonly accepted: string;
  /** In the order in which they were recorded. */
  readonly items: readonly DeliveryView[];
}

type Row = Omit<DeliveryView, 'recordedAt' | 'decidedAt'> & { recordedAt: string; decidedAt: string | null };

@Injectable()
export class DeliveriesQueries {
  constructor(private readonly matches: MatchesQueries) {}

  /** @throws NotFound when the actor may not see the match */
  async ofMatch(tx: ReadTx, matchId: string): Promise<MatchDeliveries> {
    const { state, version, amount, measure } = await this.matches.get(tx, matchId);
    const [row] = await tx.query<
      [Pick<MatchDeliveries, 'plannedOn' | 'note' | 'delivered' | 'accepted'> & { items: Row[] }]
    >(
      `SELECT m.delivery_planned_on AS "plannedOn", m.delivery_note AS note,
              coalesce(sum(d.counted), 0)::text AS delivered, coalesce(sum(d.accepted), 0)::text AS accepted,
              coalesce(json_agg(json_build_object(
                'id', d.id, 'state', d.state, 'quantity', d.quantity::text, 'deliveredOn', d.delivered_on, 'note', d.note,
                'evidence', ARRAY(SELECT json_build_object('id', f.id, 'name', f.name)
                                    FROM delivery_evidence e JOIN stored_files f ON f.id = e.file_id
                                   WHERE e.delivery_id = d.id
                                     AND (d.state <> 'undone' OR $2 IN ('auditor', 'system') OR f.organization_id = $3)
                                   ORDER BY e.position),
                'recordedBy', json_build_object('id', r.id, 'name', r.name), 'recordedAt', d.recorded_at,
                'accepted', d.accepted::text,
                'decidedBy', CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'name', b.name) END,
                'decidedAt', d.decided_at, 'reason', d.reason) ORDER BY d.position)
                FILTER (WHERE d.id IS NOT NULL), '[]') AS items
         FROM matches m
         LEFT JOIN deliveries d ON d.match_id = m.id
         LEFT JOIN people r ON r.id = d.recorded_by
         LEFT JOIN people b ON b.id = d.decided_by
        WHERE m.id = $1 GROUP BY m.id`,
      [matchId, ...viewer(tx.actor)],
    );
    const items = row.items.map(({ recordedAt, decidedAt, ...delivery }) => ({
      ...delivery,
      recordedAt: new Date(recordedAt),
      decidedAt: decidedAt === null ? null : new Date(decidedAt),
    }));
    return { matchId, state, version, amount, measure, ...row, items };
  }

  /** Whether a file is the evidence of a delivery that stands and whose match the actor may see. */
  async isEvidence(tx: ReadTx, fileId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT 1 FROM delivery_evidence e JOIN deliveries d ON d.id = e.delivery_id JOIN matches m ON m.id = d.match_id
         JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
        WHERE e.file_id = $3 AND d.state <> 'undone' AND ${matchesVisibleTo(1)} LIMIT 1`,
      [...viewer(tx.actor), fileId],
    );
    return rows.length > 0;
  }
}
