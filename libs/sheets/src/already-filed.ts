import { wordsOf, type ReadTx, type Sheet, type SheetRow } from '#libs/platform';
import { createHash } from 'node:crypto';

/** Equal rows of one file are as many entries; so many of one are looked up at once. */
const SAME_MAX = 100;

/** What rows that stand together say, in short; null where they are about something that stands here. */
export function wordsSha256(sheet: Sheet, rows: readonly SheetRow[]): string | null {
  if (!rows.every(({ cells }) => sheet.isNew(cells))) return null;
  const words = wordsOf(
    rows.map(({ cells }) => cells),
    sheet.columns,
  );
  return createHash('sha256').update(words).digest('hex');
}

/**
 * The needs or offers that earlier imports of the organization filed from rows of the same words, the oldest first, and that
 * the rows of this import have not met yet. What was withdrawn is no longer filed; what was changed since still is. One import of
 * an organization runs at a time, so nobody else files them meanwhile.
 */
export async function entriesFiledBefore(
  tx: ReadTx,
  importId: string,
  sheet: Sheet,
  sha256s: readonly string[],
): Promise<Map<string, string[]>> {
  const found = await tx.query<{ sha256: string; id: string }[]>(
    `SELECT w.sha256, e.entry_id AS id
       FROM imports own, unnest($2::text[]) AS w(sha256) CROSS JOIN LATERAL (
         SELECT DISTINCT r.entry_id FROM import_rows r JOIN imports i ON i.id = r.import_id
          WHERE r.words_sha256 = w.sha256 AND i.id <> own.id AND i.organization_id = own.organization_id AND i.kind = own.kind
            AND r.entry_id > coalesce((SELECT max(met.entry_id) FROM import_rows met
                                        WHERE met.words_sha256 = w.sha256 AND met.import_id = own.id), '')
          ORDER BY r.entry_id LIMIT ${SAME_MAX}) e
      WHERE own.id = $1 ORDER BY e.entry_id`,
    [importId, [...new Set(sha256s)]],
  );
  const ids = found.map(({ id }) => id);
  const standing = ids.length > 0 ? await sheet.titles(tx, ids) : new Map<string, string>();
  const filed = new Map<string, string[]>();
  for (const { sha256, id } of found.filter((one) => standing.has(one.id))) {
    filed.set(sha256, [...(filed.get(sha256) ?? []), id]);
  }
  return filed;
}
