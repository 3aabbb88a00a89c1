import type { ProblemItem } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';

/** The lists of codes of an offer, which no foreign key can check. */
export interface CodeLists {
  readonly categoryCodes: readonly string[];
  readonly typeCodes: readonly string[];
  readonly earmarkAreas: readonly string[];
  readonly excludedAreas: readonly string[];
  readonly earmarkRegions: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly excludedTypes: readonly string[];
}

/** Codes that the reference data does not have; `lists` is a query of at least `field` and `codes`. */
export const unknownCodesSql = (lists: string): string => `
  SELECT lists.*, code.code FROM (${lists}) lists CROSS JOIN unnest(lists.codes) AS code
   WHERE NOT CASE
     WHEN lists.field IN ('categoryCodes', 'excludedCategories') THEN EXISTS (SELECT FROM assistance_categories c WHERE c.code = code.code)
     WHEN lists.field IN ('typeCodes', 'excludedTypes') THEN EXISTS (SELECT FROM assistance_types t WHERE t.code = code.code)
     WHEN lists.field = 'earmarkRegions' THEN EXISTS (SELECT FROM areas a WHERE a.code = code.code AND a.kind <> 'country')
     ELSE EXISTS (SELECT FROM areas a WHERE a.iso2 = code.code) END`;

/** One problem for each code that is not known, at the list that names it. */
export async function unknownCodes(tx: ReadTx, lists: CodeLists): Promise<ProblemItem[]> {
  const { categoryCodes, typeCodes, earmarkAreas, excludedAreas, earmarkRegions, excludedCategories, excludedTypes } =
    lists;
  const rows = await tx.query<{ field: string; code: string }[]>(
    unknownCodesSql(`SELECT 'categoryCodes' AS field, $1::text[] AS codes UNION ALL SELECT 'typeCodes', $2
                     UNION ALL SELECT 'earmarkAreas', $3 UNION ALL SELECT 'excludedAreas', $4
                     UNION ALL SELECT 'earmarkRegions', $5 UNION ALL SELECT 'excludedCategories', $6
                     UNION ALL SELECT 'excludedTypes', $7`),
    [categoryCodes, typeCodes, earmarkAreas, excludedAreas, earmarkRegions, excludedCategories, excludedTypes],
  );
  return rows.map(({ field, code }) => ({ path: field, detail: `name ${code}, which is not known; see /reference` }));
}
