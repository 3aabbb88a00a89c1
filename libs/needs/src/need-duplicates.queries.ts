import { Injectable } from '@nestjs/common';
import { Denied, type CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { duplicateEvidence, SUGGESTED_FROM, type AskedFor, type DuplicateEvidence } from './duplicates.rules.js';
import { measureOf, type Language, type Measure } from './need.rules.js';
import { LIVE_STATES, type NeedState } from './need.states.js';
import type { Named } from './needs.queries.js';
import { needsVisibleTo, requireVisible } from './needs.visibility.js';

/** Needs of the same area that one is compared with, the latest ones; far above what a State asks for at a time. */
const COMPARED_MAX = 200;
/** Pairs that are shown. */
const SHOWN_MAX = 20;

interface AskedLine {
  readonly categoryCode: string;
  readonly typeCode: string;
  readonly measure: Measure;
  readonly requested: string;
}

/** Another need that may ask for the same. */
export interface DuplicateView {
  readonly need: {
    readonly id: string;
    readonly organization: Named;
    readonly title: string;
    readonly language: Language;
    readonly state: NeedState;
    readonly summary: string;
    readonly submittedOn: CalendarDate;
    readonly neededBy: CalendarDate | null;
    readonly validUntil: CalendarDate | null;
    readonly version: number;
    readonly items: readonly AskedLine[];
  };
  readonly evidence: DuplicateEvidence;
  /** Null: nobody has found that the two are not the same. */
  readonly distinct: { readonly note: string; readonly by: Named; readonly at: Date } | null;
}

interface Row extends Omit<AskedFor, 'items'> {
  readonly items: readonly {
    readonly categoryCode: string;
    readonly typeCode: string;
    readonly currency: string | null;
    readonly unit: string | null;
    readonly requested: string;
    readonly place: string | null;
  }[];
  readonly organization: Named;
  readonly language: Language;
  readonly state: NeedState;
  readonly summary: string;
  readonly version: number;
  readonly ownWords: number;
  readonly sharedWords: number;
  readonly distinct: { readonly note: string; readonly by: Named; readonly at: string } | null;
}

@Injectable()
export class NeedDuplicatesQueries {
  /**
   * Computed now: needs that are asked for and may ask for the same, the surest first, those found distinct last. None where the
   * need is not asked for any more.
   * @throws NotFound; Denied to all but coordinators and auditors: it names needs that nobody else may know of
   */
  async of(tx: ReadTx, needId: string): Promise<DuplicateView[]> {
    if (tx.actor.role !== 'coordinator' && tx.actor.role !== 'auditor') {
      throw new Denied('Only a coordinator or an auditor may see which needs are alike.');
    }
    await requireVisible(tx, needId);
    const rows = await this.rows(tx, needId);
    const own = rows.find(({ id }) => id === needId);
    if (!own) return [];
    const found = rows.flatMap((row) => {
      const words = row.sharedWords / Math.max(1, own.ownWords + row.ownWords - row.sharedWords);
      const evidence = duplicateEvidence(askedFor(own), askedFor(row), words);
      return evidence && evidence.score >= SUGGESTED_FROM ? [viewOf(row, evidence)] : [];
    });
    return found.sort(bySureness).slice(0, SHOWN_MAX);
  }

  private rows(tx: ReadTx, needId: string): Promise<Row[]> {
    const visible = needsVisibleTo(tx.actor, 'n', 3);
    return tx.query<Row[]>(
      `SELECT n.id, n.organization_id AS "organizationId", n.area_iso2 AS "areaIso2", n.title, n.language, n.state,
              left(n.summary, 2000) AS summary, n.version, (n.submitted_at AT TIME ZONE 'UTC')::date AS "submittedOn",
              n.needed_from AS "neededFrom", n.needed_by AS "neededBy", n.valid_until AS "validUntil",
              n.report_id AS "reportId", n.report_paragraph AS "reportParagraph", n.also_submitted_to AS "alsoSubmittedTo",
              (SELECT json_build_object('id', o.id, 'name', o.name) FROM organizations o WHERE o.id = n.organization_id)
                AS organization,
              (SELECT json_agg(json_build_object('categoryCode', i.category_code, 'typeCode', i.type_code,
                        'currency', i.currency, 'unit', i.unit_code, 'requested', i.requested::text,
                        'place', i.delivery_place) ORDER BY i.position)
                 FROM need_items i WHERE i.need_id = n.id) AS items,
              (SELECT count(*)::integer FROM (${wordsOf('n')}) own) AS "ownWords",
              (SELECT count(*)::integer FROM (${wordsOf('n')} INTERSECT ${wordsOf('me')}) shared) AS "sharedWords",
              (SELECT json_build_object('note', d.note, 'at', d.decided_at,
                                        'by', json_build_object('id', p.id, 'name', p.name))
                 FROM distinct_needs d JOIN people p ON p.id = d.decided_by
                WHERE d.is_distinct AND (d.need_id, d.other_id) IN ((n.id, me.id), (me.id, n.id))) AS distinct
         FROM needs me JOIN needs n ON n.area_iso2 = me.area_iso2 AND n.category_codes && me.category_codes
        WHERE me.id = $1 AND me.state = ANY($2) AND n.state = ANY($2) AND ${visible.sql}
        ORDER BY n.id = me.id DESC, n.submitted_at DESC, n.id LIMIT ${COMPARED_MAX + 1}`,
      [needId, LIVE_STATES, ...visible.params],
    );
  }
}

/** The words that somebody wrote, without the codes that two needs of one area and category share anyway. */
const wordsOf = (alias: string) =>
  `SELECT word FROM unnest(tsvector_to_array(${alias}.search)) word WHERE word !~ '^(AREA|REGION|CATEGORY|TYPE)='`;

function askedFor(row: Row): AskedFor {
  const items = row.items.map(({ currency, unit, requested, ...item }) => {
    return { ...item, measure: measureOf(currency, unit), requested: BigInt(requested) };
  });
  return { ...row, items };
}

function viewOf(row: Row, evidence: DuplicateEvidence): DuplicateView {
  const { id, organization, title, language, state, summary, submittedOn, neededBy, validUntil, version } = row;
  const { distinct } = row;
  const items = row.items.map(({ categoryCode, typeCode, currency, unit, requested }) => {
    return { categoryCode, typeCode, measure: measureOf(currency, unit), requested };
  });
  return {
    need: { id, organization, title, language, state, summary, submittedOn, neededBy, validUntil, version, items },
    evidence,
    distinct: distinct && { ...distinct, at: new Date(distinct.at) },
  };
}

function bySureness(a: DuplicateView, b: DuplicateView): number {
  const judged = Number(a.distinct !== null) - Number(b.distinct !== null);
  return judged || b.evidence.score - a.evidence.score || (a.need.id < b.need.id ? -1 : 1);
}
