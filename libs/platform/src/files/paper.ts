import type { ProblemItem } from '#libs/kernel';
import type { ReadTx } from '../database/unit-of-work.js';
import { FILE_BYTES_MAX } from './file-store.js';

/**
 * What is wrong with a file that people are to read, as evidence or a letter; null is no file. Of another organization than the
 * actor's anybody could open one by calling it theirs.
 */
export async function paperFaults(
  tx: ReadTx,
  { path, fileId, from }: { readonly path: string; readonly fileId: string | null; readonly from: 'own' | 'anyone' },
): Promise<ProblemItem[]> {
  if (fileId === null) return [];
  const [file] = await tx.query<{ isOwn: boolean; isTooLarge: boolean }[]>(
    `SELECT organization_id = $2 AS "isOwn", size_bytes > $3 AS "isTooLarge"
       FROM stored_files WHERE id = $1 AND kept_at IS NOT NULL`,
    [fileId, tx.actor.organizationId, FILE_BYTES_MAX],
  );
  if (from === 'anyone' && !file) return [{ path, detail: 'Choose a file that was sent here.' }];
  if (from === 'own' && !file?.isOwn) return [{ path, detail: 'Choose a file that your organization sent.' }];
  if (!file?.isTooLarge) return [];
  return [
    { path, detail: `Choose a file of at most ${FILE_BYTES_MAX / 1024 / 1024} MiB; only rows to import may be more.` },
  ];
}
