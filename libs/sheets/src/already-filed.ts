import { wordsOf, type ReadTx, type Sheet, type SheetRow } from '#libs/platform';
import { createHash } from 'node:crypto';

/** Equal rows of one file are as many entries; so many of one are looked up at once. */
const SAME_MAX = 100;

/** A need or an offer that rows filed or changed. */
export interface FiledBefore {
  readonly entryId: string;
  /** Of rows that changed what stood here, {@link UsedRows.effect}. */
  readonly effect: string | null;
}

/** What rows that stand together say, in short. */
export function wordsSha256(sheet: Sheet, rows: readonly SheetRow[]): string {
  const cells = rows.map((row) => row.cells);
  const words = wordsOf(
    cells,
    sheet.columns,
    cells.every((row) => sheet.isNew(row)),
  );
  return createHash('sha256').update(words).digest('hex');
}

/**
 * The needs or offers that earlier imports of the organization filed from rows of the same words, the oldest first, and that
 * the rows of this import have not met yet. What was withdrawn is no longer filed; of something new, what was changed since still
 * is; of what stood here, only what nothing else changed since. One import of an organization runs at a time, so nobody else
 * files them meanwhile.
 */
export async function entriesFiledBefore(
  tx: ReadTx,
  importId: string,
  sheet: Sheet,
  sha256s: readonly string[],
): Promise<Map<string, FiledBefore[]>> {
  const found = await tx.query<(FiledBefore & { sha256: string })[]>(
    `SELECT w.sha256, e.entry_id AS "entryId", e.effect
       FROM imports own, unnest($2::text[]) AS w(sha256) CROSS JOIN LATERAL (
         SELECT DISTINCT r.entry_id, r.effect FROM import_rows r JOIN imports i ON i.id = r.import_id
          WHERE r.words_sha256 = w.sha256 AND i.id <> own.id AND i.organization_id = own.organization_id AND i.kind = own.kind
            AND r.entry_id > coalesce((SELECT max(met.entry_id) FROM import_rows met
                                        WHERE met.words_sha256 = w.sha256 AND met.import_id = own.id), '')
          ORDER BY r.entry_id, r.effect DESC LIMIT ${SAME_MAX}) e
      WHERE own.id = $1 ORDER BY e.entry_id`,
    [importId, [...new Set(sha256s)]],
  );
  if (found.length === 0) return new Map();
  const standing = await sheet.standing(
    tx,
    found.map(({ entryId }) => entryId),
  );
  const filed = new Map<string, FiledBefore[]>();
  for (const { sha256, entryId, effect } of found) {
    const now = standing.get(entryId);
    if (!now || (effect !== null && !now.effects.includes(effect))) continue;
    filed.set(sha256, [...(filed.get(sha256) ?? []), { entryId, effect }]);
  }
  return filed;
}
