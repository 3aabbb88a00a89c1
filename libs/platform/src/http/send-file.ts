import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { FileStore, StoredFile } from '../files/file-store.js';

/** The answer that is a file, for the caller to keep; whether they may is the route's question. */
export async function sendFile(reply: FastifyReply, files: FileStore, file: StoredFile): Promise<StreamableFile> {
  // Never rendered in our own origin, whatever it holds.
  void reply
    .header('Content-Security-Policy', "sandbox; default-src 'none'")
    .header('Cache-Control', 'private, no-store');
  return new StreamableFile(await files.open(file), {
    type: file.mediaType,
    disposition: `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    length: file.sizeBytes,
  });
}
