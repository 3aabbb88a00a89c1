import type { ProblemItem } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';

/** The lists of codes of an offer, which no foreign key can check. */
interface CodeLists {
  readonly categoryCodes: readonly string[];
  readonly typeCodes: readonly string[];
  readonly earmarkAreas: readonly string[];
  readonly excludedAreas: readonly string[];
  readonly earmarkRegions: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly excludedTypes: readonly string[];
}

interface Named extends CodeLists {
  readonly measure: { readonly currency?: string; readonly unit?: string };
  readonly implementerId: string | null;
}

/** Codes that the reference data does not have; `lists` is a query of at least `field` and `codes`. */
export const unknownCodesSql = (lists: string): string => `
  SELECT lists.*, code.code FROM (${lists}) lists CROSS JOIN unnest(lists.codes) AS code
   WHERE NOT CASE
     WHEN lists.field IN ('categoryCodes', 'excludedCategories') THEN EXISTS (SELECT FROM assistance_categories c WHERE c.code = code.code)
     WHEN lists.field IN ('typeCodes', 'excludedTypes') THEN EXISTS (SELECT FROM assistance_types t WHERE t.code = code.code)
     WHEN lists.field = 'measure.currency' THEN EXISTS (SELECT FROM currencies c WHERE c.code = code.code)
     WHEN lists.field = 'measure.unit' THEN EXISTS (SELECT FROM units u WHERE u.code = code.code)
     WHEN lists.field = 'implementerId' THEN EXISTS (SELECT FROM organizations o WHERE o.id = code.code)
     WHEN lists.field = 'earmarkRegions' THEN EXISTS (SELECT FROM areas a WHERE a.code = code.code AND a.kind <> 'country')
     ELSE EXISTS (SELECT FROM areas a WHERE a.iso2 = code.code) END`;

/** One problem for each name that is not known, at the place that names it. */
export async function unknownNames(tx: ReadTx, { measure, implementerId, ...lists }: Named): Promise<ProblemItem[]> {
  const { categoryCodes, typeCodes, earmarkAreas, excludedAreas, earmarkRegions, excludedCategories, excludedTypes } =
    lists;
  const one = (code: string | null | undefined) => (code ? [code] : []);
  const rows = await tx.query<{ field: string; code: string }[]>(
    unknownCodesSql(`SELECT 'categoryCodes' AS field, $1::text[] AS codes UNION ALL SELECT 'typeCodes', $2
                     UNION ALL SELECT 'earmarkAreas', $3 UNION ALL SELECT 'excludedAreas', $4
                     UNION ALL SELECT 'earmarkRegions', $5 UNION ALL SELECT 'excludedCategories', $6
                     UNION ALL SELECT 'excludedTypes', $7 UNION ALL SELECT 'measure.currency', $8
                     UNION ALL SELECT 'measure.unit', $9 UNION ALL SELECT 'implementerId', $10`),
    [
      ...[categoryCodes, typeCodes, earmarkAreas, excludedAreas, earmarkRegions, excludedCategories, excludedTypes],
      ...[one(measure.currency), one(measure.unit), one(implementerId)],
    ],
  );
  return rows.map(({ field, code }) => ({
    path: field,
    detail: UNKNOWN[field] ?? `Choose from the list: ${code} is not known here.`,
  }));
}

const UNKNOWN: Readonly<Record<string, string>> = {
  'measure.currency': 'Choose a currency from the list.',
  'measure.unit': 'Choose a unit from the list.',
  implementerId: 'Choose an organization from the list.',
};
