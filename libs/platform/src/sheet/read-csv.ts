import type { ProblemItem } from '#libs/kernel';
import { CsvError, parse } from 'csv-parse';
import { finished } from 'node:stream/promises';

export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** What the columns are, where their names are too many to be told: follows "Its columns". */
  readonly words?: string;
}

/** One row of a file; `wrong`: not a row of this shape. */
export interface FileRow {
  /** The line it begins on; the header is line 1. */
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
  readonly wrong: readonly ProblemItem[];
}

export interface CsvRow extends FileRow {
  /** Its number in a spreadsheet program, which counts text of several lines in a cell as one row; the header is row 1. */
  readonly row: number;
}

/** The file cannot be read to its end as what it should be; the message says where and why, for the person who made it. */
export class UnreadableFile extends Error {
  /** `rowsBelow`: how many rows stand below a header that is wrong, for who counts what was not used. */
  constructor(
    message: string,
    readonly rowsBelow = 0,
  ) {
    super(message);
  }
}

export interface CsvFile {
  /** As messages name it. */
  readonly name: string;
  /** Its content, from the beginning each time. */
  readonly open: () => AsyncIterable<Buffer>;
}

const RECORD_CHARS_MAX = 1_000_000;

interface Parsed {
  readonly record: string[];
  readonly raw: string;
}

/**
 * Streams the rows of a CSV file (RFC 4180, UTF-8 with or without a byte-order mark, LF or CRLF; as spreadsheet programs write it
 * in many countries, also with semicolons or tabs for commas). Empty rows are no rows, and empty cells beyond the header no cells.
 * @throws UnreadableFile when the file cannot be read as such a file or its header is not the expected one.
 */
export async function* readCsv({ name: path, open }: CsvFile, columns: Columns): AsyncGenerator<CsvRow> {
  let header: readonly string[] | null = null;
  let headerFault: string | null = null;
  let rowsBelow = 0;
  let line = 1;
  let row = 0;
  try {
    for await (const { record, raw } of parsedRows(readUtf8({ name: path, open }))) {
      const startLine = line + leadingBreaks(raw);
      line += countBreaks(raw);
      row += leadingBreaks(raw) + 1;
      if (record.every(isBlank)) continue;
      if (header === null) {
        header = withoutEmptyEnd(record.map((name) => name.trim()));
        const fault = faultOfHeader(header, columns);
        headerFault = fault && `${path}, line ${startLine}: it ${fault}`;
      } else if (headerFault === null) yield { line: startLine, row, ...toRow(header, record) };
      else rowsBelow += 1;
    }
  } catch (error) {
    if (headerFault === null) throw error instanceof CsvError ? explainCsv(error, path, line, header) : error;
  }
  if (headerFault !== null) throw new UnreadableFile(headerFault, rowsBelow);
  if (header === null) throw new UnreadableFile(`${path} is empty: it needs at least a header row.`);
}

/** The rows up to the one that cannot be parsed, and then its error: a stream that fails forgets what it holds. */
async function* parsedRows(texts: AsyncIterable<string>): AsyncGenerator<Parsed> {
  const ready: Parsed[] = [];
  const pieces = texts[Symbol.asyncIterator]();
  const first = await pieces.next();
  const beginning = first.done ? '' : first.value;
  const parser = parse({
    raw: true,
    delimiter: delimiterOf(beginning),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_CHARS_MAX,
    on_record: (parsed: unknown) => void ready.push(parsed as Parsed),
  }).resume();
  const ended = finished(parser).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    for (let piece = first; !piece.done; piece = await pieces.next()) {
      parser.write(piece.value);
      yield* ready.splice(0);
      if (parser.errored) throw parser.errored;
    }
  } finally {
    await pieces.return?.();
  }
  parser.end();
  const error = await ended;
  yield* ready.splice(0);
  if (error !== null) throw error;
}

/** What parts the names of the header, which hold none of the three. */
function delimiterOf(beginning: string): string {
  const header = /[^\r\n]+/.exec(beginning)?.[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** The text of a file. @throws UnreadableFile where it stops being UTF-8, after what stands before that */
export async function* readUtf8({ name: path, open }: CsvFile): AsyncGenerator<string> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder('utf-8');
  let line = 1;
  const decode = (chunk?: Buffer) => {
    const text = lenient.decode(chunk, { stream: chunk !== undefined });
    try {
      strict.decode(chunk, { stream: chunk !== undefined });
    } catch {
      return { text: text.slice(0, text.indexOf('\ufffd')), broken: true };
    }
    return { text, broken: false };
  };
  for await (const chunk of chunksAndEnd(open())) {
    const { text, broken } = decode(chunk);
    yield text;
    line += countBreaks(text);
    if (broken)
      throw new UnreadableFile(`${path} is not UTF-8 text on line ${line}. Save it as "CSV UTF-8" and import that.`);
  }
}

async function* chunksAndEnd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  yield* chunks;
  yield undefined;
}

function columnWords({ required, optional, words }: Columns): string {
  if (words !== undefined) return words;
  const must = required.length > 0 ? [`must be ${required.join(', ')}`] : [];
  const may = optional.length > 0 ? [`may be ${optional.join(', ')}`] : [];
  return [...must, ...may].join(', and ');
}

const UNKNOWN_NAMED_MAX = 12;

function unknownWords(names: readonly string[]): string {
  const named = names.slice(0, UNKNOWN_NAMED_MAX).map((name) => JSON.stringify(name));
  if (names.length === 1) return `has a column ${named.join()} that is not known here`;
  const more = names.length > named.length ? ` and ${names.length - named.length} more` : '';
  return `has columns ${named.join(', ')}${more} that are not known here`;
}

/** What is wrong with the header, and what it should be; null: nothing. */
function faultOfHeader(header: readonly string[], columns: Columns): string | null {
  const known = [...columns.required, ...columns.optional];
  const unknown = [...new Set(header.filter((name) => !known.includes(name)))];
  const missing = columns.required.find((name) => !header.includes(name));
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  const faults = [
    ...(unknown.length > 0 ? [unknownWords(unknown)] : []),
    ...(twice === undefined ? [] : [`has the column ${twice} twice`]),
    ...(missing === undefined ? [] : [`has no column ${missing}`]),
  ];
  if (faults[0] === undefined) return null;
  const parted = header.length > 1 ? '' : ', with commas, semicolons or tabs between them';
  return `${faults[0]}. Its columns ${columnWords(columns)}${parted}.`;
}

/** Spreadsheet programs write as many cells as anything ever stood in. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => !isBlank(cell)) + 1);
}

function isBlank(cell: string): boolean {
  return cell.trim() === '';
}

function toRow(header: readonly string[], values: readonly string[]): Pick<FileRow, 'record' | 'wrong'> {
  const record = Object.fromEntries(header.map((name, index) => [name, values[index] ?? '']));
  const wrong: ProblemItem[] = [];
  const beyond = withoutEmptyEnd(values.slice(header.length)).length;
  if (values.length < header.length || beyond > 0) {
    const count = beyond > 0 ? header.length + beyond : values.length;
    wrong.push({
      path: '',
      detail: `has ${count} values where the header has ${header.length}; a value that holds the separator needs quotation marks`,
    });
  }
  for (const [name, value] of Object.entries(record)) {
    if (value.includes('\u0000')) wrong.push({ path: name, detail: 'holds a NUL character' });
  }
  return { record, wrong };
}

function leadingBreaks(raw: string): number {
  return countBreaks(/^[\r\n]*/.exec(raw)?.[0] ?? '');
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** What is wrong with the row after `line`, by the name of the column where it is known. */
function explainCsv(error: CsvError, path: string, line: number, header: readonly string[] | null): UnreadableFile {
  const { raw, index } = error as unknown as { raw?: string; index?: number };
  const column = header?.[index ?? -1] ?? `number ${(index ?? 0) + 1}`;
  return new UnreadableFile(
    `${path}, row that begins on line ${line + leadingBreaks(raw ?? '')}, column ${column}: ${CSV_FAULTS[error.code] ?? error.message}`,
  );
}

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED:
    'a quotation mark opens and is never closed. Close it; write "" for a quotation mark that is part of the text.',
  CSV_INVALID_CLOSING_QUOTE:
    'text follows a closing quotation mark. Write "" for a quotation mark that is part of the text.',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands in the middle of a value. Put the whole value into quotation marks, and write "" for this one.',
  CSV_MAX_RECORD_SIZE: `the row has more than ${RECORD_CHARS_MAX} characters; most often a quotation mark before was never closed. Close it.`,
};
