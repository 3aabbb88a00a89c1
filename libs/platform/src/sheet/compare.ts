import type { RowFault, SheetRow } from './sheet.js';
import type { Cells, SheetColumn } from './columns.js';
import { withPoint } from './cells.js';
import { daysOf, mayMean } from './days.js';
import { RowReader } from './row-reader.js';

/**
 * The cells of a row that say something else than what stands there now; those that are only read say nothing when they are
 * empty, and references say which row it is. Cells of one group have a meaning only together: when one differs, all count.
 */
export function differing(
  cells: Cells,
  standing: Cells,
  columns: readonly SheetColumn[],
  groups: readonly (readonly string[])[],
): Record<string, string> {
  const says = columns.filter(
    ({ key, use }) => use === 'changed' || (use === 'fixed' && (cells[key] ?? '').trim() !== ''),
  );
  const differ = says.filter((column) => !isSame(column, cells[column.key] ?? '', standing[column.key] ?? ''));
  const keys = new Set(differ.map(({ key }) => key));
  for (const group of groups.filter((one) => one.some((key) => keys.has(key)))) group.forEach((key) => keys.add(key));
  return Object.fromEntries([...keys].flatMap((key) => (cells[key] === undefined ? [] : [[key, cells[key]]])));
}

function isSame(column: SheetColumn, cell: string, standing: string): boolean {
  if (column.isDay && standing !== '') return mayMean(cell, standing);
  return plain(column, cell) === plain(column, standing);
}

/** Whatever a spreadsheet program made of how it is written. */
function plain({ isNumber, isDay, digits }: SheetColumn, cell: string): string {
  const text = cell.replace(/\r\n?/g, '\n').trim();
  if (isNumber) return withPoint(text).replace(/^(\d+)(?:\.0*|(\.\d*?)0*)$/, '$1$2');
  const [day, other] = isDay ? daysOf(text) : [];
  return day !== undefined && other === undefined
    ? day
    : text.replace(/\d+/g, (code) => code.padStart(digits ?? 0, '0'));
}

/**
 * What rows that stand together say, the same text however a program wrote it and in whatever order. Of something new columns
 * that are only read, and empty cells, say nothing; of what stands here every cell of the file does.
 */
export function wordsOf(rows: readonly Cells[], columns: readonly SheetColumn[], isNew: boolean): string {
  const saying = isNew ? columns.filter(({ use }) => use === 'changed') : columns;
  const said = rows.map((cells) =>
    saying.flatMap((column) => {
      const cell = cells[column.key];
      const text = plain(column, cell ?? '');
      return cell === undefined || (isNew && text === '') ? [] : [[column.key, text]];
    }),
  );
  return JSON.stringify(said.map((row) => JSON.stringify(row)).sort());
}

/** The days among what a row changes that cannot be read: nobody knows whether they are other days, so they are told as nothing else. */
export function unreadDays({ line }: SheetRow, changes: Cells, columns: readonly SheetColumn[]): RowFault[] {
  const row = new RowReader(changes);
  for (const { key, isDay } of columns) if (isDay) row.day(key);
  return row.wrong.map((fault) => ({ line, ...fault }));
}

/** What cannot be changed and yet differs. An empty cell says nothing. */
export function fixedFaults(
  { line }: SheetRow,
  changes: Cells,
  standing: Cells,
  columns: readonly SheetColumn[],
): RowFault[] {
  const fixed = columns.filter(({ key, use }) => use === 'fixed' && (changes[key] ?? '').trim() !== '');
  return fixed.map(({ key }) => ({
    line,
    path: key,
    detail: `cannot be changed in a sheet; it is ${JSON.stringify((standing[key] ?? '').slice(0, 80))} here`,
  }));
}

/** Cells that several rows say of one and the same thing, and the line that says each. */
export interface Merged {
  readonly cells: Record<string, string>;
  readonly lines: Record<string, number>;
  readonly faults: RowFault[];
}

/** What rows say together of the thing that they share; a cell that contradicts an earlier row is a fault. */
export function merge(
  rows: readonly { readonly line: number; readonly cells: Cells }[],
  keys: readonly string[],
): Merged {
  const merged: Merged = { cells: {}, lines: {}, faults: [] };
  for (const { line, cells } of rows) {
    for (const key of keys) {
      const cell = cells[key];
      if (cell === undefined) continue;
      const earlier = merged.cells[key];
      if (earlier === undefined) {
        merged.cells[key] = cell;
        merged.lines[key] = line;
      } else if (earlier.trim() !== cell.trim()) {
        const detail = `contradicts row ${merged.lines[key]}, which is about the same; keep what is right`;
        merged.faults.push({ line, path: key, detail });
      }
    }
  }
  return merged;
}
