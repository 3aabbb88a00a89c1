import type { SheetColumn } from './columns.js';

/** As of `cellXfs` in {@link STYLES}. */
export const BOLD = 1;
export const TEXT = 2;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const WIDE = 40;
const NARROW = 16;

/** It comes first and the sheets are counted last, so what is no other part is a sheet. */
export const CONTENT_TYPES =
  `${XML}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Default Extension="xml" ContentType="${CONTENT}.worksheet+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/></Types>`;

export const PACKAGE_RELATIONS = relations([['officeDocument', 'xl/workbook.xml']]);

const FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>';
const XF = 'fillId="0" borderId="0"';
const TEXT_FORMAT = 49;

export const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}">` +
  `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" ${XF}/></cellStyleXfs>` +
  `<cellXfs count="3"><xf numFmtId="0" fontId="0" ${XF} xfId="0"/>` +
  `<xf numFmtId="0" fontId="1" ${XF} xfId="0" applyFont="1"/>` +
  `<xf numFmtId="${TEXT_FORMAT}" fontId="0" ${XF} xfId="0" applyNumberFormat="1"/></cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

export const SHEET_END = '</sheetData></worksheet>';

/** A sheet up to its first row, which stays in sight. */
export function sheetBegin(columns: readonly SheetColumn[]): string {
  const isWide = ({ unit, values, codes, isNumber }: SheetColumn) => !unit && !values && !codes && !isNumber;
  const widths = columns.map((column, index) => {
    const at = index + 1;
    return `<col min="${at}" max="${at}" width="${isWide(column) ? WIDE : NARROW}" customWidth="1"/>`;
  });
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData>`
  );
}

/** Where the sheet is in the file, by its number from 1. */
export function sheetPath(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

export function workbook(sheets: readonly string[]): string {
  const entries = sheets.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${entries.join('')}</sheets></workbook>`;
}

export function workbookRelations(sheets: readonly string[]): string {
  return relations([
    ...sheets.map((_, index) => ['worksheet', `/${sheetPath(index + 1)}`] as const),
    ['styles', '/xl/styles.xml'],
  ]);
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const entries = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${entries.join('')}</Relationships>`;
}

/** A row of the sheet, the first is 1; an empty text is no cell. */
export function rowXml(row: number, cells: readonly (number | string)[], style: number): string {
  return `<row r="${row}">${cells.map((cell, column) => cellXml(`${letters(column)}${row}`, cell, style)).join('')}</row>`;
}

function cellXml(at: string, cell: number | string, style: number): string {
  if (cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** As spreadsheet programs name the columns: A … Z, AA … */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** What no XML can hold, and an underscore that would be read as the beginning of `_x0041_`, by which it is told (ST_Xstring). */
const UNTOLD = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|_(?=x[\da-f]{4}_)/giu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escaped(text: string): string {
  return text
    .replace(UNTOLD, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>]/g, (one) => ENTITIES[one]!);
}
