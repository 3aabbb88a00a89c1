import type { ProblemItem } from '#libs/kernel';
import { CsvError, parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { CommandError } from '../command.js';

export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** One row of a file with the line it begins on (the header of a CSV file is line 1); `wrong`: not a row of this shape. */
export interface FileRow {
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
  readonly wrong: readonly ProblemItem[];
}

const RECORD_CHARS_MAX = 1_000_000;

interface Parsed {
  readonly record: string[];
  readonly raw: string;
}

/**
 * Streams the rows of a CSV file (RFC 4180, UTF-8 with or without a byte-order mark, LF or CRLF). Empty rows are no rows.
 * @throws CommandError when the file cannot be read as such a file or its header is not the expected one.
 */
export async function* readCsv(path: string, columns: Columns): AsyncGenerator<FileRow> {
  let header: readonly string[] | null = null;
  let line = 1;
  try {
    for await (const { record, raw } of parsedRows(readUtf8(path))) {
      const startLine = line + leadingBreaks(raw);
      line += countBreaks(raw);
      if (header === null) header = checkHeader(path, record, columns);
      else if (record.some((value) => value.trim() !== '')) yield toRow(header, record, startLine);
    }
    if (header === null) throw new CommandError(`${path} is empty: it needs at least a header row.`);
  } catch (error) {
    throw error instanceof CsvError ? explainCsv(error, path, line, header) : explainFile(error, path);
  }
}

/** The rows up to the one that cannot be parsed, and then its error: a stream that fails forgets what it holds. */
async function* parsedRows(texts: AsyncIterable<string>): AsyncGenerator<Parsed> {
  const ready: Parsed[] = [];
  const parser = parse({
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_CHARS_MAX,
    on_record: (parsed: unknown) => void ready.push(parsed as Parsed),
  }).resume();
  const ended = finished(parser).then(
    () => null,
    (error: unknown) => error,
  );
  for await (const text of texts) {
    parser.write(text);
    yield* ready.splice(0);
    if (parser.errored) throw parser.errored;
  }
  parser.end();
  const error = await ended;
  yield* ready.splice(0);
  if (error !== null) throw error;
}

/** The text of a file. @throws CommandError where it stops being UTF-8, after what stands before that */
export async function* readUtf8(path: string): AsyncGenerator<string> {
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
  for await (const chunk of chunksAndEnd(path)) {
    const { text, broken } = decode(chunk);
    yield text;
    line += countBreaks(text);
    if (broken)
      throw new CommandError(`${path} is not UTF-8 text on line ${line}. Save it as "CSV UTF-8" and import that.`);
  }
}

async function* chunksAndEnd(path: string): AsyncGenerator<Buffer | undefined> {
  yield* createReadStream(path) as AsyncIterable<Buffer>;
  yield undefined;
}

function checkHeader(path: string, record: readonly string[], columns: Columns): readonly string[] {
  const header = record.map((name) => name.trim());
  const known = [...columns.required, ...columns.optional];
  const complain = (what: string) =>
    new CommandError(
      `${path}, line 1: it ${what}. Its columns must be ${columns.required.join(', ')}` +
        (columns.optional.length > 0 ? `, and may be ${columns.optional.join(', ')}` : '') +
        ', with commas between them.',
    );
  const unknown = header.find((name) => !known.includes(name));
  const missing = columns.required.find((name) => !header.includes(name));
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (unknown !== undefined) throw complain(`has a column ${JSON.stringify(unknown)} that is not known here`);
  if (twice !== undefined) throw complain(`has the column ${twice} twice`);
  if (missing !== undefined) throw complain(`has no column ${missing}`);
  return header;
}

function toRow(header: readonly string[], values: readonly string[], line: number): FileRow {
  const record = Object.fromEntries(header.map((name, index) => [name, values[index] ?? '']));
  const wrong: ProblemItem[] = [];
  if (values.length !== header.length) {
    wrong.push({
      path: '',
      detail: `has ${values.length} values where the header has ${header.length}; a value that holds a comma needs quotation marks`,
    });
  }
  for (const [name, value] of Object.entries(record)) {
    if (value.includes('\u0000')) wrong.push({ path: name, detail: 'holds a NUL character' });
  }
  return { line, record, wrong };
}

function leadingBreaks(raw: string): number {
  return countBreaks(/^[\r\n]*/.exec(raw)?.[0] ?? '');
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** What is wrong with the row after `line`, by the name of the column where it is known. */
function explainCsv(error: CsvError, path: string, line: number, header: readonly string[] | null): CommandError {
  const { raw, index } = error as unknown as { raw?: string; index?: number };
  const column = header?.[index ?? -1] ?? `number ${(index ?? 0) + 1}`;
  return new CommandError(
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

/** Turns what can go wrong with a file into one sentence; any other error is returned as it is. */
export function explainFile(error: unknown, path: string): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new CommandError(`There is no file ${path}. Check the path.`);
  if (code === 'EISDIR') return new CommandError(`${path} is a folder, not a file. Name the file in it.`);
  if (code === 'EACCES') return new CommandError(`${path} may not be read by this user. Give it the right to.`);
  return syscall === undefined ? error : new CommandError(`${path} cannot be read: ${message}. Check the path.`);
}
