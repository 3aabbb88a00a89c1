/**
 * What a spreadsheet program takes for a formula when a cell begins with it; the wide forms of East Asian keyboards too.
 * An apostrophe before it makes the cell text.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const GUARDED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A cell that no spreadsheet program calculates. {@link unguarded} gives back the same text, whatever it was. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unguarded(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** A number with the decimal comma of many countries, written with a point. `1,234` may be a thousand, and stays as it is. */
export function withPoint(number: string): string {
  return number.replace(/^(\d+),(?!\d{3}$)(\d+)$/, '$1.$2');
}

/** Several values in one cell, as `a; b`; a semicolon within a value is written `\;`. */
export function listText(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\;]/g, '\\$&')).join('; ');
}

/** The values of {@link listText}, without the blanks around them; empty ones are none. */
export function readList(cell: string): string[] {
  const values = [...cell.matchAll(/((?:\\.|[^\\;]|\\$)*)(?:;|$)/gsu)].map(([, value = '']) => value);
  return values.map((value) => value.trim().replace(/\\([\\;])/g, '$1')).filter((value) => value !== '');
}
