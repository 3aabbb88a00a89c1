import { Injectable } from '@nestjs/common';
import { isId, Money, NotFound, type Actor } from '#libs/kernel';
import { matchesVisibleTo, viewer } from '#libs/matching';
import { needsVisibleTo } from '#libs/needs';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import type { ProjectState, TrancheState } from './project.states.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ShareView {
  readonly agreementId: string;
  readonly holdId: string;
  readonly donorId: string;
  readonly amount: Money;
}

export interface TrancheView {
  readonly id: string;
  readonly position: number;
  readonly amount: Money;
  readonly condition: string;
  readonly state: TrancheState;
  readonly evidenceFileId: string | null;
  readonly conditionNote: string | null;
  readonly conditionMetBy: Named | null;
  readonly conditionMetAt: string | null;
  readonly orderId: string | null;
  readonly shares: readonly ShareView[];
  readonly version: number;
}

/** A project, whole: what of it somebody is shown, `trail.visibility.ts` decides. */
export interface ProjectView {
  readonly id: string;
  readonly matchId: string;
  /** Its name is the title. */
  readonly need: Named & { readonly areaIso2: string };
  /** Whether the actor may see the need by itself. */
  readonly needIsVisible: boolean;
  /** The organization whose offer is matched. */
  readonly offererId: string;
  readonly needItemId: string;
  readonly fund: Named;
  readonly payee: Named;
  readonly amount: Money;
  readonly state: ProjectState;
  readonly cancelReason: string | null;
  readonly createdAt: Date;
  readonly tranches: readonly TrancheView[];
  readonly version: number;
}

export interface ProjectFilter {
  readonly state?: ProjectState;
  /** Projects that this agreement pays, wholly or in part; none where it is not the actor's to know. */
  readonly agreementId?: string;
  readonly cursor?: string;
  readonly limit: number;
}

type Minor<T extends { readonly amount: Money }> = Omit<T, 'amount'> & { readonly minor: string };
type TrancheRow = Minor<Omit<TrancheView, 'shares'> & { readonly amount: Money }> & {
  readonly shares: readonly Minor<ShareView>[];
};
type ProjectRow = Minor<Omit<ProjectView, 'tranches'> & { readonly amount: Money }> & {
  readonly currency: string;
  readonly tranches: readonly TrancheRow[];
};

/** With the parameters of `viewer` as the first. */
const projectFor = (
  actor: Actor,
) => `SELECT p.id, p.match_id AS "matchId", p.need_item_id AS "needItemId", p.amount_minor AS minor, p.currency,
    p.state, p.cancel_reason AS "cancelReason", p.created_at AS "createdAt", p.version,
    jsonb_build_object('id', n.id, 'areaIso2', CASE WHEN ${needsVisibleTo(actor, 'n', 2).sql} THEN n.area_iso2 ELSE m.seen_area END,
      'name', CASE WHEN ${needsVisibleTo(actor, 'n', 2).sql} THEN n.title ELSE m.seen_need_title END) AS need,
    ${needsVisibleTo(actor, 'n', 2).sql} AS "needIsVisible", o.organization_id AS "offererId", jsonb_build_object('id', f.id, 'name', f.name) AS fund,
    jsonb_build_object('id', g.id, 'name', g.name) AS payee,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'position', t.position, 'minor', t.amount_minor::text,
              'condition', t.condition, 'state', t.state, 'evidenceFileId', t.evidence_file_id,
              'conditionNote', t.condition_note,
              'conditionMetBy', CASE WHEN w.id IS NOT NULL THEN jsonb_build_object('id', w.id, 'name', w.name) END,
              'conditionMetAt', to_char(t.condition_met_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'orderId', t.order_id, 'version', t.version,
              'shares', (SELECT coalesce(jsonb_agg(jsonb_build_object('agreementId', s.agreement_id, 'holdId', s.hold_id,
                                  'donorId', a.donor_organization_id, 'minor', s.amount_minor::text)
                                  ORDER BY s.hold_id), '[]')
                           FROM project_shares s JOIN fund_agreements a ON a.id = s.agreement_id WHERE s.tranche_id = t.id)) ORDER BY t.position), '[]')
       FROM tranches t LEFT JOIN people w ON w.id = t.condition_met_by WHERE t.project_id = p.id) AS tranches
  FROM projects p JOIN funds f ON f.id = p.fund_id JOIN organizations g ON g.id = p.payee_organization_id
  JOIN matches m ON m.id = p.match_id JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id`;

/** Who may see a project, with the parameters of `viewer`: who sees its match, and each donor whose money is in it. */
const VISIBLE = `(${matchesVisibleTo(1)} OR $1 = 'donor' AND EXISTS (
  SELECT FROM project_shares s JOIN fund_agreements a ON a.id = s.agreement_id
   WHERE s.project_id = p.id AND a.donor_organization_id = $2))`;

@Injectable()
export class FacilityQueries {
  /** The newest first. */
  async projects(tx: ReadTx, { state, agreementId, cursor, limit }: ProjectFilter): Promise<Page<ProjectView>> {
    const rows = await tx.query<ProjectRow[]>(
      `${projectFor(tx.actor)} WHERE ${VISIBLE} AND ($3::text IS NULL OR p.state = $3)
          AND ($4::text IS NULL OR EXISTS (SELECT FROM project_shares s JOIN fund_agreements a ON a.id = s.agreement_id
                 WHERE s.project_id = p.id AND a.id = $4 AND ($1 NOT IN ('donor', 'focal-point') OR a.donor_organization_id = $2)))
          AND ($5::text IS NULL OR p.id < $5) ORDER BY p.id DESC LIMIT $6`,
      [...viewer(tx.actor), state ?? null, agreementId ?? null, readCursor(cursor, 1)?.[0] ?? null, limit + 1],
    );
    return keysetPage(rows.map(projectOf), limit, ({ id }) => [id]);
  }

  /** @throws NotFound when the actor may not see it */
  async project(tx: ReadTx, id: string): Promise<ProjectView> {
    const project = isId('proj', id) ? await this.findWhere(tx, 'p.id = $3', id) : null;
    if (!project) throw new NotFound('project', id);
    return project;
  }

  /** @throws NotFound when it is of a project that the actor may not see */
  async tranche(tx: ReadTx, id: string): Promise<{ project: ProjectView; tranche: TrancheView }> {
    const project = isId('tran', id)
      ? await this.findWhere(tx, 'p.id = (SELECT project_id FROM tranches WHERE id = $3)', id)
      : null;
    const tranche = project?.tranches.find((one) => one.id === id);
    if (!project || !tranche) throw new NotFound('tranche', id);
    return { project, tranche };
  }

  /** Whether a file shows that a condition was met, and the actor sees of its project more than that their money is in it. */
  async isEvidence(tx: ReadTx, fileId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM tranches t JOIN projects p ON p.id = t.project_id JOIN matches m ON m.id = p.match_id
         JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
        WHERE t.evidence_file_id = $3 AND ${matchesVisibleTo(1)} LIMIT 1`,
      [...viewer(tx.actor), fileId],
    );
    return rows.length > 0;
  }

  /** The project of a match that was not cancelled; null also when the actor may not see it. */
  async ofMatch(tx: ReadTx, matchId: string): Promise<ProjectView | null> {
    return this.findWhere(tx, `p.match_id = $3 AND p.state <> 'cancelled'`, matchId);
  }

  private async findWhere(tx: ReadTx, condition: string, id: string): Promise<ProjectView | null> {
    const [row] = await tx.query<ProjectRow[]>(`${projectFor(tx.actor)} WHERE ${VISIBLE} AND ${condition}`, [
      ...viewer(tx.actor),
      id,
    ]);
    return row ? projectOf(row) : null;
  }
}

function projectOf({ minor, currency, tranches, ...project }: ProjectRow): ProjectView {
  const money = (amount: string) => Money.of(BigInt(amount), currency);
  return {
    ...project,
    amount: money(minor),
    tranches: tranches.map(({ minor: ofTranche, shares, ...tranche }) => ({
      ...tranche,
      amount: money(ofTranche),
      shares: shares.map(({ minor: ofShare, ...share }) => ({ ...share, amount: money(ofShare) })),
    })),
  };
}
