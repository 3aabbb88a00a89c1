import type { ProblemItem } from '#libs/kernel';
import { CsvError, parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
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
  const place = { line: 1 };
  try {
    const parser = Readable.from(readUtf8(path, place)).compose(
      parse({ raw: true, relax_column_count: true, skip_empty_lines: true, max_record_size: RECORD_CHARS_MAX }),
    ) as AsyncIterable<Parsed>;
    let header: readonly string[] | null = null;
    let line = 1;
    for await (const { record, raw } of parser) {
      const startLine = line + countBreaks(/^[\r\n]*/.exec(raw)?.[0] ?? '');
      line += countBreaks(raw);
      if (header === null) header = checkHeader(path, record, columns);
      else if (record.some((value) => value.trim() !== '')) yield toRow(header, record, startLine);
    }
    if (header === null) throw new CommandError(`${path} is empty: it needs at least a header row.`);
  } catch (error) {
    throw explainFile(error, path, place.line);
  }
}

/** The text of a file. */
export async function* readUtf8(path: string, place = { line: 1 }): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    yield text;
    place.line += countBreaks(text);
  }
  yield decoder.decode();
}

function checkHeader(path: string, record: readonly string[], columns: Columns): readonly string[] {
  const header = record.map((name) => name.trim());
  const known = [...columns.required, ...columns.optional];
  const complain = (what: string) =>
    new CommandError(
      `${path} ${what}. Its columns must be ${columns.required.join(', ')}` +
        (columns.optional.length > 0 ? `, and may be ${columns.optional.join(', ')}` : '') +
        ', with commas between them.',
    );
  const unknown = header.find((name) => !known.includes(name));
  const missing = columns.required.find((name) => !header.includes(name));
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (unknown !== undefined) throw complain(`has a column "${unknown}" that is not known here`);
  if (twice !== undefined) throw complain(`has the column ${twice} twice`);
  if (missing !== undefined) throw complain(`has no column ${missing}`);
  return header;
}

function toRow(header: readonly string[], values: readonly string[], line: number): FileRow {
  const record = Object.fromEntries(header.map((name, index) => [name, values[index] ?? '']));
  const wrong: ProblemItem[] = [];
  if (values.length !== header.length) {
    wrong.push({ path: '', detail: `has ${values.length} values where the header has ${header.length}` });
  }
  for (const [name, value] of Object.entries(record)) {
    if (value.includes('\u0000')) wrong.push({ path: name, detail: 'holds a NUL character' });
  }
  return { line, record, wrong };
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** Turns what can go wrong with a file into one sentence; any other error is returned as it is. */
export function explainFile(error: unknown, path: string, line: number): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'ENOENT') return new CommandError(`There is no file ${path}.`);
  if (code === 'EISDIR') return new CommandError(`${path} is a folder, not a file.`);
  if (code === 'EACCES') return new CommandError(`${path} may not be read by this user.`);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new CommandError(`${path} is not UTF-8 text after line ${line}. Save it as "CSV UTF-8" and import that.`);
  }
  if (error instanceof CsvError) {
    return new CommandError(`${path} is not a valid CSV file: ${error.message}. Nothing after that can be read.`);
  }
  return error;
}
