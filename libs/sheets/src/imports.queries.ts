import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Actor, type ProblemItem } from '#libs/kernel';
import { keysetPage, readCursor, type Cells, type Page, type ReadTx, type RowOutcome } from '#libs/platform';
import type { ImportKind, ImportMode, ImportState } from './import.states.js';
import type { NotedChange } from './row-changes.js';
import { SheetKinds } from './sheet-kinds.js';

export interface ImportView {
  readonly id: string;
  readonly kind: ImportKind;
  readonly mode: ImportMode;
  readonly state: ImportState;
  /** Null where the file was not sent through the api. */
  readonly fileId: string | null;
  readonly fileName: string;
  /** Null until the file is read. Of them some may be none of the next six, when it ended early. */
  readonly rows: number | null;
  readonly created: number;
  readonly updated: number;
  readonly proposed: number;
  readonly unchanged: number;
  readonly alreadyFiled: number;
  readonly refused: number;
  /** Why it failed. */
  readonly problem: string | null;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
  readonly version: number;
}

const VIEW = `i.id, i.kind, i.mode, i.state, i.file_id AS "fileId", i.file_name AS "fileName", i.rows, i.created, i.updated,
  i.proposed, i.unchanged,
  i.already_filed AS "alreadyFiled", i.refused, i.problem, i.requested_at AS "requestedAt", i.ended_at AS "endedAt", i.version`;

/** Rows that one answer of {@link ImportsQueries.unused} holds. */
const UNUSED_PAGE = 500;

interface PageOf {
  readonly cursor?: string;
  readonly limit: number;
}

/** What is wrong with a cell, or with the row as a whole. */
interface UnusedCell {
  /** As the header of the file names it; null: the row as a whole. */
  readonly column: string | null;
  /** What stands there; null where the file has no such column. */
  readonly value: string | null;
  readonly detail: string;
}

export interface UnusedRow {
  readonly line: number;
  readonly cells: Cells;
  /** Empty: the import ended before it came to the row. */
  readonly faults: readonly UnusedCell[];
}

/** A row that an earlier file filed. */
export interface FiledRow {
  readonly line: number;
  /** The need or the offer that stands for it. */
  readonly entryId: string;
  /** Null: it was withdrawn since. */
  readonly title: string | null;
}

/** A row that began, changed or proposed something, or would. */
export interface ChangingRow extends NotedChange {
  readonly line: number;
  /** The first of the rows that are used together with it; of a row that stands alone itself. */
  readonly firstLine: number;
  readonly outcome: RowOutcome;
  /** The need or the offer; null: it was a trial. */
  readonly entryId: string | null;
}

/** Who sees an import: those who may send such files of the organization, and its drafts with them; auditors see all. */
function importsVisibleTo({ role, organizationId }: Actor, firstParam: number) {
  if (role === 'auditor' || role === 'system') return { sql: '(true)', params: [] };
  const sql = `(i.organization_id = $${firstParam} AND i.role = $${firstParam + 1})`;
  return { sql, params: [organizationId, role] };
}

/** Of a page of rows: that after which it begins. */
function lineOf(cursor: string | undefined): number {
  const place = readCursor(cursor, 1, ([line]) => /^\d{1,9}$/.test(line ?? ''));
  return Number(place?.[0] ?? 0);
}

@Injectable()
export class ImportsQueries {
  constructor(private readonly kinds: SheetKinds) {}

  /** The newest first. */
  async list(tx: ReadTx, { cursor, limit }: PageOf): Promise<Page<ImportView>> {
    const visible = importsVisibleTo(tx.actor, 3);
    const place = readCursor(cursor, 1, ([id]) => id !== null);
    const rows = await tx.query<ImportView[]>(
      `SELECT ${VIEW} FROM imports i WHERE ($1::text IS NULL OR i.id < $1) AND ${visible.sql}
        ORDER BY i.id DESC LIMIT $2`,
      [place?.[0] ?? null, limit + 1, ...visible.params],
    );
    return keysetPage(rows, limit, ({ id }) => [id]);
  }

  /** @throws NotFound when there is no such import that the actor may see */
  async get(tx: ReadTx, id: string): Promise<ImportView> {
    const visible = importsVisibleTo(tx.actor, 2);
    const [row] = isId('imp', id)
      ? await tx.query<ImportView[]>(`SELECT ${VIEW} FROM imports i WHERE i.id = $1 AND ${visible.sql}`, [
          id,
          ...visible.params,
        ])
      : [];
    if (!row) throw new NotFound('import', id);
    return row;
  }

  /** Whether a file was sent as one of the imports that the actor may see. */
  async isSheet(tx: ReadTx, fileId: string): Promise<boolean> {
    const visible = importsVisibleTo(tx.actor, 2);
    const rows = await tx.query<unknown[]>(`SELECT FROM imports i WHERE i.file_id = $1 AND ${visible.sql} LIMIT 1`, [
      fileId,
      ...visible.params,
    ]);
    return rows.length > 0;
  }

  /** The columns of the file, as it had them. @throws NotFound */
  async columns(tx: ReadTx, id: string): Promise<readonly string[]> {
    await this.get(tx, id);
    const [row] = await tx.query<[{ columns: string[] }]>('SELECT columns FROM imports WHERE id = $1', [id]);
    return row.columns;
  }

  /** Rows after a line that were refused, or that the import did not come to, with what is wrong with them. */
  async unused(tx: ReadTx, id: string, afterLine: number, limit = UNUSED_PAGE): Promise<UnusedRow[]> {
    const { state } = await this.get(tx, id);
    const isOver = state !== 'waiting' && state !== 'running';
    const rows = await tx.query<{ line: number; cells: Cells; faults: readonly ProblemItem[] | null }[]>(
      `SELECT line, cells, faults FROM import_rows
        WHERE import_id = $1 AND line > $2 AND (outcome = 'refused' OR $3 AND outcome IS NULL)
        ORDER BY line LIMIT $4`,
      [id, afterLine, isOver, limit],
    );
    return rows.map(({ line, cells, faults }) => ({
      line,
      cells,
      faults: (faults ?? []).map(({ path, detail }) => ({
        column: path === '' ? null : path,
        value: cells[path] ?? null,
        detail,
      })),
    }));
  }

  /** A page of {@link unused}. @throws NotFound */
  async unusedPage(tx: ReadTx, id: string, { cursor, limit }: PageOf): Promise<Page<UnusedRow>> {
    return keysetPage(await this.unused(tx, id, lineOf(cursor), limit + 1), limit, ({ line }) => [String(line)]);
  }

  /** The rows that began, changed or proposed something, or would, with what. @throws NotFound */
  async changes(tx: ReadTx, id: string, { cursor, limit }: PageOf): Promise<Page<ChangingRow>> {
    await this.get(tx, id);
    const rows = await tx.query<(Omit<ChangingRow, keyof NotedChange> & { change: NotedChange })[]>(
      `SELECT line, first_line AS "firstLine", outcome, entry_id AS "entryId", change FROM import_rows
        WHERE import_id = $1 AND line > $2 AND change IS NOT NULL ORDER BY line LIMIT $3`,
      [id, lineOf(cursor), limit + 1],
    );
    const changing = rows.map(({ change, ...row }) => ({ ...row, ...change }));
    return keysetPage(changing, limit, ({ line }) => [String(line)]);
  }

  /** The rows that were filed before, with what stands for them. @throws NotFound */
  async alreadyFiled(tx: ReadTx, id: string, { cursor, limit }: PageOf): Promise<Page<FiledRow>> {
    const { kind } = await this.get(tx, id);
    const rows = await tx.query<{ line: number; entryId: string }[]>(
      `SELECT line, entry_id AS "entryId" FROM import_rows
        WHERE import_id = $1 AND line > $2 AND outcome = 'already-filed' ORDER BY line LIMIT $3`,
      [id, lineOf(cursor), limit + 1],
    );
    const standing = await this.kinds.of(kind).standing(
      tx,
      rows.map(({ entryId }) => entryId),
    );
    const filed = rows.map((row) => ({ ...row, title: standing.get(row.entryId)?.title ?? null }));
    return keysetPage(filed, limit, ({ line }) => [String(line)]);
  }
}
