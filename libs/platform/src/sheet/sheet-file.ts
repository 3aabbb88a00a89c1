import { calendarDateOf, type Actor } from '#libs/kernel';
import { Readable } from 'node:stream';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { DICTIONARY_COLUMNS, dictionaryOf, type Cells } from './columns.js';
import { pagesOf } from './pages-of.js';
import type { Sheet } from './sheet.js';
import { writeCsv } from './write-csv.js';
import { writeXlsx } from './write-xlsx.js';

/** `columns`: the data dictionary alone, as CSV. */
export const SHEET_FORMATS = ['csv', 'xlsx', 'columns'] as const;
export type SheetFormatName = (typeof SHEET_FORMATS)[number];

export interface SheetFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Readable;
}

const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The rows of a sheet that the actor may see, or its dictionary, as a file that streams; XLSX has both. The first page is read before
 * it returns, so that a filter that cannot be used is a problem and no broken file.
 * @throws InvalidInput
 */
export async function sheetFile<Filter extends object>(
  uow: UnitOfWork,
  actor: Actor,
  sheet: Sheet<Filter>,
  { format, filter, now }: { readonly format: SheetFormatName; readonly filter: Filter; readonly now: Date },
): Promise<SheetFile> {
  const name = `${sheet.name}-${calendarDateOf(now)}`;
  switch (format) {
    case 'csv': {
      const pages = await begun(pagesOf(uow, actor, sheet, filter));
      return { name: `${name}.csv`, mediaType: CSV, content: Readable.from(writeCsv(sheet.columns, pages)) };
    }
    case 'xlsx': {
      const codes = await uow.read(actor, (tx) => sheet.codes(tx));
      const pages = await begun(pagesOf(uow, actor, sheet, filter));
      const content = writeXlsx(sheet, pages, dictionaryOf(sheet.columns, codes));
      return { name: `${name}.xlsx`, mediaType: XLSX, content };
    }
    case 'columns': {
      const codes = await uow.read(actor, (tx) => sheet.codes(tx));
      const content = writeCsv(DICTIONARY_COLUMNS, onePage(dictionaryOf(sheet.columns, codes)));
      return { name: `${sheet.name}-columns.csv`, mediaType: CSV, content: Readable.from(content) };
    }
  }
}

async function* onePage(rows: readonly Cells[]): AsyncGenerator<readonly Cells[]> {
  yield rows;
}

/** The same pages, of which the first is there. */
async function begun<T>(pages: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await pages.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* pages;
  })();
}
