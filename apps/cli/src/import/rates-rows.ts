import { RatesFileBroken, readOperationalRates } from '#libs/reference';
import { open } from 'node:fs/promises';
import { CommandError } from '../command.js';
import { explainFile, readCsv, readUtf8, type Columns, type FileRow } from './csv-rows.js';

/** Streams the rows of a rates file: our own CSV, or the XML of the UN operational rates of exchange. */
export async function* readRates(path: string, columns: Columns): AsyncGenerator<FileRow> {
  if (!(await isXml(path))) return yield* readCsv(path, columns);
  try {
    yield* readOperationalRates(readUtf8(path));
  } catch (error) {
    if (error instanceof RatesFileBroken) throw new CommandError(`${path} cannot be used: ${error.message}`);
    throw explainFile(error, path);
  }
}

async function isXml(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64), position: 0 });
      return /^\ufeff?\s*</.test(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainFile(error, path);
  }
}
