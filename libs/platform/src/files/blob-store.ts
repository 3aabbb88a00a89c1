import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Client } from 'minio';
import type { Readable } from 'node:stream';

/** Of content that is handed to S3 so much is in memory at a time. */
const PART_BYTES = 10 * 1024 * 1024;

/** Content by its SHA-256 (lower-case hex). Two kinds: a folder, and anything that speaks S3. */
export interface BlobStore {
  /** Idempotent: the same content again changes nothing, and may then be left unread. */
  put(sha256: string, content: Readable, sizeBytes: number): Promise<void>;
  open(sha256: string): Promise<Readable>;
  /** Also what a crash left of it. Not there: nothing happens. */
  remove(sha256: string): Promise<void>;
}

export class FolderBlobs implements BlobStore {
  constructor(private readonly folder: string) {}

  async put(sha256: string, content: Readable): Promise<void> {
    const path = this.pathOf(sha256);
    if (await stat(path).catch(() => null)) return;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const partial = `${path}.${randomUUID()}.partial`;
    try {
      const file = await open(partial, 'wx', 0o600);
      try {
        for await (const piece of content as AsyncIterable<Buffer>) await file.writeFile(piece);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async open(sha256: string): Promise<Readable> {
    return createReadStream(this.pathOf(sha256));
  }

  async remove(sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    const names = await readdir(dirname(path)).catch(() => []);
    for (const name of names.filter((one) => one.startsWith(sha256)))
      await rm(join(dirname(path), name), { force: true });
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

export class S3Blobs implements BlobStore {
  private constructor(
    private readonly client: Client,
    private readonly bucket: string,
  ) {}

  /** `https://key:secret@host:port/bucket?region=eu-west-1`. Connects at the first use. */
  static async at(url: string): Promise<S3Blobs> {
    const { Client } = await import('minio'); // a tenth of what a process loads at its start, and a folder needs none of it
    const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
    const useSSL = protocol === 'https:';
    const client = new Client({
      endPoint: hostname,
      port: port ? Number(port) : useSSL ? 443 : 80,
      useSSL,
      accessKey: decodeURIComponent(username),
      secretKey: decodeURIComponent(password),
      region: searchParams.get('region') ?? 'us-east-1',
      pathStyle: true,
      partSize: PART_BYTES,
    });
    return new S3Blobs(client, pathname.slice(1));
  }

  async put(sha256: string, content: Readable, sizeBytes: number): Promise<void> {
    await this.client.putObject(this.bucket, sha256, content, sizeBytes);
  }

  async open(sha256: string): Promise<Readable> {
    return this.client.getObject(this.bucket, sha256);
  }

  async remove(sha256: string): Promise<void> {
    await this.client.removeObject(this.bucket, sha256);
  }
}
