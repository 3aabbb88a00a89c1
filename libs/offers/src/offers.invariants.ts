import type { Invariant } from '#libs/platform';
import { unknownCodesSql } from './known-codes.js';

const LISTS = [
  ['categoryCodes', 'category_codes'],
  ['typeCodes', 'type_codes'],
  ['earmarkAreas', 'earmark_areas'],
  ['excludedAreas', 'excluded_areas'],
  ['earmarkRegions', 'earmark_regions'],
  ['excludedCategories', 'excluded_categories'],
  ['excludedTypes', 'excluded_types'],
].map(([field, column]) => `SELECT '${field}' AS field, ${column} AS codes, id FROM offers`);

export const offersInvariants: readonly Invariant[] = [
  {
    name: 'offers.committed-within-capacity',
    meaning: 'No offer has promised more than it has.',
    sql: `SELECT 'offer ' || id || ': capacity ' || capacity || ', committed ' || committed AS what FROM offers
           WHERE committed NOT BETWEEN 0 AND capacity`,
  },
  {
    name: 'offers.commitments-were-published',
    meaning: 'Nothing is committed of an offer that was never published.',
    sql: `SELECT 'offer ' || id || ' is ' || state || ' and has ' || committed || ' committed' AS what FROM offers
           WHERE committed > 0 AND published_at IS NULL`,
  },
  {
    name: 'offers.follow-their-words',
    meaning: 'An offer is found by the words that stand in it, and by what it is for and where that lies.',
    sql: `SELECT 'offer ' || id || ' is searched by what it no longer says' AS what FROM offers o
           WHERE search IS DISTINCT FROM offer_document(o)`,
  },
  {
    name: 'offers.codes-are-known',
    meaning: 'Every category, type, country and region that an offer names is in the reference data.',
    sql: `SELECT 'offer ' || id || ': ' || field || ' names ' || code || ', which is not known' AS what
            FROM (${unknownCodesSql(LISTS.join(' UNION ALL '))}) unknown`,
  },
];
