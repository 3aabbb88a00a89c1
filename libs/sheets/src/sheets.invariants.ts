import type { Invariant } from '#libs/platform';

export const sheetsInvariants: readonly Invariant[] = [
  {
    name: 'sheets.rows-are-counted',
    meaning: 'The numbers of an import are those of its rows.',
    sql: `
      SELECT format('import %s counts %s rows as used, and %s are', i.id, i.created + i.updated + i.proposed + i.unchanged + i.already_filed + i.refused,
                    count(r.outcome)) AS what
        FROM imports i LEFT JOIN import_rows r ON r.import_id = i.id
       GROUP BY i.id
      HAVING i.created <> count(*) FILTER (WHERE r.outcome = 'created')
          OR i.updated <> count(*) FILTER (WHERE r.outcome = 'updated')
          OR i.proposed <> count(*) FILTER (WHERE r.outcome = 'proposed')
          OR i.unchanged <> count(*) FILTER (WHERE r.outcome = 'unchanged')
          OR i.already_filed <> count(*) FILTER (WHERE r.outcome = 'already-filed')
          OR i.refused <> count(*) FILTER (WHERE r.outcome = 'refused')
          OR i.rows <> count(r.line)`,
  },
];
