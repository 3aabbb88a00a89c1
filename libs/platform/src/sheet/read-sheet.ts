import { unguarded } from './cells.js';
import { ERROR_COLUMN, type SheetFormat } from './columns.js';
import { readCsv, type CsvFile, type FileRow } from './read-csv.js';
import type { SheetRow } from './sheet.js';

/** A row with its cells as people mean them, and what is wrong with its shape. */
export type SheetFileRow = SheetRow & Pick<FileRow, 'wrong'>;

/**
 * Streams the rows of a sheet that was sent back as CSV, from any spreadsheet program. Columns may be left out, in any order.
 * @throws UnreadableFile
 */
export async function* readSheet(file: CsvFile, { columns }: SheetFormat): AsyncGenerator<SheetFileRow> {
  const optional = [...columns.map(({ key }) => key), ERROR_COLUMN];
  const words = 'are those of the list as it is downloaded: leave out any, and add none';
  for await (const { row, record, wrong } of readCsv(file, { required: [], optional, words })) {
    const cells = Object.entries(record).filter(([key]) => key !== ERROR_COLUMN);
    yield { line: row, wrong, cells: Object.fromEntries(cells.map(([key, cell]) => [key, unguarded(cell)])) };
  }
}
