import { Problem, type Actor, type ProblemItem } from '#libs/kernel';
import { sqlState, type Tx, type UnitOfWork } from '#libs/platform';
import type { Invocation } from '../command.js';
import { checkCsv, readCsv, type Columns, type CsvRow } from './csv-rows.js';

/** What one kind of file is: its columns and what a row does. */
export interface RowImporter {
  readonly columns: Columns;
  /**
   * Brings one row in. `unchanged`: the same content stood there already.
   * @throws Problem when the row cannot be used; the paths of its errors are columns.
   */
  importRow(tx: Tx, record: Readonly<Record<string, string>>): Promise<'imported' | 'unchanged'>;
  /** What the person should know at the end beside the counts. */
  remarks?(): string[];
}

export interface ImportJob {
  readonly path: string;
  readonly importer: RowImporter;
  readonly dryRun: boolean;
}

const BATCH_ROWS = 100;
const REPORTED_MAX = 1_000;

interface Tally {
  rows: number;
  imported: number;
  unchanged: number;
  refused: number;
}

type Outcome = 'imported' | 'unchanged' | readonly string[];

/** Ends a dry run: takes everything back. */
class DryRunOver extends Error {}

/** Imports a file row by row; a row that cannot be used is reported and loses no other. Returns the exit code. */
export async function importFile(
  uow: UnitOfWork,
  actor: Actor,
  job: ImportJob,
  { print, warn }: Pick<Invocation, 'print' | 'warn'>,
): Promise<number> {
  const { path, importer, dryRun } = job;
  await checkCsv(path, importer.columns);
  const tally: Tally = { rows: 0, imported: 0, unchanged: 0, refused: 0 };

  function count(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      tally.rows += 1;
      if (typeof outcome === 'string') tally[outcome] += 1;
      else {
        tally.refused += 1;
        if (tally.refused <= REPORTED_MAX) outcome.forEach(warn);
      }
    }
  }

  if (dryRun) {
    // One transaction for the whole file, so that a row sees those before it, as it would in earnest.
    await uow
      .run(actor, async (tx) => {
        for await (const batch of batches(readCsv(path, importer.columns)))
          count(await importBatch(tx, importer, batch));
        throw new DryRunOver();
      })
      .catch((error: unknown) => {
        if (!(error instanceof DryRunOver)) throw error;
      });
  } else {
    for await (const batch of batches(readCsv(path, importer.columns))) {
      count(await uow.run(actor, (tx) => importBatch(tx, importer, batch)));
    }
  }

  if (tally.refused > REPORTED_MAX) warn(`… and ${tally.refused - REPORTED_MAX} more refused rows.`);
  importer.remarks?.().forEach(print);
  if (dryRun) print('Dry run: nothing was changed. In earnest it would be:');
  print(`rows ${tally.rows}, imported ${tally.imported}, unchanged ${tally.unchanged}, refused ${tally.refused}`);
  return tally.refused > 0 ? 1 : 0;
}

async function* batches(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow[]> {
  let batch: CsvRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH_ROWS) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function importBatch(tx: Tx, importer: RowImporter, batch: readonly CsvRow[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const row of batch) {
    if (row.wrong.length > 0) {
      outcomes.push(row.wrong.map((wrong) => describe(row, wrong)));
      continue;
    }
    await tx.query('SAVEPOINT one_row');
    try {
      outcomes.push(await importer.importRow(tx, row.record));
      await tx.query('RELEASE SAVEPOINT one_row');
    } catch (error) {
      const reasons = whyRefused(error);
      if (!reasons) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT one_row');
      outcomes.push(reasons.map((reason) => describe(row, reason)));
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

function describe(row: CsvRow, { path, detail }: ProblemItem): string {
  const value = row.record[path];
  if (value === undefined) return `line ${row.line}: ${path === '' ? '' : `${path} `}${detail}`;
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return `line ${row.line}, column ${path}, value ${JSON.stringify(shown)}: ${detail}`;
}
