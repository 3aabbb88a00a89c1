import { Injectable } from '@nestjs/common';
import { isCalendarDate, isId, NotFound, type MoneyJson } from '#libs/kernel';
import { needsVisibleTo } from '#libs/needs';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import type { FlowKind } from './flow.rules.js';

export interface FlowFilter {
  readonly needId?: string;
  readonly kind?: FlowKind;
  readonly cursor?: string;
  readonly limit: number;
}

export interface FlowView {
  readonly id: string;
  readonly needId: string | null;
  readonly source: string;
  readonly externalRef: string;
  readonly donorName: string;
  readonly kind: FlowKind;
  readonly amount: MoneyJson;
  readonly usd: MoneyJson | null;
  readonly rate: { readonly unitsPerUsd: string; readonly on: string; readonly source: string } | null;
  readonly valueDate: string;
  readonly description: string;
}

/** Minor units as decimal texts. The three are never added. */
export interface FlowsOfCurrency {
  readonly currency: string;
  readonly pledged: string;
  readonly committed: string;
  readonly paid: string;
}

export interface FlowsSummary {
  readonly byCurrency: readonly FlowsOfCurrency[];
  readonly usd: FlowsOfCurrency;
  /** Flows without a rate: they are missing in `usd`. */
  readonly unconverted: number;
}

const VIEW = `
  SELECT f.id, f.need_id AS "needId", f.source, f.external_ref AS "externalRef", f.donor_name AS "donorName", f.kind,
         jsonb_build_object('minor', f.amount_minor::text, 'currency', f.currency) AS amount,
         CASE WHEN f.usd_minor IS NOT NULL
              THEN jsonb_build_object('minor', f.usd_minor::text, 'currency', 'USD') END AS usd,
         CASE WHEN f.rate_on IS NOT NULL
              THEN jsonb_build_object('unitsPerUsd', trim_scale(f.rate_units_per_usd)::text, 'on', f.rate_on,
                                      'source', f.rate_source) END AS rate,
         f.value_date AS "valueDate", f.description
    FROM flows f LEFT JOIN needs n ON n.id = f.need_id`;

@Injectable()
export class FlowsQueries {
  /** The newest first. A flow is seen by who sees its need; one without a need by everyone. */
  async page(tx: ReadTx, { needId, kind, cursor, limit }: FlowFilter): Promise<Page<FlowView>> {
    const visible = needsVisibleTo(tx.actor, 'n', 1);
    const after = readCursor(cursor, 2, ([day]) => isCalendarDate(day ?? '')) ?? [null, null];
    const first = visible.params.length + 1;
    const rows = await tx.query<FlowView[]>(
      `${VIEW}
        WHERE (f.need_id IS NULL OR ${visible.sql})
          AND ($${first}::text IS NULL OR f.need_id = $${first}) AND ($${first + 1}::text IS NULL OR f.kind = $${first + 1})
          AND ($${first + 2}::date IS NULL OR (f.value_date, f.id) < ($${first + 2}, $${first + 3}))
        ORDER BY f.value_date DESC, f.id DESC LIMIT $${first + 4}`,
      [...visible.params, needId ?? null, kind ?? null, ...after, limit + 1],
    );
    return keysetPage(rows, limit, (row) => [row.valueDate, row.id]);
  }

  /** @throws NotFound when the actor may not see the need */
  async summary(tx: ReadTx, needId: string): Promise<FlowsSummary> {
    if (!isId('need', needId)) throw new NotFound('need', needId);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const [need] = await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${visible.sql}`, [
      needId,
      ...visible.params,
    ]);
    if (!need) throw new NotFound('need', needId);
    const byCurrency = await tx.query<FlowsOfCurrency[]>(
      `SELECT currency, ${sums('amount_minor')} FROM flows WHERE need_id = $1 GROUP BY currency ORDER BY currency`,
      [needId],
    );
    const [usd] = await tx.query<[FlowsOfCurrency & { unconverted: number }]>(
      `SELECT 'USD' AS currency, ${sums('usd_minor')}, (count(*) FILTER (WHERE usd_minor IS NULL))::integer AS unconverted
         FROM flows WHERE need_id = $1`,
      [needId],
    );
    const { unconverted, ...inUsd } = usd;
    return { byCurrency, usd: inUsd, unconverted };
  }
}

function sums(column: string): string {
  const sum = (kind: FlowKind, name: string) =>
    `coalesce(sum(${column}) FILTER (WHERE kind = '${kind}'), 0)::text AS ${name}`;
  return [sum('pledge', 'pledged'), sum('commitment', 'committed'), sum('payment', 'paid')].join(', ');
}
