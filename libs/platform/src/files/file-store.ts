import { calendarDateOf, InvalidInput, newId, type CalendarDate } from '#libs/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { sqlState, type ReadTx, type Tx } from '../database/unit-of-work.js';
import type { BlobStore } from './blob-store.js';
import { FileQuotaReached } from './files.errors.js';

const MIB = 1024 * 1024;
/** Of a file that people are to read, and of every file that is no text. */
export const FILE_BYTES_MAX = 10 * MIB;
/** Of text: rows of CSV are read one by one, never as a whole. */
export const TEXT_BYTES_MAX = 128 * MIB;
/** Per organization; a safety net against filling the disk. */
const ORGANIZATION_BYTES_MAX = 2n * 1024n ** 3n;
/** An upload that is not confirmed by then never ended; far more than storing takes. */
export const UNFINISHED_AFTER_MINUTES = 60;
/** Files that one run removes. */
const SWEPT_MAX = 500;
const FOREIGN_KEY_VIOLATION = '23503';

/** What is taken, in words, and how the name of such a file may end; a name that ends otherwise gets the first of them. */
const ALLOWED = new Map<string, { readonly words: string; readonly extensions: readonly [string, ...string[]] }>([
  ['application/pdf', { words: 'PDF', extensions: ['.pdf'] }],
  ['image/png', { words: 'PNG', extensions: ['.png'] }],
  ['image/jpeg', { words: 'JPEG', extensions: ['.jpg', '.jpeg'] }],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', { words: 'DOCX', extensions: ['.docx'] }],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', { words: 'XLSX', extensions: ['.xlsx'] }],
  ['text/plain', { words: 'plain text or CSV', extensions: ['.txt', '.csv'] }],
]);
const NAME_CHARS_MAX = 120;

interface InspectedContent {
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly name: string;
}

/** Content that is on this machine's disk and nowhere else, until it is kept or {@link FileStore.discard}ed. */
export interface ReceivedContent extends InspectedContent {
  readonly spool: FileHandle;
}

export interface StoredFile extends InspectedContent {
  readonly id: string;
  readonly organizationId: string;
  /** Who uploaded it. */
  readonly personId: string;
}

/**
 * Private files: content by hash in a blob store, the rest in PostgreSQL. Who may read one is the caller's question.
 * A row is there before its content is and after it is gone, so that no content is without one: {@link receive}, {@link reserve}
 * and commit, {@link keep}, {@link confirm}; whatever happens, {@link discard}. What is not confirmed is no file yet, and is swept.
 */
export class FileStore {
  /** `spoolFolder`: where content lies while it arrives. */
  constructor(
    private readonly blobs: BlobStore,
    private readonly spoolFolder = tmpdir(),
  ) {}

  /**
   * Reads content to its end, in bounded memory. When it refuses, or the content is cut off, nothing of it is left.
   * @throws InvalidInput for an empty or too large file, or a type – found by content, not by name – that is not allowed.
   */
  async receive(content: AsyncIterable<Buffer>, name: string): Promise<ReceivedContent> {
    await mkdir(this.spoolFolder, { recursive: true, mode: 0o700 });
    const path = join(this.spoolFolder, `${randomUUID()}.partial`);
    const spool = await open(path, 'wx+', 0o600);
    try {
      await rm(path); // a file without a name goes with its process, however that ends
      return { ...(await spooled(content, name, spool)), spool };
    } catch (error) {
      await spool.close();
      throw error;
    }
  }

  async discard({ spool }: ReceivedContent): Promise<void> {
    await spool.close();
  }

  /**
   * Takes room for a file of the organization. From its commit on a sweep leaves the content alone.
   * @throws FileQuotaReached
   */
  async reserve(
    tx: Tx,
    { sha256, mediaType, name, sizeBytes }: InspectedContent,
    organizationId: string,
    retainUntil?: CalendarDate,
  ): Promise<StoredFile> {
    await lock(tx, `files of ${organizationId}`);
    const [used] = await tx.query<[{ bytes: string }]>(
      'SELECT coalesce(sum(size_bytes), 0) AS bytes FROM stored_files WHERE organization_id = $1',
      [organizationId],
    );
    if (BigInt(used.bytes) + BigInt(sizeBytes) > ORGANIZATION_BYTES_MAX) throw new FileQuotaReached();
    await lock(tx, sha256);
    const id = newId('file');
    await tx.query(
      `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, retain_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, organizationId, sha256, mediaType, name, sizeBytes, tx.actor.personId, retainUntil ?? null],
    );
    return { sha256, mediaType, name, sizeBytes, id, organizationId, personId: tx.actor.personId };
  }

  /** Stores the content of a reserved file, outside any transaction. */
  async keep({ sha256, sizeBytes }: StoredFile, { spool }: ReceivedContent): Promise<void> {
    const content = spool.createReadStream({ start: 0, autoClose: false });
    try {
      await this.blobs.put(sha256, content, sizeBytes);
    } finally {
      content.destroy();
    }
  }

  /** @throws InvalidInput when storing took so long that the file was swept meanwhile */
  async confirm(tx: Tx, { id }: StoredFile): Promise<void> {
    const [, count] = await tx.query<[unknown[], number]>('UPDATE stored_files SET kept_at = now() WHERE id = $1', [
      id,
    ]);
    if (count === 0) {
      throw new InvalidInput([{ path: 'file', detail: 'Storing the file took too long. Send it again.' }]);
    }
  }

  async find(tx: ReadTx, id: string): Promise<StoredFile | null> {
    const rows = await tx.query<StoredFile[]>(
      `SELECT id, organization_id AS "organizationId", created_by AS "personId", content_sha256 AS sha256, media_type AS "mediaType", name,
              size_bytes::int AS "sizeBytes"
         FROM stored_files WHERE id = $1 AND kept_at IS NOT NULL`,
      [id],
    );
    return rows[0] ?? null;
  }

  open(file: StoredFile): Promise<Readable> {
    return this.blobs.open(file.sha256);
  }

  /**
   * Removes some of the files past their retention date, and of the uploads that never ended; returns how many. Content that
   * another file shares stays, and so does a file that something still refers to. A run that fails leaves what is due to the
   * next one.
   */
  async sweep(tx: Tx, today: CalendarDate = calendarDateOf(new Date())): Promise<number> {
    // In any order, so that files that are still referred to do not stand in the way of the others.
    const due = await tx.query<{ id: string; sha256: string }[]>(
      `SELECT id, content_sha256 AS sha256 FROM stored_files
        WHERE retain_until < $1 OR kept_at IS NULL AND created_at < now() - $2 * interval '1 minute'
        ORDER BY random() LIMIT ${SWEPT_MAX} FOR UPDATE SKIP LOCKED`,
      [today, UNFINISHED_AFTER_MINUTES],
    );
    let removed = 0;
    for (const { id, sha256 } of due.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))) {
      await lock(tx, sha256);
      if (!(await deleteRow(tx, id))) continue;
      removed += 1;
      const shared = await tx.query<unknown[]>('SELECT 1 FROM stored_files WHERE content_sha256 = $1 LIMIT 1', [
        sha256,
      ]);
      // Inside the transaction, though a store may be far away: only so does no upload come between the look and the removal.
      if (shared.length === 0) await this.blobs.remove(sha256);
    }
    return removed;
  }
}

/** Until the end of the transaction. Who reserves content and who removes it wait for each other. */
async function lock(tx: Tx, name: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

/** False: something refers to the file. */
async function deleteRow(tx: Tx, id: string): Promise<boolean> {
  await tx.query('SAVEPOINT one_file');
  try {
    await tx.query('DELETE FROM stored_files WHERE id = $1', [id]);
    await tx.query('RELEASE SAVEPOINT one_file');
    return true;
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT one_file');
    return false;
  }
}

/** Without characters that mean something to a system, and with an ending that says what it is. */
function harmless(name: string, extensions: readonly [string, ...string[]]): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]/gu, '_') || 'file';
  const extension = extensions.find((one) => plain.toLowerCase().endsWith(one));
  const stem = extension === undefined ? plain : plain.slice(0, -extension.length);
  const end = extension === undefined ? extensions[0] : plain.slice(-extension.length);
  return `${[...stem].slice(0, NAME_CHARS_MAX - end.length).join('')}${end}`; // a character may be two units of a string
}

/** Writes content down while it arrives, and says what it is. @throws InvalidInput */
async function spooled(content: AsyncIterable<Buffer>, name: string, spool: FileHandle): Promise<InspectedContent> {
  const hash = createHash('sha256');
  const text = new TextCheck();
  const saysText = /\.(csv|txt)$/i.test(name);
  let sizeBytes = 0;
  for await (const chunk of content) {
    sizeBytes += chunk.length;
    text.add(chunk);
    if (sizeBytes > TEXT_BYTES_MAX) throw tooLarge(text.holds);
    if (sizeBytes > FILE_BYTES_MAX && !text.holds) throw saysText ? wrongFile(NOT_UTF8) : tooLarge(false);
    hash.update(chunk);
    await spool.writeFile(chunk);
  }
  if (sizeBytes === 0) throw wrongFile('This file is empty. Choose another one.');
  const beginning = Buffer.alloc(Math.min(sizeBytes, FILE_BYTES_MAX));
  await spool.read(beginning, 0, beginning.length, 0);
  const mediaType = (await fileTypeFromBuffer(beginning))?.mime ?? (text.end() ? 'text/plain' : 'unknown');
  const type = ALLOWED.get(mediaType);
  if (!type && saysText) throw wrongFile(NOT_UTF8);
  if (!type) {
    const wanted = [...ALLOWED.values()].map(({ words }) => words).join(', ');
    throw wrongFile(`This file is ${mediaType} by its content. Send ${wanted}.`);
  }
  if (sizeBytes > FILE_BYTES_MAX && mediaType !== 'text/plain') throw tooLarge(false);
  return { sha256: hash.digest('hex'), mediaType, sizeBytes, name: harmless(name, type.extensions) };
}

const NOT_UTF8 = 'This file is not UTF-8. Save it as "CSV UTF-8" in your spreadsheet program, and send that.';

function wrongFile(detail: string): InvalidInput {
  return new InvalidInput([{ path: 'file', detail }]);
}

function tooLarge(isText: boolean): InvalidInput {
  const [most, textMost] = [FILE_BYTES_MAX / MIB, TEXT_BYTES_MAX / MIB];
  return wrongFile(
    isText
      ? `This file is larger than ${textMost} MiB. Send its rows in parts.`
      : `Choose a file of at most ${most} MiB. Only CSV with rows to import may be larger, up to ${textMost} MiB.`,
  );
}

/** Whether content that arrives in pieces is UTF-8 text. */
class TextCheck {
  holds = true;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  add(chunk: Buffer): void {
    this.holds &&= !chunk.includes(0) && this.decodes(chunk);
  }

  /** Whether the whole of it was. */
  end(): boolean {
    return this.holds && this.decodes();
  }

  private decodes(chunk?: Buffer): boolean {
    try {
      this.decoder.decode(chunk, { stream: chunk !== undefined });
      return true;
    } catch {
      return false;
    }
  }
}
