import type { ProblemItem } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import type { NeedContent } from './need.rules.js';

interface Named {
  readonly path: string;
  readonly list: keyof typeof UNKNOWN;
  readonly code: string | null | undefined;
}

const UNKNOWN = {
  category: 'Choose an assistance category from the list.',
  type: 'Choose a type of assistance from the list.',
  currency: 'Choose a currency from the list.',
  unit: 'Choose a unit from the list.',
  report: 'Choose a national report of your organization.',
  paragraph: 'no category of assistance rests on it',
};

/** What a need names and nobody knows here, at the place that names it; of its area, its organization's areas decide. */
export function unknownNames(
  tx: ReadTx,
  content: Partial<NeedContent>,
  organizationId: string,
): Promise<ProblemItem[]> {
  const { paragraphs = [], reportId, items = [] } = content;
  return unknownAmong(tx, organizationId, [
    ...paragraphs.map((code) => ({ path: 'paragraphs', list: 'paragraph', code }) as const),
    { path: 'reportId', list: 'report', code: reportId },
    ...items.flatMap(({ categoryCode, typeCode, measure, unitCost }, index): Named[] => [
      { path: `items.${index}.categoryCode`, list: 'category', code: categoryCode },
      { path: `items.${index}.typeCode`, list: 'type', code: typeCode },
      { path: `items.${index}.measure.currency`, list: 'currency', code: measure.currency },
      { path: `items.${index}.measure.unit`, list: 'unit', code: measure.unit },
      { path: `items.${index}.unitCost.currency`, list: 'currency', code: unitCost?.currency },
    ]),
  ]);
}

/** Reports are those of the organization. */
export async function unknownAmong(
  tx: ReadTx,
  organizationId: string,
  named: readonly Named[],
): Promise<ProblemItem[]> {
  const given = named.filter(({ code }) => (code ?? '') !== '');
  if (given.length === 0) return [];
  const rows = await tx.query<(Named & { code: string })[]>(
    `SELECT path, list, code FROM jsonb_to_recordset($1::jsonb) AS named (path text, list text, code text)
      WHERE NOT CASE list
        WHEN 'category' THEN EXISTS (SELECT FROM assistance_categories c WHERE c.code = named.code)
        WHEN 'type' THEN EXISTS (SELECT FROM assistance_types t WHERE t.code = named.code)
        WHEN 'currency' THEN EXISTS (SELECT FROM currencies c WHERE c.code = named.code)
        WHEN 'unit' THEN EXISTS (SELECT FROM units u WHERE u.code = named.code)
        WHEN 'report' THEN EXISTS (SELECT FROM national_reports r WHERE r.id = named.code AND r.organization_id = $2)
        ELSE EXISTS (SELECT FROM assistance_categories c WHERE named.code = ANY (c.paragraphs)) END`,
    [JSON.stringify(given), organizationId],
  );
  return rows.map(({ path, list, code }) => ({
    path,
    detail: list === 'paragraph' ? `Leave ${code} out: ${UNKNOWN[list]}.` : UNKNOWN[list],
  }));
}
