import type { Invariant } from '#libs/platform';

export const referenceInvariants: readonly Invariant[] = [
  {
    name: 'reference.areas-are-named',
    meaning: 'Every country, area and group has an English name.',
    sql: `SELECT 'area ' || a.code || ' has no English name' AS what FROM areas a
           WHERE NOT EXISTS (SELECT FROM area_names n WHERE n.area_code = a.code AND n.language = 'en')`,
  },
  {
    name: 'reference.areas-lie-in-groups',
    meaning: 'Areas lie in a region, subregion and intermediate region of that kind, each inside the next.',
    sql: `SELECT 'area ' || a.code || ' does not lie in groups of the right kind' AS what
            FROM areas a
            LEFT JOIN areas r ON r.code = a.region_code
            LEFT JOIN areas s ON s.code = a.subregion_code
            LEFT JOIN areas i ON i.code = a.intermediate_region_code
           WHERE r.kind <> 'region' OR s.kind <> 'subregion' OR i.kind <> 'intermediate-region'
              OR s.region_code IS DISTINCT FROM CASE WHEN s.code IS NOT NULL THEN a.region_code END
              OR i.subregion_code IS DISTINCT FROM CASE WHEN i.code IS NOT NULL THEN a.subregion_code END`,
  },
  {
    name: 'reference.member-states',
    meaning: 'The United Nations have 193 Member States.',
    sql: `SELECT count(*) || ' areas are marked as Member States' AS what FROM areas WHERE un_member
          HAVING count(*) NOT IN (0, 193)`,
  },
  {
    name: 'reference.lists-are-dated',
    meaning: 'Where areas are marked as members of a list, its date and source are on record.',
    sql: `SELECT 'the list ' || l.name || ' has no date' AS what
            FROM (SELECT DISTINCT name FROM area_groups
                  UNION ALL SELECT 'un-members' WHERE EXISTS (SELECT FROM areas WHERE un_member)) l
           WHERE NOT EXISTS (SELECT FROM reference_lists r WHERE r.name = l.name)`,
  },
  {
    name: 'reference.only-other-never-matches',
    meaning: 'OTHER, and nothing else, is a category that the engine never matches.',
    sql: `SELECT 'category ' || code || ' should ' || CASE WHEN never_matches THEN '' ELSE 'not ' END || 'match' AS what
            FROM assistance_categories WHERE never_matches <> (code = 'OTHER')`,
  },
];
