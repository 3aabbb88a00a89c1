import { Injectable } from '@nestjs/common';
import { isId, Money, NotFound } from '#libs/kernel';
import { MatchesQueries } from '#libs/matching';
import type { ReadTx } from '#libs/platform';
import type { ProjectState, TrancheState } from './project.states.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ShareView {
  readonly agreementId: string;
  readonly holdId: string;
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

export interface ProjectView {
  readonly id: string;
  readonly matchId: string;
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

type Minor<T extends { readonly amount: Money }> = Omit<T, 'amount'> & { readonly minor: string };
type TrancheRow = Minor<Omit<TrancheView, 'shares'> & { readonly amount: Money }> & {
  readonly shares: readonly Minor<ShareView>[];
};
type ProjectRow = Minor<Omit<ProjectView, 'tranches'> & { readonly amount: Money }> & {
  readonly currency: string;
  readonly tranches: readonly TrancheRow[];
};

const PROJECT = `SELECT p.id, p.match_id AS "matchId", p.need_item_id AS "needItemId", p.amount_minor AS minor, p.currency,
    p.state, p.cancel_reason AS "cancelReason", p.created_at AS "createdAt", p.version,
    jsonb_build_object('id', f.id, 'name', f.name) AS fund, jsonb_build_object('id', g.id, 'name', g.name) AS payee,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'position', t.position, 'minor', t.amount_minor::text,
              'condition', t.condition, 'state', t.state, 'evidenceFileId', t.evidence_file_id,
              'conditionNote', t.condition_note,
              'conditionMetBy', CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'name', m.name) END,
              'conditionMetAt', to_char(t.condition_met_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'orderId', t.order_id, 'version', t.version,
              'shares', (SELECT coalesce(jsonb_agg(jsonb_build_object('agreementId', s.agreement_id, 'holdId', s.hold_id,
                                  'minor', s.amount_minor::text) ORDER BY s.hold_id), '[]')
                           FROM project_shares s WHERE s.tranche_id = t.id)) ORDER BY t.position), '[]')
       FROM tranches t LEFT JOIN people m ON m.id = t.condition_met_by WHERE t.project_id = p.id) AS tranches
  FROM projects p JOIN funds f ON f.id = p.fund_id JOIN organizations g ON g.id = p.payee_organization_id`;

@Injectable()
export class FacilityQueries {
  constructor(private readonly matches: MatchesQueries) {}

  /**
   * A project is seen by those who see its match.
   * @throws NotFound
   */
  async project(tx: ReadTx, id: string): Promise<ProjectView> {
    if (!isId('proj', id)) throw new NotFound('project', id);
    const [row] = await tx.query<ProjectRow[]>(`${PROJECT} WHERE p.id = $1`, [id]);
    if (!row) throw new NotFound('project', id);
    await this.matches.get(tx, row.matchId).catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('project', id) : error;
    });
    return projectOf(row);
  }

  /** @throws NotFound when it is of a project that the actor may not see */
  async tranche(tx: ReadTx, id: string): Promise<TrancheView> {
    if (!isId('tran', id)) throw new NotFound('tranche', id);
    const [found] = await tx.query<{ projectId: string }[]>(
      'SELECT project_id AS "projectId" FROM tranches WHERE id = $1',
      [id],
    );
    const project = found && (await this.project(tx, found.projectId));
    const tranche = project?.tranches.find((one) => one.id === id);
    if (!tranche) throw new NotFound('tranche', id);
    return tranche;
  }

  /** The project of a match that was not cancelled. Who may see the match is for the caller to ask. */
  async ofMatch(tx: ReadTx, matchId: string): Promise<ProjectView | null> {
    const [row] = await tx.query<ProjectRow[]>(`${PROJECT} WHERE p.match_id = $1 AND p.state <> 'cancelled'`, [
      matchId,
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
