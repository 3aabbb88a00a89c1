import { Injectable } from '@nestjs/common';
import { isOfStates } from '#libs/identity';
import { isId, NotFound, type Actor } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import {
  differences,
  withoutSites,
  type Difference,
  type RevisionContent,
  type RevisionState,
} from './need-revision.rules.js';
import type { Visibility } from './need.states.js';
import type { Named } from './needs.queries.js';
import { requireVisible } from './needs.visibility.js';
import { revisionNumberTold, sitesTold } from './revisions.visibility.js';

export interface NeedRevisionView {
  readonly id: string;
  readonly state: RevisionState;
  readonly number: number | null;
  readonly basedOn: number;
  readonly reason: string | null;
  /** Null to everybody but the organization, coordinators and auditors, as are the people. */
  readonly note: string | null;
  readonly proposedBy: Named | null;
  readonly proposedAt: Date;
  readonly decidedBy: Named | null;
  readonly decidedAt: Date | null;
  /** To the published revision before it; empty where there is none that the reader may know. */
  readonly differences: readonly Difference[];
}

interface Row extends Omit<NeedRevisionView, 'differences'> {
  readonly content: RevisionContent;
  readonly before: RevisionContent | null;
}

@Injectable()
export class NeedRevisionsQueries {
  /**
   * The newest first. The organization, coordinators and auditors read all; others what was published to them, compared only
   * with what was published to them before.
   * @throws NotFound when there is no such need that the actor may see
   */
  async list(
    tx: ReadTx,
    needId: string,
    { cursor, limit }: { readonly cursor?: string; readonly limit: number },
  ): Promise<Page<NeedRevisionView>> {
    await requireVisible(tx, needId);
    const place = readCursor(cursor, 1, ([id]) => typeof id === 'string' && isId('nrev', id));
    const rows = await this.rows(tx, needId, { before: place?.[0] ?? null, limit: limit + 1 });
    const { items, nextCursor } = keysetPage(rows, limit, ({ id }) => [id]);
    return { items: items.map(viewOf), nextCursor };
  }

  /** @throws NotFound when there is no such revision that the actor may see */
  async one(tx: ReadTx, needId: string, revisionId: string): Promise<NeedRevisionView> {
    const [row] = await this.rows(tx, needId, { before: null, limit: 1, revisionId });
    if (!row) throw new NotFound('need revision', revisionId);
    return viewOf(row);
  }

  private async rows(
    tx: ReadTx,
    needId: string,
    { before, limit, revisionId }: { before: string | null; limit: number; revisionId?: string },
  ): Promise<Row[]> {
    const isInside = `($4 OR $5 AND n.organization_id = $6)`;
    // Once hidden or taken off, what the need said until then stays hidden.
    const isPublishedTo = (alias: string) =>
      `(${isInside} OR ${alias}.number IS NOT NULL AND (n.organization_id = $6 OR ${alias}.number >= n.published_revision
        AND NOT EXISTS (SELECT FROM need_revisions hidden WHERE hidden.need_id = ${alias}.need_id
                           AND hidden.number >= ${alias}.number AND hidden.visibility <> ALL($7)
                           AND NOT (hidden.visibility = 'states-only' AND $9 AND ${isOfStates('$6')}))))`;
    const { role } = tx.actor;
    const isToldSites = (alias: string) => sitesTold(role, alias, 6);
    const numberFor = (number: string) => revisionNumberTold(role, number, 6);
    const named = (alias: string) =>
      `CASE WHEN ${isInside} AND ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;
    const rows = await tx.query<(Row & { isTold: boolean; wasTold: boolean })[]>(
      `SELECT r.id, r.state, ${numberFor('r.number')} AS number, ${numberFor('r.based_on')} AS "basedOn", r.reason, CASE WHEN ${isInside} THEN r.note END AS note,
              ${named('pp')} AS "proposedBy", r.proposed_at AS "proposedAt", ${named('dp')} AS "decidedBy",
              r.decided_at AS "decidedAt", r.content, b.content AS before, ${isToldSites('r')} AS "isTold",
              ${isToldSites('b')} AS "wasTold"
         FROM need_revisions r
         JOIN needs n ON n.id = r.need_id
         LEFT JOIN need_revisions b ON b.need_id = r.need_id AND b.number = r.based_on
                                   AND ${isPublishedTo('b')}
         LEFT JOIN people pp ON pp.id = r.proposed_by
         LEFT JOIN people dp ON dp.id = r.decided_by
        WHERE r.need_id = $1 AND ($2::text IS NULL OR r.id < $2) AND ($8::text IS NULL OR r.id = $8)
          AND ${isPublishedTo('r')} AND (${isToldSites('r')} OR NOT r.sites_only OR b.id IS NULL)
        ORDER BY r.id DESC LIMIT $3`,
      [needId, before, limit, ...reader(tx.actor), revisionId ?? null, role === 'donor'],
    );
    return rows.map(({ isTold, wasTold, content, before: earlier, ...row }) => ({
      ...row,
      content: isTold ? content : withoutSites(content),
      // To who is no longer told a site, it did not change.
      before: earlier && !(isTold && wasTold) ? withoutSites(earlier) : earlier,
    }));
  }
}

function viewOf({ content, before, ...row }: Row): NeedRevisionView {
  return { ...row, differences: before ? differences(before, content) : [] };
}

/** Whether the actor reads everything; reads everything of their own organization; that one; and to which circles they belong. */
function reader({ role, organizationId }: Actor): [boolean, boolean, string, readonly Visibility[]] {
  const readsAll = role === 'coordinator' || role === 'auditor' || role === 'system';
  return [readsAll, role === 'focal-point', organizationId, circlesOf(role)];
}

/** All but what is for coordinators alone. */
const PAID_FOR: readonly Visibility[] = ['public', 'states-only', 'parties-only'];

function circlesOf(role: Actor['role']): readonly Visibility[] {
  // What is for States depends on a donor's organization.
  if (role === 'anonymous' || role === 'donor') return ['public'];
  return role === 'approver' || role === 'finance' ? PAID_FOR : ['public', 'states-only'];
}
