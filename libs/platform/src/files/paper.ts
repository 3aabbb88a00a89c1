import type { ProblemItem } from '#libs/kernel';
import type { ReadTx } from '../database/unit-of-work.js';
import { FILE_BYTES_MAX } from './file-store.js';

type From = 'own' | 'anyone';

/**
 * What is wrong with a file that people are to read, as evidence or a letter; null is no file. Of another organization than the
 * actor's anybody could open one by calling it theirs.
 */
export async function paperFaults(
  tx: ReadTx,
  { path, fileId, from }: { readonly path: string; readonly fileId: string | null; readonly from: From },
): Promise<ProblemItem[]> {
  if (fileId === null) return [];
  const [file] = await papers(tx, [fileId]);
  return faultsOf(file, path, from);
}

/** As {@link paperFaults}, of several in one field, each at its own place in it: `path.0`. */
export async function papersFaults(
  tx: ReadTx,
  { path, fileIds, from }: { readonly path: string; readonly fileIds: readonly string[]; readonly from: From },
): Promise<ProblemItem[]> {
  if (fileIds.length === 0) return [];
  const found = new Map((await papers(tx, fileIds)).map((file) => [file.id, file]));
  return fileIds.flatMap((id, index) => faultsOf(found.get(id), `${path}.${index}`, from));
}

interface Paper {
  readonly id: string;
  readonly isOwn: boolean;
  readonly isTooLarge: boolean;
}

function papers(tx: ReadTx, ids: readonly string[]): Promise<Paper[]> {
  return tx.query(
    `SELECT id, organization_id = $2 AS "isOwn", size_bytes > $3 AS "isTooLarge"
       FROM stored_files WHERE id = ANY($1) AND kept_at IS NOT NULL`,
    [ids, tx.actor.organizationId, FILE_BYTES_MAX],
  );
}

function faultsOf(file: Paper | undefined, path: string, from: From): ProblemItem[] {
  if (from === 'anyone' && !file) return [{ path, detail: 'Choose a file that was sent here.' }];
  if (from === 'own' && !file?.isOwn) return [{ path, detail: 'Choose a file that your organization sent.' }];
  if (!file?.isTooLarge) return [];
  return [
    { path, detail: `Choose a file of at most ${FILE_BYTES_MAX / 1024 / 1024} MiB; only rows to import may be more.` },
  ];
}
