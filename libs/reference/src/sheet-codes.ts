import type { CodeList, ReadTx } from '#libs/platform';

/** The codes that a sheet may name, as its dictionary lists them. */
export async function sheetCodes(tx: ReadTx): Promise<Record<CodeList, readonly string[]>> {
  const [codes] = await tx.query<[Record<CodeList, readonly string[]>]>(
    `SELECT (SELECT array_agg(code ORDER BY position) FROM assistance_categories) AS category,
            (SELECT array_agg(code ORDER BY position) FROM assistance_types) AS type,
            (SELECT array_agg(code ORDER BY position) FROM units) AS unit`,
  );
  return codes;
}
