import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { IdentityQueries } from '#libs/identity';
import { Problem, systemActor, type Actor, type ProblemItem } from '#libs/kernel';
import {
  crashPoint,
  readSheet,
  RefusedRows,
  sqlState,
  UnitOfWork,
  UnreadableFile,
  type Cells,
  type CsvFile,
  type ReadTx,
  type Sheet,
  type SheetRow,
  type Tx,
} from '#libs/platform';
import { entriesFiledBefore, wordsSha256 } from './already-filed.js';
import { ROW_FATES, type ImportKind, type ImportMode, type ImportState, type RowFate } from './import.states.js';
import { notedOf, type NotedChange } from './row-changes.js';
import { SheetKinds } from './sheet-kinds.js';

/** Rows of one file. */
export const ROWS_MAX = 100_000;
/** Rows that are used in one transaction, and all that are to be used together with them. */
const CHUNK_ROWS = 100;
const STAGED_AT_ONCE = 500;
const PROBLEM_MAX = 1_000;

interface Running {
  readonly id: string;
  readonly kind: ImportKind;
  readonly mode: ImportMode;
  readonly state: ImportState;
  readonly personId: string;
  readonly organizationId: string;
  readonly role: Actor['role'];
}

interface PendingRow extends SheetRow {
  readonly firstLine: number;
}

interface UsedRow {
  readonly line: number;
  readonly outcome: RowFate;
  readonly faults?: readonly ProblemItem[];
  /** Of a row that wrote something: what it said, the need or offer that says it now, and by what that is seen. */
  readonly sha256?: string;
  readonly entryId?: string;
  readonly effect?: string | null;
  /** Of a row that wrote something, or would. */
  readonly change?: NotedChange;
}

/** Ends the transaction of a dry run: takes everything back but what it would have done. */
class TakenBack extends Error {
  constructor(readonly used: readonly UsedRow[]) {
    super();
  }
}

/**
 * Reads the file of an import and uses its rows, chunk by chunk, each in a transaction of its own with what it says of them: it
 * may be stopped anywhere and run again. Like a processor it opens its transactions itself.
 */
@Injectable()
export class ImportRun {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly kinds: SheetKinds,
    private readonly identity: IdentityQueries,
    private readonly audit: Audit,
  ) {}

  /** `onProgress` is called after each chunk. Returns when the import is over, or when it is told to stop. */
  async run(id: string, file: CsvFile, signal?: AbortSignal, onProgress = () => {}): Promise<void> {
    const system = systemActor('import');
    const begun = await this.uow.read(system, (tx) => find(tx, id));
    if (!begun) return;
    const sheet = this.kinds.of(begun.kind);
    if (begun.state === 'waiting') {
      try {
        await this.uow.run(system, (tx) => this.stage(tx, begun, sheet, file));
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        return this.uow.run(system, (tx) => this.fail(tx, begun, error.message));
      }
    }
    crashPoint('import-staged');
    while (!signal?.aborted && (await this.next(begun, sheet))) onProgress();
  }

  /** Writes down the rows of the file, all or none. @throws UnreadableFile */
  private async stage(tx: Tx, { id }: Running, sheet: Sheet, file: CsvFile): Promise<void> {
    const [now] = await tx.query<{ state: ImportState }[]>('SELECT state FROM imports WHERE id = $1 FOR UPDATE', [id]);
    if (now?.state !== 'waiting') return;
    let rows = 0;
    let columns: string[] = [];
    const together = new Map<string, { readonly firstLine: number; count: number }>();
    for await (const batch of batches(readSheet(file, sheet))) {
      rows += batch.length;
      if (rows > ROWS_MAX) throw new UnreadableFile(`${file.name} has more than ${ROWS_MAX} rows. Send it in parts.`);
      columns = Object.keys(batch[0]!.cells);
      const staged = batch.map(({ line, cells, wrong }) => {
        const key = sheet.keyOf(cells);
        const group = (key === null ? undefined : together.get(key)) ?? { firstLine: line, count: 0 };
        group.count += 1;
        if (key !== null) together.set(key, group);
        const faults = group.count > sheet.rowsTogetherMax ? [...wrong, tooMany(sheet, group.firstLine)] : wrong;
        return { line, firstLine: group.firstLine, cells: storable(cells), faults: faults.length > 0 ? faults : null };
      });
      await tx.query(
        `INSERT INTO import_rows (import_id, line, first_line, cells, outcome, faults)
         SELECT $1, line, "firstLine", cells, CASE WHEN faults IS NOT NULL THEN 'refused' END, faults
           FROM jsonb_to_recordset($2::jsonb) AS row (line integer, "firstLine" integer, cells jsonb, faults jsonb)`,
        [id, JSON.stringify(staged)],
      );
    }
    await tx.query(
      `UPDATE import_rows r SET outcome = 'refused', faults = jsonb_build_array(jsonb_build_object('path', '',
              'detail', 'is used only together with row ' || w.line || ', which was refused'))
         FROM (SELECT first_line, min(line) AS line FROM import_rows
                WHERE import_id = $1 AND outcome = 'refused' GROUP BY first_line) w
        WHERE r.import_id = $1 AND r.outcome IS NULL AND r.first_line = w.first_line`,
      [id],
    );
    await tx.query(
      `UPDATE imports SET state = 'running', rows = $2, columns = $3, version = version + 1,
              refused = (SELECT count(*) FROM import_rows WHERE import_id = $1 AND outcome = 'refused') WHERE id = $1`,
      [id, rows, columns],
    );
  }

  /** Uses the next chunk; false when nothing is left, or the import is over. */
  private async next(begun: Running, sheet: Sheet): Promise<boolean> {
    const { personId, organizationId, role } = begun;
    const actor = await this.uow.read(systemActor('import'), (tx) =>
      this.identity.actorFor(tx, { personId, organizationId, role }),
    );
    if (!actor) {
      const why = `Who sent the file no longer acts as ${role} for the organization.`;
      await this.uow.run(systemActor('import'), (tx) => this.fail(tx, begun, why));
      return false;
    }
    const isDryRun = begun.mode === 'dry-run';
    try {
      return await this.uow.run(actor, async (tx) => {
        const rows = await pending(tx, begun.id);
        if (rows === null) return false;
        if (rows.length === 0) return this.end(tx, begun.id);
        const used = await useAll(tx, begun.id, sheet, rows);
        if (isDryRun) throw new TakenBack(used);
        await note(tx, begun.id, used);
        crashPoint('import-chunk-before-commit');
        return true;
      });
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
      return this.uow.run(actor, async (tx) => {
        // Somebody else may have noted the same rows meanwhile, or cancelled the import.
        const rows = await pending(tx, begun.id);
        const still = new Set(rows?.map(({ line }) => line));
        const used = error.used.filter(({ line }) => still.has(line));
        await note(
          tx,
          begun.id,
          used.map((row) => (row.outcome === 'already-filed' ? row : withoutEntry(row))),
        );
        return rows !== null;
      });
    } finally {
      crashPoint('import-chunk-done');
    }
  }

  private async end(tx: Tx, id: string): Promise<false> {
    const [[counts]] = await tx.query<[[Record<string, number>]]>(
      `UPDATE imports SET state = 'done', ended_at = now(), version = version + 1 WHERE id = $1
       RETURNING created, updated, proposed, unchanged, already_filed AS "alreadyFiled", refused`,
      [id],
    );
    await this.audit.record(tx, {
      act: 'import.done',
      refId: id,
      organizationId: tx.actor.organizationId,
      payload: { ...counts },
    });
    return false;
  }

  private async fail(tx: Tx, { id, organizationId }: Running, problem: string): Promise<void> {
    const [, failed] = await tx.query<[unknown[], number]>(
      `UPDATE imports SET state = 'failed', ended_at = now(), problem = $2, version = version + 1
        WHERE id = $1 AND state IN ('waiting', 'running')`,
      [id, [...problem].slice(0, PROBLEM_MAX).join('')],
    );
    if (failed === 1) await this.audit.record(tx, { act: 'import.failed', refId: id, organizationId });
  }
}

async function find(tx: ReadTx, id: string): Promise<Running | null> {
  const [row] = await tx.query<Running[]>(
    `SELECT id, kind, mode, state, person_id AS "personId", organization_id AS "organizationId", role FROM imports
      WHERE id = $1 AND state IN ('waiting', 'running')`,
    [id],
  );
  return row ?? null;
}

/** The next rows with all that are used together with them; the import is locked. Null: it is over. */
async function pending(tx: Tx, id: string): Promise<PendingRow[] | null> {
  const [now] = await tx.query<{ state: ImportState }[]>('SELECT state FROM imports WHERE id = $1 FOR UPDATE', [id]);
  if (now?.state !== 'running') return null;
  // A range, since rows that have just come in are in no statistics: whatever the planner guesses, it reads no more than these.
  return tx.query<PendingRow[]>(
    `WITH next AS (
       SELECT first_line FROM import_rows WHERE import_id = $1 AND outcome IS NULL
        ORDER BY first_line, line LIMIT ${CHUNK_ROWS})
     SELECT line, first_line AS "firstLine", cells FROM import_rows
      WHERE import_id = $1 AND outcome IS NULL
        AND first_line BETWEEN (SELECT min(first_line) FROM next) AND (SELECT max(first_line) FROM next)
      ORDER BY first_line, line`,
    [id],
  );
}

async function useAll(tx: Tx, id: string, sheet: Sheet, rows: readonly PendingRow[]): Promise<UsedRow[]> {
  const used: UsedRow[] = [];
  const groups = groupsOf(rows).map((group) => ({ group, sha256: wordsSha256(sheet, group) }));
  const filed = await entriesFiledBefore(
    tx,
    id,
    sheet,
    groups.map(({ sha256 }) => sha256),
  );
  for (const { group, sha256 } of groups) {
    const before = filed.get(sha256)?.shift();
    if (before !== undefined) {
      used.push(...group.map(({ line }) => ({ line, outcome: 'already-filed' as const, sha256, ...before })));
      continue;
    }
    await tx.query('SAVEPOINT rows_together');
    try {
      const { outcomes, changes, ...written } = await sheet.use(tx, group);
      await tx.query('RELEASE SAVEPOINT rows_together');
      for (const [index, { line }] of group.entries()) {
        const outcome = outcomes[index]!;
        const change = changes?.[index] && notedOf(changes[index]);
        used.push({ line, outcome, ...(outcome !== 'unchanged' && { sha256, ...written, change }) });
      }
    } catch (error) {
      const faults = faultsOf(error, group);
      if (!faults) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT rows_together');
      used.push(...group.map(({ line }) => ({ line, outcome: 'refused' as const, faults: faults(line) })));
    }
  }
  return used;
}

/** What a trial wrote is not there. */
function withoutEntry({ line, outcome, faults, change }: UsedRow): UsedRow {
  return { line, outcome, faults, change };
}

function groupsOf(rows: readonly PendingRow[]): PendingRow[][] {
  const groups = new Map<number, PendingRow[]>();
  for (const row of rows) groups.set(row.firstLine, [...(groups.get(row.firstLine) ?? []), row]);
  return [...groups.values()];
}

/** What is wrong with each row; null: the error is not about the rows. */
function faultsOf(error: unknown, group: readonly SheetRow[]): ((line: number) => ProblemItem[]) | null {
  if (error instanceof RefusedRows) {
    const lines = [...new Set(error.faults.map(({ line }) => line))].join(', ');
    const other = { path: '', detail: `is used only together with row ${lines}, which was refused` };
    return (line) => {
      const own = error.faults.filter((fault) => fault.line === line);
      return own.length > 0 ? own.map(({ path, detail }) => ({ path, detail })) : [other];
    };
  }
  if (error instanceof Problem && error.kind !== 'unavailable') {
    const items = error.errors.length > 0 ? [...error.errors] : [{ path: '', detail: error.message }];
    return () => items;
  }
  // Data exceptions and constraint violations: a value that no rule foresaw must not lose the rows around it.
  if (/^2[23]/.test(sqlState(error)) && group.length > 0) {
    return () => [{ path: '', detail: `refused by the database: ${(error as Error).message}` }];
  }
  return null;
}

/** Writes down what became of rows, and counts them. */
async function note(tx: Tx, id: string, used: readonly UsedRow[]): Promise<void> {
  if (used.length === 0) return;
  await tx.query(
    `UPDATE import_rows r SET outcome = u.outcome, faults = u.faults, words_sha256 = u.sha256, entry_id = u."entryId",
            effect = u.effect, change = u.change, cells = CASE WHEN u.outcome = 'refused' THEN r.cells ELSE '{}' END
       FROM jsonb_to_recordset($2::jsonb) AS u (line integer, outcome text, faults jsonb, sha256 text, "entryId" text, effect text, change jsonb)
      WHERE r.import_id = $1 AND r.line = u.line AND r.line = ANY($3)`,
    [id, JSON.stringify(used), used.map(({ line }) => line)],
  );
  const count = (outcome: RowFate) => used.filter((one) => one.outcome === outcome).length;
  await tx.query(
    `UPDATE imports SET created = created + $2, updated = updated + $3, proposed = proposed + $4,
            unchanged = unchanged + $5, already_filed = already_filed + $6, refused = refused + $7, version = version + 1 WHERE id = $1`,
    [id, ...ROW_FATES.map(count)],
  );
}

async function* batches<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === STAGED_AT_ONCE) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** PostgreSQL stores no NUL; the row is refused for it anyway. */
function storable(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, cell?.replaceAll('\0', '\ufffd')]));
}

function tooMany({ rowsTogetherMax }: Sheet, firstLine: number): ProblemItem {
  return rowsTogetherMax === 1
    ? { path: '', detail: `stands in row ${firstLine} already` }
    : { path: '', detail: `is one of more than ${rowsTogetherMax} rows of the same, which begin in row ${firstLine}` };
}
