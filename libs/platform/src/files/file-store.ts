import { calendarDateOf, InvalidInput, newId, type CalendarDate } from '#libs/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { sqlState, type ReadTx, type Tx } from '../database/unit-of-work.js';
import type { BlobStore } from './blob-store.js';
import { FileQuotaReached } from './files.errors.js';

export const FILE_BYTES_MAX = 10 * 1024 * 1024;
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

export interface InspectedContent {
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly name: string;
}

export interface StoredFile extends InspectedContent {
  readonly id: string;
  readonly organizationId: string;
  /** Who uploaded it. */
  readonly personId: string;
}

/**
 * Private files: content by hash in a blob store, the rest in PostgreSQL. Who may read one is the caller's question.
 * A row is there before its content is and after it is gone, so that no content is without one: {@link reserve} and commit,
 * {@link keep}, {@link confirm}. What is not confirmed is no file yet, and is swept.
 */
export class FileStore {
  constructor(private readonly blobs: BlobStore) {}

  /** @throws InvalidInput for an empty or too large file, or a type – found by content, not by name – that is not allowed. */
  async inspect(content: Buffer, name: string): Promise<InspectedContent> {
    if (content.length === 0)
      throw new InvalidInput([{ path: 'file', detail: 'This file is empty. Choose another one.' }]);
    if (content.length > FILE_BYTES_MAX) {
      throw new InvalidInput([
        { path: 'file', detail: `Choose a file of at most ${FILE_BYTES_MAX / 1024 / 1024} MiB.` },
      ]);
    }
    const mediaType = (await fileTypeFromBuffer(content))?.mime ?? (isText(content) ? 'text/plain' : 'unknown');
    const type = ALLOWED.get(mediaType);
    if (!type && /\.(csv|txt)$/i.test(name)) {
      const detail = 'This file is not UTF-8. Save it as "CSV UTF-8" in your spreadsheet program, and send that.';
      throw new InvalidInput([{ path: 'file', detail }]);
    }
    if (!type) {
      const wanted = [...ALLOWED.values()].map(({ words }) => words).join(', ');
      throw new InvalidInput([{ path: 'file', detail: `This file is ${mediaType} by its content. Send ${wanted}.` }]);
    }
    return {
      sha256: createHash('sha256').update(content).digest('hex'),
      mediaType,
      sizeBytes: content.length,
      name: harmless(name, type.extensions),
    };
  }

  /**
   * Takes room for a file of the organization. From its commit on a sweep leaves the content alone.
   * @throws FileQuotaReached
   */
  async reserve(
    tx: Tx,
    content: InspectedContent,
    organizationId: string,
    retainUntil?: CalendarDate,
  ): Promise<StoredFile> {
    await lock(tx, `files of ${organizationId}`);
    const [used] = await tx.query<[{ bytes: string }]>(
      'SELECT coalesce(sum(size_bytes), 0) AS bytes FROM stored_files WHERE organization_id = $1',
      [organizationId],
    );
    if (BigInt(used.bytes) + BigInt(content.sizeBytes) > ORGANIZATION_BYTES_MAX) throw new FileQuotaReached();
    await lock(tx, content.sha256);
    const id = newId('file');
    const { sha256, mediaType, name, sizeBytes } = content;
    await tx.query(
      `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, retain_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, organizationId, sha256, mediaType, name, sizeBytes, tx.actor.personId, retainUntil ?? null],
    );
    return { ...content, id, organizationId, personId: tx.actor.personId };
  }

  /** Stores the content of a reserved file, outside any transaction. */
  async keep({ sha256 }: StoredFile, content: Buffer): Promise<void> {
    await this.blobs.put(sha256, content);
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

function isText(content: Buffer): boolean {
  if (content.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
