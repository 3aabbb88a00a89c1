import { Injectable } from '@nestjs/common';
import { isId, Problem, type ProblemItem } from '#libs/kernel';
import {
  differing,
  fixedFaults,
  merge,
  RefusedRows,
  type Cells,
  type ReadTx,
  type RowFault,
  type Sheet,
  type SheetPage,
  type SheetRow,
  type Standing,
  type Tx,
  type UsedRows,
  unreadDays,
} from '#libs/platform';
import { sheetCodes } from '#libs/reference';
import { ReportWithdrawn } from './national-reports.errors.js';
import type { SeenNeed } from './move-need.js';
import { NeedDraftsService } from './need-drafts.service.js';
import { NeedRevisionsService } from './need-revisions.service.js';
import { ITEMS_MAX } from './need.limits.js';
import type { ItemContent, NeedContent } from './need.rules.js';
import { needDifferences, outcomeOf, rowChange, type ItemChange } from './need-sheet.changes.js';
import { readItemCells, readNeedCells, readReason } from './need-sheet.rules.js';
import { DEFAULT_VISIBILITY, WRITABLE_STATES } from './need.states.js';
import { cellsOf, columnOf, fieldOf, ITEM_KEYS, NEED_KEYS, NEED_SHEET_COLUMNS, REASON_KEY } from './needs.columns.js';
import type { NeedFilter } from './needs.filter.js';
import { NeedsQueries, type NeedInFull } from './needs.queries.js';
import { needsVisibleTo } from './needs.visibility.js';
import { contentOfItems } from './save-items.js';

/** What a new request says where nobody says it. */
const UNSTATED = {
  summary: '',
  language: 'en',
  visibility: DEFAULT_VISIBILITY,
  priority: null,
  neededFrom: null,
  neededBy: null,
  validUntil: null,
  tags: [],
} as const;

const PAGE_NEEDS = 200;
const NEW = /^new\b/i;
/** Cells that have a meaning only together. */
const GROUPS = [
  ['currency', 'unit', 'requested', 'minimum'],
  ['unit_cost', 'unit_cost_currency'],
];

const KEPT = 'stays as it is while the request is published; leave it as downloaded';
const KEPT_WHILE_PUBLISHED: Readonly<Record<string, string>> = {
  areaIso2: KEPT,
  reportId: KEPT,
  reportParagraph: KEPT,
  validUntil: 'is not changed by a file while the request is published: confirm the request on its page',
};

const DAY_KEYS = NEED_SHEET_COLUMNS.filter(({ isDay }) => isDay).map(({ key }) => key);

/** A new item has often been copied from another, with what is committed of that. */
const WRITTEN = NEED_SHEET_COLUMNS.filter(({ use }) => use !== 'fixed');

/** A row of the sheet with what it changes of what stands there. */
interface ChangedRow extends SheetRow {
  readonly changes: Record<string, string>;
}

/** Needs as a spreadsheet, out and back: one row for each item, with what the need says on each of them. */
@Injectable()
export class NeedsSheet implements Sheet<NeedFilter> {
  readonly name = 'needs';
  readonly columns = NEED_SHEET_COLUMNS;
  readonly role = 'focal-point';
  readonly rowsTogetherMax = ITEMS_MAX;
  readonly codes = sheetCodes;

  constructor(
    private readonly queries: NeedsQueries,
    private readonly drafts: NeedDraftsService,
    private readonly revisions: NeedRevisionsService,
  ) {}

  /** An empty or bare `new` is a request of its own. */
  keyOf({ need = '' }: Cells): string | null {
    const key = need.trim().toLowerCase();
    return key === '' || key === 'new' ? null : key;
  }

  isNew({ need = '' }: Cells): boolean {
    const key = need.trim();
    return key === '' || NEW.test(key);
  }

  async standing(tx: ReadTx, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const rows = await tx.query<(Standing & { id: string })[]>(
      `SELECT n.id, n.title, n.version::text || ARRAY(SELECT r.id FROM need_revisions r WHERE r.need_id = n.id
                AND (r.state = 'proposed' OR r.number = n.revision)) AS effects
         FROM needs n WHERE n.id = ANY($1) AND n.state <> 'withdrawn' AND ${visible.sql}`,
      [ids, ...visible.params],
    );
    return new Map(rows.map(({ id, ...standing }) => [id, standing]));
  }

  async page(tx: ReadTx, filter: NeedFilter, after: string | null): Promise<SheetPage> {
    const needs = await this.queries.inFull(tx, filter, { after, limit: PAGE_NEEDS });
    const next = needs.length === PAGE_NEEDS ? needs.at(-1)!.id : null;
    return { rows: needs.flatMap(cellsOf), next };
  }

  /**
   * A draft, or what was given back, is changed; of what is published the change is proposed; a new request is begun. Rows that say what stands there change nothing,
   * whoever's it is.
   * @throws RefusedRows, Denied, Stale, PointOfContactRequired, RevisionWaiting
   */
  async use(tx: Tx, rows: readonly SheetRow[]): Promise<UsedRows> {
    if (this.isNew(rows[0]?.cells ?? {})) return this.begin(tx, rows);
    const ref = (rows[0]?.cells.need ?? '').trim().toLowerCase();
    const [need] = isId('need', ref) ? await this.queries.inFull(tx, { id: [ref] }, { after: null, limit: 1 }) : [];
    if (need) return this.change(tx, need, rows);
    const detail = 'is no request that you may see; leave it as downloaded, or write new for a new request';
    throw new RefusedRows([{ line: rows[0]!.line, path: 'need', detail }]);
  }

  private async begin(tx: Tx, rows: readonly SheetRow[]): Promise<UsedRows> {
    // What only the first row says is said for all of them.
    const filled = rows.map(({ line, cells }) => ({ line, cells: filledOf(cells) }));
    const shared = merge(filled, NEED_KEYS);
    const read = readNeedCells({ title: '', area: '', ...shared.cells });
    const items = rows.map((row) => ({ ...row, read: hasItem(row.cells) ? readItemCells(row.cells, null) : null }));
    const line = rows[0]!.line;
    const withItem = items.flatMap((one) => (one.read ? [{ line: one.line, ...one.read }] : []));
    const content: NeedContent = {
      ...UNSTATED,
      ...{ title: '', areaIso2: '' },
      ...read.value,
      items: withItem.map(({ value }) => value),
    };
    const wrong = [...fieldFaults(read.wrong), ...withItem.flatMap((one, index) => fieldFaults(one.wrong, index))];
    const entryId = await naming(
      () => this.drafts.draft(tx, content, wrong),
      (path) => withItem[itemIndex(path)]?.line ?? shared.lines[columnOf(path)] ?? line,
      [...shared.faults, ...rows.flatMap((row) => strayItem(row))],
    );
    const changes = items.map(({ line: own, read: item }) => ({
      title: content.title,
      item: item && withItem.findIndex((one) => one.line === own),
      itemDescription: item && item.value.description,
      differences: [],
    }));
    return { entryId, outcomes: rows.map(() => 'created'), changes };
  }

  private async change(tx: Tx, need: NeedInFull, rows: readonly SheetRow[]): Promise<UsedRows> {
    const standing = cellsOf(need);
    const faults: RowFault[] = [];
    const changed = rows.map((sent): ChangedRow => {
      const row = { ...sent, cells: saidOf(need, sent.cells) };
      const itemId = (row.cells.item ?? '').trim();
      const before = itemId === '' ? needCells(standing[0]!) : standing.find(({ item }) => item === itemId);
      if (!before) faults.push({ line: row.line, path: 'item', detail: 'is no item of this request' });
      return {
        ...row,
        changes: differing(row.cells, before ?? {}, itemId === '' ? WRITTEN : NEED_SHEET_COLUMNS, GROUPS),
      };
    });
    throwFaults(faults);
    const unread = changed.flatMap((row) => unreadDays(row, row.changes, NEED_SHEET_COLUMNS));
    if (changed.flatMap(({ changes }) => Object.keys(changes)).length === unread.length) {
      throwFaults(unread);
      return { entryId: need.id, outcomes: rows.map(() => 'unchanged') };
    }
    throwFaults(requireOwnRow(tx, need, changed[0]!.line));
    throwFaults(requireCurrent(need, changed));
    return this.revise(tx, need, changed, unread, [
      ...changed.flatMap((row) => fixedOf(row, standing)),
      ...twice(rows),
    ]);
  }

  private async revise(
    tx: Tx,
    need: NeedInFull,
    rows: readonly ChangedRow[],
    unread: readonly RowFault[],
    faults: readonly RowFault[],
  ): Promise<UsedRows> {
    const shared = merge(
      rows.map((row) => ({ line: row.line, cells: needSaid(row, cellsOf(need)[0]!, unread) })),
      NEED_KEYS,
    );
    const read = readNeedCells(
      pick(
        shared.cells,
        rows.flatMap(({ changes }) => Object.keys(changes)),
      ),
    );
    const before = await contentOfItems(tx, need.id);
    const wrong: ProblemItem[] = [...fieldFaults(read.wrong)];
    const items: { line: number | null; content: ItemContent }[] = before.map((content) => ({ line: null, content }));
    const itemChanges = rows.map(({ line, cells, changes }): ItemChange | null => {
      const at = before.findIndex(({ id }) => id === (cells.item ?? '').trim());
      if (at < 0 && !hasItem(cells)) return null;
      const place = at < 0 ? items.length : at;
      const item = readItemCells(pick(at < 0 ? cells : changes, ITEM_KEYS), before[at] ?? null);
      wrong.push(...fieldFaults(item.wrong, place));
      items[place] = { line, content: item.value };
      return { place, before: before[at], after: item.value };
    });
    const said = needDifferences(need, read.value);
    const changed = rows.map((row, index) => rowChange(need, said, Object.keys(row.changes), itemChanges[index]!));
    const line = rows[0]!.line;
    const others = [...faults, ...shared.faults];
    const changes: Partial<NeedContent> = {
      ...Object.fromEntries(said.map(({ field }) => [field, read.value[field as keyof typeof read.value]])),
      ...(changed.some(({ differences }) => differences.some(({ item }) => item !== null)) && {
        items: items.map(({ content }) => content),
      }),
    };
    if (others.length + wrong.length + Object.keys(changes).length === 0) {
      return { entryId: need.id, outcomes: rows.map(() => 'unchanged') };
    }
    const seen = { needId: need.id, version: need.version };
    const isPublished = need.state === 'published';
    const kept = isPublished ? keptWhilePublished(changes, shared.lines) : [];
    // A proposal of nothing is no second thing that is wrong.
    if (wrong.length === 0 && kept.length === Object.keys(changes).length) throwFaults([...others, ...kept]);
    const why = merge(
      rows.map((row) => ({ line: row.line, cells: filledOf(row.cells) })),
      [REASON_KEY],
    );
    const proposalId = await naming<string | void>(
      () =>
        isPublished ? this.propose(tx, seen, changes, wrong, why.cells) : this.drafts.revise(tx, seen, changes, wrong),
      (path) => items[itemIndex(path)]?.line ?? shared.lines[columnOf(path)] ?? why.lines[columnOf(path)] ?? line,
      isPublished ? [...others, ...why.faults, ...kept] : others,
    );
    const outcomes = changed.map((change, index) => outcomeOf(change, itemChanges[index]!, isPublished));
    return { entryId: need.id, effect: proposalId ?? String(need.version + 1), outcomes, changes: changed };
  }

  /** With the reason that its rows give. */
  private propose(
    tx: Tx,
    seen: SeenNeed,
    { areaIso2: _, validUntil: __, reportId: ___, reportParagraph: ____, ...changes }: Partial<NeedContent>,
    wrong: readonly ProblemItem[],
    cells: Cells,
  ): Promise<string> {
    const reason = readReason(cells);
    // A day that cannot be read is no change that wants a reason.
    const isChange = Object.keys(changes).length > 0 || wrong.some(({ path }) => !DAY_KEYS.includes(columnOf(path)));
    const faults = [...wrong, ...(isChange ? reason.wrong : [])];
    return this.revisions.propose(tx, seen, { ...changes, reason: reason.value }, faults);
  }
}

/** Said first: of another organization's request it does not matter in which state it is. */
function requireOwnRow(tx: Tx, { organization }: NeedInFull, line: number): RowFault[] {
  if (organization.id === tx.actor.organizationId) return [];
  return [
    { line, path: 'need', detail: `is a request of ${organization.name}: leave its row as it was downloaded, or out` },
  ];
}

/** Of an item only the state that was downloaded is changed, and a need only while its organization writes it. */
function requireCurrent(need: NeedInFull, rows: readonly ChangedRow[]): RowFault[] {
  const stale = rows.filter(({ cells }) => (cells.version ?? '').trim() !== String(need.version));
  if (stale.length > 0) {
    return stale.map(({ line, cells }) => ({
      line,
      path: 'version',
      detail: (cells.version ?? '').trim()
        ? `was changed here after the row was downloaded: it is version ${need.version} now. Download it again`
        : 'is missing: only what was downloaded can be changed',
    }));
  }
  if (WRITABLE_STATES.includes(need.state) || need.state === 'published') return [];
  const detail = `is ${need.state}: a request can be changed only as a draft, when it was given back, or while it is published`;
  return [{ line: rows[0]!.line, path: 'state', detail }];
}

/** What no revision changes. */
function keptWhilePublished(changes: Partial<NeedContent>, lines: Readonly<Record<string, number>>): RowFault[] {
  return Object.keys(changes)
    .filter((field) => field in KEPT_WHILE_PUBLISHED)
    .map((field) => ({
      line: lines[columnOf(field)]!,
      path: columnOf(field),
      detail: KEPT_WHILE_PUBLISHED[field]!,
    }));
}

function fixedOf(row: ChangedRow, standing: readonly Cells[]): RowFault[] {
  const before = standing.find(({ item }) => item === row.cells.item?.trim()) ?? standing[0]!;
  return fixedFaults(row, row.changes, before, NEED_SHEET_COLUMNS);
}

function twice(rows: readonly SheetRow[]): RowFault[] {
  const ids = rows.map(({ cells }) => (cells.item ?? '').trim());
  return rows.flatMap(({ line }, index) =>
    ids[index] !== '' && ids.indexOf(ids[index]!) < index
      ? [{ line, path: 'item', detail: `stands in row ${rows[ids.indexOf(ids[index]!)]!.line} too` }]
      : [],
  );
}

function strayItem({ line, cells }: SheetRow): RowFault[] {
  const isStray = (cells.item ?? '').trim() !== '';
  return isStray ? [{ line, path: 'item', detail: 'belongs to another request; leave it empty for a new one' }] : [];
}

/** What is wrong with cells, at the fields that they are read into. */
function fieldFaults(wrong: readonly ProblemItem[], item?: number): ProblemItem[] {
  const at = item === undefined ? '' : `items.${item}.`;
  return wrong.map(({ path, detail }) => ({ path: `${at}${fieldOf(path)}`, detail }));
}

/** Names the columns and lines of what a verb refuses, beside what is wrong with the rows already. */
async function naming<T>(
  verb: () => Promise<T>,
  lineOf: (path: string) => number,
  faults: readonly RowFault[],
): Promise<T> {
  let result: T;
  try {
    result = await verb();
  } catch (error) {
    if (error instanceof ReportWithdrawn) {
      throw new RefusedRows([...faults, { line: lineOf('reportId'), path: 'report', detail: error.message }]);
    }
    if (!(error instanceof Problem && error.errors.length > 0))
      throw faults.length > 0 ? new RefusedRows(faults) : error;
    throw new RefusedRows([
      ...faults,
      ...error.errors.map(({ path, detail }) => ({ line: lineOf(path), path: columnOf(path), detail })),
    ]);
  }
  throwFaults(faults);
  return result;
}

function itemIndex(path: string): number {
  return Number(/^items\.(\d+)\./.exec(path)?.[1] ?? -1);
}

function throwFaults(faults: readonly RowFault[]): void {
  if (faults.length > 0) throw new RefusedRows(faults);
}

const isFilled = (cell: string | undefined): cell is string => cell !== undefined && cell.trim() !== '';

const hasItem = (cells: Cells) => ITEM_KEYS.some((key) => isFilled(cells[key]));

const filledOf = (cells: Cells): Cells =>
  pick(
    cells,
    Object.keys(cells).filter((key) => isFilled(cells[key])),
  );

/** Empty cells clear fields of the need only on a row as it was downloaded; on one that adds an item they say nothing. */
function saidOf({ items }: NeedInFull, cells: Cells): Cells {
  const wasDownloaded = isFilled(cells.item) || (items.length === 0 && !hasItem(cells));
  if (wasDownloaded) return cells;
  return Object.fromEntries(Object.entries(cells).filter(([key, cell]) => !NEED_KEYS.includes(key) || isFilled(cell)));
}

/**
 * What a row says of the need; where that is no change, as it stands there, however a program rewrote it. What another row says
 * in a way that cannot be read it does not contradict.
 */
function needSaid({ line, cells, changes }: ChangedRow, standing: Cells, unread: readonly RowFault[]): Cells {
  const linesOf = (key: string) => unread.filter(({ path }) => path === key).map((fault) => fault.line);
  const said = NEED_KEYS.filter((key) => cells[key] !== undefined);
  const clear = said.filter((key) => linesOf(key).length === 0 || linesOf(key).includes(line));
  return pick({ ...pick(standing, said), ...changes }, clear);
}

/** What stands of the need itself, for a row without an item. */
const needCells = (cells: Cells): Cells => pick(cells, NEED_KEYS);

function pick(cells: Cells, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (cells[key] === undefined ? [] : [[key, cells[key]]])));
}
