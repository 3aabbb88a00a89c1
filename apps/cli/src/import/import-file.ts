import { Problem, type Actor, type ProblemItem } from '#libs/kernel';
import { sqlState, UnreadableFile, type Tx, type UnitOfWork } from '#libs/platform';
import { createHash } from 'node:crypto';
import { CommandError, type Invocation } from '../command.js';
import type { Columns, FileRow } from './csv-rows.js';

/** What a row did. `unchanged`: the same content stood there already; `changed`: other content did. */
interface RowDone {
  readonly outcome: 'imported' | 'changed' | 'unchanged';
  /** What a person should know about this row although it was used. */
  readonly notes: readonly string[];
  /** What is true of many rows: each said once at the end, with their number. */
  readonly remarks?: readonly string[];
}

/** What one kind of file is: its columns and what a row does. */
export interface RowImporter {
  readonly columns: Columns;
  /** The columns that say which row this is, where a later row of the file would overwrite an earlier one. */
  readonly key?: readonly string[];
  /** @throws Problem when the row cannot be used; the paths of its errors are columns. */
  importRow(tx: Tx, record: Readonly<Record<string, string>>): Promise<RowDone>;
}

export interface ImportJob {
  /** Reads the file from its beginning, each time it is called. */
  readonly read: () => AsyncGenerator<FileRow>;
  readonly importer: RowImporter;
  readonly dryRun: boolean;
}

const BATCH_ROWS = 100;
/** Two imports of the same rows take turns, so that the second finds what the first made. */
const IMPORT_LOCK = 7_301_003;
const REPORTED_MAX = 1_000;

interface Outcome {
  readonly kind: 'imported' | 'changed' | 'unchanged' | 'refused';
  /** Why it was refused, or what else to know. */
  readonly lines: readonly string[];
  readonly remarks?: readonly string[];
}

/** Ends a dry run: takes everything back. */
class DryRunOver extends Error {}

/**
 * Imports a file row by row; a row that cannot be used is reported and loses no other. A file that cannot be read to its end
 * is refused as a whole. Returns the exit code.
 */
export async function importFile(
  uow: UnitOfWork,
  actor: Actor,
  { read, importer, dryRun }: ImportJob,
  { print, warn }: Pick<Invocation, 'print' | 'warn'>,
): Promise<number> {
  const survey = await surveyOf(read(), importer.key);
  if (survey.broken) {
    warn(`${survey.broken.message} Nothing of the file was used.`);
    print(lastLine({ imported: 0, changed: 0, unchanged: 0, refused: survey.rows }));
    return 1;
  }
  const rows = () => batches(refuseContradictions(read(), survey.contradictions));
  let report = new Report(warn);
  if (dryRun) {
    // One transaction for the whole file, so that a row sees those before it, as it would in earnest.
    await uow
      .run(actor, async (tx) => {
        report = new Report(warn);
        for await (const batch of rows()) report.count(await importBatch(tx, importer, batch));
        throw new DryRunOver();
      })
      .catch((error: unknown) => {
        if (!(error instanceof DryRunOver)) throw error;
      });
  } else {
    for await (const batch of rows()) {
      report.count(await uow.run(actor, (tx) => importBatch(tx, importer, batch)));
    }
  }
  report.end(dryRun).forEach(print);
  return report.tally.refused > 0 ? 1 : 0;
}

/** Counts the rows; says at once what is wrong with one, and at the end what is true of many. */
class Report {
  readonly tally = { imported: 0, changed: 0, unchanged: 0, refused: 0 };
  private readonly remarks = new Map<string, number>();
  private said = 0;

  constructor(private readonly warn: (line: string) => void) {}

  count(outcomes: readonly Outcome[]): void {
    for (const { kind, lines, remarks = [] } of outcomes) {
      this.tally[kind] += 1;
      for (const remark of remarks) this.remarks.set(remark, (this.remarks.get(remark) ?? 0) + 1);
      for (const line of lines) {
        this.said += 1;
        if (this.said <= REPORTED_MAX) this.warn(line);
      }
    }
  }

  end(dryRun: boolean): string[] {
    const { changed } = this.tally;
    return [
      ...(this.said > REPORTED_MAX
        ? [`Only the first ${REPORTED_MAX} of ${this.said} lines about rows were shown.`]
        : []),
      ...[...this.remarks].map(([remark, count]) => `${remark} Rows: ${count}.`),
      ...(changed > 0 ? [`Of the imported rows, ${changed} changed what stood there.`] : []),
      ...(dryRun ? ['Dry run: nothing was changed. In earnest it would be:'] : []),
      lastLine(this.tally),
    ];
  }
}

function lastLine({ imported, changed, unchanged, refused }: Report['tally']): string {
  const rows = imported + changed + unchanged + refused;
  return `rows ${rows}, imported ${imported + changed}, unchanged ${unchanged}, refused ${refused}`;
}

interface Survey {
  readonly rows: number;
  /** Why it cannot be read to its end. */
  readonly broken: CommandError | null;
  /** Lines that say something else than an earlier line about the same thing → that line. */
  readonly contradictions: ReadonlyMap<number, number>;
}

/** Reads the whole file before anything of it is used. */
async function surveyOf(all: AsyncGenerator<FileRow>, key: readonly string[] = []): Promise<Survey> {
  let rows = 0;
  const contradictions = new Map<number, number>();
  const met = new Map<string, { line: number; content: string }>();
  try {
    for await (const { line, record, wrong } of all) {
      rows += 1;
      if (key.length === 0 || wrong.length > 0) continue;
      const names = key.map((column) => [column, record[column]?.trim().replace(/\s+/gu, ' ')] as const);
      const name = digest(names);
      const content = digest({ ...record, ...Object.fromEntries(names) });
      const first = met.get(name);
      if (!first) met.set(name, { line, content });
      else if (first.content !== content) contradictions.set(line, first.line);
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const rowsBelow = error.cause instanceof UnreadableFile ? error.cause.rowsBelow : 0;
    return { rows: rows + rowsBelow, broken: error, contradictions };
  }
  return { rows, broken: null, contradictions };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}

/** Nobody here knows which of two lines is right. */
async function* refuseContradictions(
  rows: AsyncGenerator<FileRow>,
  contradictions: Survey['contradictions'],
): AsyncGenerator<FileRow> {
  for await (const row of rows) {
    const first = contradictions.get(row.line);
    const detail = `contradicts line ${first}, which has the same reference; keep the one that is right`;
    yield first === undefined ? row : { ...row, wrong: [{ path: '', detail }] };
  }
}

async function* batches(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH_ROWS) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function importBatch(tx: Tx, importer: RowImporter, batch: readonly FileRow[]): Promise<Outcome[]> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK]);
  const outcomes: Outcome[] = [];
  for (const row of batch) {
    if (row.wrong.length > 0) {
      outcomes.push({ kind: 'refused', lines: row.wrong.map((wrong) => describe(row, wrong)) });
      continue;
    }
    await tx.query('SAVEPOINT one_row');
    try {
      const { outcome, notes, remarks } = await importer.importRow(tx, row.record);
      await tx.query('RELEASE SAVEPOINT one_row');
      outcomes.push({ kind: outcome, lines: notes.map((note) => `line ${row.line}: ${note}`), remarks });
    } catch (error) {
      const reasons = whyRefused(error);
      if (!reasons) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT one_row');
      outcomes.push({ kind: 'refused', lines: reasons.map((reason) => describe(row, reason)) });
    }
  }
  return outcomes;
}

/** Null: the error is not about the row. */
function whyRefused(error: unknown): readonly ProblemItem[] | null {
  if (error instanceof Problem) return error.errors.length > 0 ? error.errors : [{ path: '', detail: error.message }];
  // Data exceptions and constraint violations: a value that no rule foresaw must not lose the rows around it.
  if (/^2[23]/.test(sqlState(error)))
    return [{ path: '', detail: `refused by the database: ${(error as Error).message}` }];
  return null;
}

function describe(row: FileRow, { path, detail }: ProblemItem): string {
  const value = row.record[path];
  if (value === undefined) return `line ${row.line}: ${path === '' ? '' : `${path} `}${detail}`;
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return `line ${row.line}, column ${path}, value ${visible(JSON.stringify(shown))}: ${detail}`;
}

/** What is not seen, and what turns the direction of what follows, by its number. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (mark) => `\\u{${mark.codePointAt(0)!.toString(16)}}`);
}
