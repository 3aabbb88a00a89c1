import { calendarDateOf, InvalidInput, newId, type CalendarDate } from '#libs/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ReadTx, Tx } from '../database/unit-of-work.js';
import type { BlobStore } from './blob-store.js';
import { FileQuotaReached } from './files.errors.js';

export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** Per organization; a safety net against filling the disk. */
const ORGANIZATION_BYTES_MAX = 2n * 1024n ** 3n;

const ALLOWED = new Map([
  ['application/pdf', 'PDF'],
  ['image/png', 'PNG'],
  ['image/jpeg', 'JPEG'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'DOCX'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'XLSX'],
  ['text/plain', 'plain text or CSV'],
]);

export interface KeptContent {
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly name: string;
}

export interface StoredFile extends KeptContent {
  readonly id: string;
  readonly organizationId: string;
}

/** Private files: content by hash in a blob store, the rest in PostgreSQL. Who may read one is the caller's question. */
export class FileStore {
  constructor(private readonly blobs: BlobStore) {}

  /**
   * Takes in content, outside any transaction; {@link record} makes it a file. Content that is never recorded is swept.
   * @throws InvalidInput for an empty or too large file, or a type – found by content, not by name – that is not allowed.
   */
  async keep(content: Buffer, name: string): Promise<KeptContent> {
    if (content.length === 0) throw new InvalidInput([{ path: 'file', detail: 'is empty' }]);
    if (content.length > FILE_BYTES_MAX) {
      throw new InvalidInput([{ path: 'file', detail: `is larger than ${FILE_BYTES_MAX / 1024 / 1024} MiB` }]);
    }
    const mediaType = (await fileTypeFromBuffer(content))?.mime ?? (isText(content) ? 'text/plain' : 'unknown');
    if (!ALLOWED.has(mediaType)) {
      throw new InvalidInput([
        { path: 'file', detail: `is ${mediaType} by its content; send ${[...ALLOWED.values()].join(', ')}` },
      ]);
    }
    const sha256 = createHash('sha256').update(content).digest('hex');
    await this.blobs.put(sha256, content);
    return {
      sha256,
      mediaType,
      sizeBytes: content.length,
      name: name.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(0, 120) || 'file',
    };
  }

  async record(tx: Tx, kept: KeptContent, organizationId: string, retainUntil?: CalendarDate): Promise<StoredFile> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`files of ${organizationId}`]);
    const [used] = await tx.query<[{ bytes: string }]>(
      'SELECT coalesce(sum(size_bytes), 0) AS bytes FROM stored_files WHERE organization_id = $1',
      [organizationId],
    );
    if (BigInt(used.bytes) + BigInt(kept.sizeBytes) > ORGANIZATION_BYTES_MAX) throw new FileQuotaReached();
    const id = newId('file');
    await tx.query(
      `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, retain_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        organizationId,
        kept.sha256,
        kept.mediaType,
        kept.name,
        kept.sizeBytes,
        tx.actor.personId,
        retainUntil ?? null,
      ],
    );
    return { ...kept, id, organizationId };
  }

  async find(tx: ReadTx, id: string): Promise<StoredFile | null> {
    const rows = await tx.query<StoredFile[]>(
      `SELECT id, organization_id AS "organizationId", content_sha256 AS sha256, media_type AS "mediaType", name,
              size_bytes::int AS "sizeBytes"
         FROM stored_files WHERE id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  open(file: StoredFile): Promise<Readable> {
    return this.blobs.open(file.sha256);
  }

  /** Removes files past their retention date; returns how many. Content that another file shares stays. */
  async removeExpired(tx: Tx, today: CalendarDate = calendarDateOf(new Date())): Promise<number> {
    const [expired] = await tx.query<[{ sha256: string }[], number]>(
      'DELETE FROM stored_files WHERE retain_until < $1 RETURNING content_sha256 AS sha256',
      [today],
    );
    for (const { sha256 } of expired) {
      const shared = await tx.query<unknown[]>('SELECT 1 FROM stored_files WHERE content_sha256 = $1 LIMIT 1', [
        sha256,
      ]);
      if (shared.length === 0) await this.blobs.remove(sha256);
    }
    return expired.length;
  }
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
