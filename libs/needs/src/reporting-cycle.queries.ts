import { Injectable } from '@nestjs/common';
import { NotFound, type CalendarDate } from '#libs/kernel';
import { keysetPage, readCursor, type ReadTx } from '#libs/platform';
import { ReferenceQueries, type ReportingCycle } from '#libs/reference';
import type { Instrument } from './national-report.rules.js';
import { reportsVisibleTo } from './national-reports.visibility.js';
import type { CountedPage } from './national-reports.queries.js';
import { needsVisibleTo } from './needs.visibility.js';

/** A State in one cycle, as far as the reader may know. */
export interface StateInCycleView {
  /** ISO 3166-1 alpha-2. */
  readonly areaIso2: string;
  readonly name: string;
  /** What it filed for this cycle, the first submitted first. */
  readonly reports: readonly {
    readonly id: string;
    readonly title: string;
    readonly instruments: Instrument[];
    readonly submittedOn: CalendarDate;
  }[];
  /** How many needs it submitted within the cycle that were neither withdrawn nor rejected. */
  readonly needs: number;
}

/** How many States of the region, whether or not the other filters name them. */
interface CycleCounts {
  readonly states: number;
  readonly reported: number;
  readonly asked: number;
  readonly reportedOnly: number;
  readonly askedOnly: number;
}

export interface CycleFilter {
  /** M49 code of a region, subregion or intermediate region. */
  readonly region?: string;
  readonly reported?: boolean;
  readonly asked?: boolean;
  readonly cursor?: string;
  readonly limit: number;
  /** Also counts: all States that fit, and those of the region by what they did. */
  readonly total?: boolean;
}

export type CyclePage = CountedPage<StateInCycleView> & {
  readonly cycle: ReportingCycle;
  readonly counts?: CycleCounts;
};

/** Who reported and who asked: each only as far as the reader may see the reports and the needs behind it. */
@Injectable()
export class ReportingCycleQueries {
  constructor(private readonly reference: ReferenceQueries) {}

  /**
   * The Member States, and who else reported or asked, by name.
   * @throws NotFound when there is no such cycle
   */
  async states(tx: ReadTx, code: string, { cursor, limit, total, ...filter }: CycleFilter): Promise<CyclePage> {
    const cycle = (await this.reference.reportingCycles(tx)).find((one) => one.code === code);
    if (!cycle) throw new NotFound('reporting cycle', code);
    const params: unknown[] = [code, cycle.from, cycle.until];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const states = statesSql(tx, params, filter.region === undefined ? null : bind(filter.region));
    const fits = [
      'true',
      ...(filter.reported === undefined ? [] : [`s.has_reported = ${bind(filter.reported)}`]),
      ...(filter.asked === undefined ? [] : [`s.has_asked = ${bind(filter.asked)}`]),
    ].join(' AND ');
    const counted = total ? await countsOf(tx, states, fits, params) : {};
    const place = readCursor(cursor, 2);
    const after = place ? `AND (s.name, s."areaIso2") > (${bind(place[0])}, ${bind(place[1])})` : '';
    const rows = await tx.query<StateInCycleView[]>(
      `${states} SELECT s."areaIso2", s.name, s.reports, s.needs FROM states s WHERE ${fits} ${after}
        ORDER BY s.name, s."areaIso2" LIMIT ${bind(limit + 1)}`,
      params,
    );
    return { cycle, ...keysetPage(rows, limit, ({ name, areaIso2 }) => [name, areaIso2]), ...counted };
  }
}

/** `WITH states AS (…)`: one row for each State; takes the code of the cycle and its first and last day as $1 to $3. */
function statesSql(tx: ReadTx, params: unknown[], region: string | null): string {
  const reports = reportsVisibleTo(tx.actor, 'r', params.length + 1);
  params.push(...reports.params);
  const needs = needsVisibleTo(tx.actor, 'n', params.length + 1);
  params.push(...needs.params);
  return `
    WITH reported AS (
      SELECT o.area_iso2, jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'instruments', r.instruments,
                                                       'submittedOn', r.submitted_on) ORDER BY r.submitted_on, r.id) AS reports
        FROM national_reports r JOIN organizations o ON o.id = r.organization_id
       WHERE r.cycle = $1 AND r.state = 'filed' AND ${reports.sql}
       GROUP BY o.area_iso2),
    asked AS (
      SELECT o.area_iso2, count(*)::integer AS needs
        FROM needs n JOIN organizations o ON o.id = n.organization_id AND o.kind IN ('state', 'donor-state')
       WHERE n.submitted_at >= $2::date::timestamp AT TIME ZONE 'UTC'
         AND n.submitted_at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC' AND n.state NOT IN ('withdrawn', 'rejected', 'merged') AND ${needs.sql}
       GROUP BY o.area_iso2),
    states AS (
      SELECT a.iso2 AS "areaIso2", n.name, coalesce(reported.reports, '[]') AS reports, coalesce(asked.needs, 0) AS needs,
             reported.reports IS NOT NULL AS has_reported, asked.needs IS NOT NULL AS has_asked
        FROM areas a
        JOIN area_names n ON n.area_code = a.code AND n.language = 'en'
        LEFT JOIN reported ON reported.area_iso2 = a.iso2
        LEFT JOIN asked ON asked.area_iso2 = a.iso2
       WHERE a.kind = 'country' AND (a.un_member OR reported.reports IS NOT NULL OR asked.needs IS NOT NULL)
         ${region === null ? '' : `AND ${region} IN (a.region_code, a.subregion_code, a.intermediate_region_code)`})`;
}

async function countsOf(
  tx: ReadTx,
  states: string,
  fits: string,
  params: readonly unknown[],
): Promise<{ total: number; counts: CycleCounts }> {
  const [{ total, ...counts }] = await tx.query<[CycleCounts & { total: number }]>(
    `${states}
     SELECT count(*)::integer AS states, count(*) FILTER (WHERE s.has_reported)::integer AS reported,
            count(*) FILTER (WHERE s.has_asked)::integer AS asked,
            count(*) FILTER (WHERE s.has_reported AND NOT s.has_asked)::integer AS "reportedOnly",
            count(*) FILTER (WHERE s.has_asked AND NOT s.has_reported)::integer AS "askedOnly",
            count(*) FILTER (WHERE ${fits})::integer AS total FROM states s`,
    [...params],
  );
  return { total, counts };
}
