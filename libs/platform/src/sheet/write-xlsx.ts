import { InvalidInput } from '#libs/kernel';
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { guarded } from './cells.js';
import { DICTIONARY_COLUMNS, type Cells, type SheetColumn } from './columns.js';

/** The file is made in memory; more rows are for CSV, which streams. */
export const XLSX_ROWS_MAX = 5_000;
/** Beyond it a spreadsheet program rounds. */
const EXACT_DIGITS = 15;
const WIDE = 40;
const NARROW = 16;

/** One file at a time in a process, so that memory stays bounded however many ask. */
let before: Promise<unknown> = Promise.resolve();

/**
 * An XLSX file with two sheets: the rows, and what each column means.
 * @throws InvalidInput when there are more than {@link XLSX_ROWS_MAX} rows
 */
export function writeXlsx(
  { name, columns }: { readonly name: string; readonly columns: readonly SheetColumn[] },
  pages: AsyncIterable<readonly Cells[]>,
  dictionary: readonly Cells[],
): Promise<Buffer> {
  const made = before.then(async () => {
    const rows: Cells[] = [];
    for await (const page of pages) {
      rows.push(...page);
      if (rows.length <= XLSX_ROWS_MAX) continue;
      const detail = `There are more than ${XLSX_ROWS_MAX} rows. Narrow them by filters, or take csv.`;
      throw new InvalidInput([{ path: 'format', detail }]);
    }
    return writeExcelFile([
      { sheet: name, data: sheetOf(columns, rows), ...layoutOf(columns) },
      { sheet: 'columns', data: sheetOf(DICTIONARY_COLUMNS, dictionary), ...layoutOf(DICTIONARY_COLUMNS) },
    ]).toBuffer();
  });
  before = made.catch(() => undefined);
  return made;
}

function sheetOf(columns: readonly SheetColumn[], rows: readonly Cells[]): SheetData {
  const header = columns.map(({ key }): Cell => ({ value: key, fontWeight: 'bold' }));
  return [header, ...rows.map((row) => columns.map((column) => cellOf(column, row[column.key] ?? '')))];
}

/** Text stays text, also where it looks like a day or a number, so that it comes back as it was. */
function cellOf({ isNumber }: SheetColumn, text: string): Cell {
  if (text === '') return null;
  if (isNumber && /^\d+(\.\d+)?$/.test(text) && text.length <= EXACT_DIGITS)
    return { type: Number, value: Number(text) };
  return { type: String, value: guarded(text), format: '@' };
}

function layoutOf(columns: readonly SheetColumn[]) {
  const isWide = ({ unit, values, codes, isNumber }: SheetColumn) => !unit && !values && !codes && !isNumber;
  return { stickyRowsCount: 1, columns: columns.map((column) => ({ width: isWide(column) ? WIDE : NARROW })) };
}
