import {
  readCsv as readCsvFile,
  readUtf8 as readUtf8File,
  UnreadableFile,
  type Columns,
  type FileRow,
} from '#libs/platform';
import { createReadStream } from 'node:fs';
import { CommandError } from '../command.js';

export type { Columns, FileRow };

const fileAt = (path: string) => ({ name: path, open: () => createReadStream(path) as AsyncIterable<Buffer> });

/** @throws CommandError when the file cannot be read as CSV or its header is not the expected one */
export async function* readCsv(path: string, columns: Columns): AsyncGenerator<FileRow> {
  try {
    yield* readCsvFile(fileAt(path), columns);
  } catch (error) {
    throw explainFile(error, path);
  }
}

/** @throws CommandError where it stops being UTF-8, after what stands before that */
export async function* readUtf8(path: string): AsyncGenerator<string> {
  try {
    yield* readUtf8File(fileAt(path));
  } catch (error) {
    throw explainFile(error, path);
  }
}

/** Turns what can go wrong with a file into one sentence; any other error is returned as it is. */
export function explainFile(error: unknown, path: string): unknown {
  if (error instanceof UnreadableFile) return new CommandError(error.message, { cause: error });
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new CommandError(`There is no file ${path}. Check the path.`);
  if (code === 'EISDIR') return new CommandError(`${path} is a folder, not a file. Name the file in it.`);
  if (code === 'EACCES') return new CommandError(`${path} may not be read by this user. Give it the right to.`);
  return syscall === undefined ? error : new CommandError(`${path} cannot be read: ${message}. Check the path.`);
}
