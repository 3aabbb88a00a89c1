import { guarded } from './cells.js';
import type { Cells, SheetColumn } from './columns.js';

/** Without it Excel takes UTF-8 for the code page of its country. */
const BYTE_ORDER_MARK = '\ufeff';

/** A CSV file (RFC 4180, UTF-8 with a byte-order mark) in pieces, the header first. No cell of it is a formula. */
export async function* writeCsv(
  columns: readonly SheetColumn[],
  pages: AsyncIterable<readonly Cells[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + line(columns.map(({ key }) => key));
  for await (const rows of pages) {
    yield rows.map((row) => line(columns.map(({ key }) => row[key] ?? ''))).join('');
  }
}

function line(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** Semicolon and tab too: they part the cells where the comma is the decimal point. */
function quoted(text: string): string {
  const cell = guarded(text);
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
