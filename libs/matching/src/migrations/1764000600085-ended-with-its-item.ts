import type { MigrationInterface, QueryRunner } from 'typeorm';

const IS_WAIVED = 'i.waived > 0 AND i.waived >= i.requested';

/** An item that its organization no longer asks for, or that became another than was reviewed, ends what was not agreed on yet. */
export class EndedWithItsItem1764000600085 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches DROP CONSTRAINT ck_matches_ended_because,
        ADD CONSTRAINT ck_matches_ended_because CHECK (ended_because IS NULL OR state = 'superseded' AND ended_because IN (
          'need-withdrawn', 'need-unpublished', 'need-closed', 'need-expired', 'need-fulfilled', 'need-merged',
          'need-hidden', 'offer-withdrawn', 'offer-unpublished', 'offer-expired', 'offer-agreed', 'item-waived', 'item-changed'))`);
    await runner.query(`
      UPDATE matches m
         SET state = 'superseded', version = m.version + 1,
             ended_because = CASE WHEN ${IS_WAIVED} THEN 'item-waived' ELSE 'item-changed' END
        FROM need_items i, needs n
       WHERE i.id = m.need_item_id AND n.id = m.need_id AND n.state = 'published' AND m.state IN ('suggested', 'reviewed')
         AND (${IS_WAIVED} OR m.state = 'reviewed' AND (m.reviewed_category, m.reviewed_area) <> (i.category_code, n.area_iso2))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
