import type { MigrationInterface, QueryRunner } from 'typeorm';

const some = (...columns: string[]) => `${columns.map((column) => `cardinality(${column})`).join(' + ')} > 0`;
const FOR_SOMETHING = some('category_codes', 'type_codes');
const FOR_ONE = `(cardinality(earmark_areas) > 0 OR implementer_id IS NOT NULL)`;
const BOUND = some(
  ...['category_codes', 'type_codes', 'earmark_regions', 'earmark_groups', 'implementer_kinds'],
  ...['excluded_areas', 'excluded_categories', 'excluded_types'],
);
const LEAST = `CASE WHEN ${FOR_ONE} THEN 3 WHEN ${BOUND} THEN 2 ELSE 1 END`;
const MOST = `CASE WHEN ${FOR_ONE} AND ${FOR_SOMETHING} THEN 4 WHEN ${FOR_ONE} THEN 3 WHEN ${BOUND} THEN 2 ELSE 1 END`;

/** The level of an offer (IATI aid-type vocabulary 2) goes with what it names: it is not said against it. */
export class LevelsFollowFromEarmarks1764001200031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What a source said last is brought in step, so that it is not taken for a change that was made here.
    await runner.query(`
      UPDATE offers
         SET earmark_level = least(greatest(earmark_level, ${LEAST}), ${MOST}),
             imported = CASE WHEN imported -> 'earmarkLevel' = to_jsonb(earmark_level)
                             THEN jsonb_set(imported, '{earmarkLevel}', to_jsonb(least(greatest(earmark_level, ${LEAST}), ${MOST})))
                             ELSE imported END
       WHERE earmark_level NOT BETWEEN ${LEAST} AND ${MOST}`);
    await runner.query(`
      ALTER TABLE offers DROP CONSTRAINT ck_offers_unearmarked, DROP CONSTRAINT ck_offers_unearmarked_body,
        ADD CONSTRAINT ck_offers_earmark_follows CHECK (earmark_level BETWEEN ${LEAST} AND ${MOST})`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
