import { Readable, type PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { guarded } from './cells.js';
import { DICTIONARY_COLUMNS, type Cells, type SheetColumn } from './columns.js';
import {
  BOLD,
  CONTENT_TYPES,
  PACKAGE_RELATIONS,
  rowXml,
  SHEET_END,
  sheetBegin,
  sheetPath,
  STYLES,
  TEXT,
  workbook,
  workbookRelations,
} from './xlsx-parts.js';

/** Below the header. */
const ROWS_MAX = 1_048_575;
const CELL_MAX = 32_767;
/** Ends a text that is longer, as one of 20,000 characters beyond the first plane of Unicode may be. */
const CUT = ' […]';
/** Beyond it a spreadsheet program rounds. */
const EXACT_DIGITS = 15;

/**
 * An XLSX file (ECMA-376) of the rows, whose last sheet says what each column means. It is made while it is read: pages are asked for
 * no faster than their bytes are taken. More rows than a sheet holds go on in the next: `needs`, `needs 2`.
 * It breaks off where the pages do.
 * @param rowsMax of one sheet
 */
export function writeXlsx(
  { name, columns }: { readonly name: string; readonly columns: readonly SheetColumn[] },
  pages: AsyncIterable<readonly Cells[]>,
  dictionary: readonly Cells[],
  rowsMax = ROWS_MAX,
): Readable {
  const zip = new ZipFile();
  const file = zip.outputStream as PassThrough;
  const sheets: string[] = [];
  const addText = (path: string, text: string) => zip.addBuffer(Buffer.from(text), path);
  const addSheet = async (sheet: string, xml: AsyncGenerator<string>) => {
    const part = Readable.from(xml);
    file.once('close', () => part.destroy());
    zip.addReadStream(part, sheetPath(sheets.push(sheet)));
    await finished(part);
  };

  const write = async () => {
    addText('[Content_Types].xml', CONTENT_TYPES);
    addText('_rels/.rels', PACKAGE_RELATIONS);
    addText('xl/styles.xml', STYLES);
    const rows = new Rows(pages);
    try {
      do {
        const sheet = sheets.length === 0 ? name : `${name} ${sheets.length + 1}`;
        await addSheet(sheet, sheetXml(columns, rows.take(rowsMax)));
      } while (await rows.areLeft());
    } finally {
      await rows.close();
    }
    await addSheet('columns', sheetXml(DICTIONARY_COLUMNS, [dictionary]));
    addText('xl/workbook.xml', workbook(sheets));
    addText('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
    zip.end();
  };
  write().catch((error: unknown) => file.destroy(error as Error));
  return file;
}

/** The rows of all pages, in portions. */
class Rows {
  private readonly pages: AsyncIterator<readonly Cells[]>;
  private read: readonly Cells[] = [];

  constructor(pages: AsyncIterable<readonly Cells[]>) {
    this.pages = pages[Symbol.asyncIterator]();
  }

  async areLeft(): Promise<boolean> {
    while (this.read.length === 0) {
      const page = await this.pages.next();
      if (page.done) return false;
      this.read = page.value;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.pages.return?.();
  }

  async *take(most: number): AsyncGenerator<readonly Cells[]> {
    for (let room = most; room > 0 && (await this.areLeft());) {
      const rows = this.read.slice(0, room);
      this.read = this.read.slice(room);
      room -= rows.length;
      yield rows;
    }
  }
}

async function* sheetXml(
  columns: readonly SheetColumn[],
  pages: AsyncIterable<readonly Cells[]> | Iterable<readonly Cells[]>,
): AsyncGenerator<string> {
  yield (
    sheetBegin(columns) +
    rowXml(
      1,
      columns.map(({ key }) => key),
      BOLD,
    )
  );
  let last = 1;
  for await (const rows of pages) {
    yield rows
      .map((row) =>
        rowXml(
          (last += 1),
          columns.map((column) => valueOf(column, row[column.key] ?? '')),
          TEXT,
        ),
      )
      .join('');
  }
  yield SHEET_END;
}

/** Text stays text, also where it looks like a day or a number, so that it comes back as it was. */
function valueOf({ isNumber }: SheetColumn, text: string): number | string {
  if (isNumber && /^\d+(\.\d+)?$/.test(text) && text.length <= EXACT_DIGITS) return Number(text);
  const cell = guarded(text);
  // Not in the middle of a character, which would stand as the sign for one that is none.
  return cell.length <= CELL_MAX
    ? cell
    : `${cell.slice(0, CELL_MAX - CUT.length).replace(/[\uD800-\uDBFF]$/, '')}${CUT}`;
}
