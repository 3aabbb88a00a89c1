import type { Actor } from '#libs/kernel';
import { ERROR_COLUMN, writeCsv, type Cells, type SheetColumn, type SheetFile, type UnitOfWork } from '#libs/platform';
import { Readable } from 'node:stream';
import type { ImportsQueries, UnusedRow } from './imports.queries.js';

const NOT_REACHED = 'was not used: the import ended before this row';

/** Why a row was not used, a line for each thing that is wrong with it. */
export function reasonOf({ faults }: Pick<UnusedRow, 'faults'>): string {
  if (faults.length === 0) return NOT_REACHED;
  return faults.map(({ column, detail }) => (column === null ? detail : `${column}: ${detail}`)).join('\n');
}

/** The rows of an import that were not used, in the columns of its file and with why. @throws NotFound */
export async function unusedRowsFile(
  uow: UnitOfWork,
  actor: Actor,
  queries: ImportsQueries,
  id: string,
): Promise<SheetFile> {
  const keys = await uow.read(actor, (tx) => queries.columns(tx, id));
  const columns = [...keys, ERROR_COLUMN].map((key): SheetColumn => ({ key, meaning: '', use: 'fixed' }));
  const content = Readable.from(writeCsv(columns, unusedRows(uow, actor, queries, id)));
  return { name: `${id}-errors.csv`, mediaType: 'text/csv; charset=utf-8', content };
}

async function* unusedRows(
  uow: UnitOfWork,
  actor: Actor,
  queries: ImportsQueries,
  id: string,
): AsyncGenerator<readonly Cells[]> {
  for (let line = 0; ;) {
    const after = line;
    const rows = await uow.read(actor, (tx) => queries.unused(tx, id, after));
    if (rows.length === 0) return;
    yield rows.map((row) => ({ ...row.cells, [ERROR_COLUMN]: reasonOf(row) }));
    line = rows.at(-1)!.line;
  }
}
