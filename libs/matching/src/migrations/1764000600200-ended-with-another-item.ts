import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An item that is counted otherwise, or is no longer what was pledged to, ends what waits for a review that can only be refused. */
export class EndedWithAnotherItem1764000600200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE matches m SET state = 'superseded', ended_because = 'item-changed', version = m.version + 1
        FROM need_items i, needs n, offers o
       WHERE i.id = m.need_item_id AND n.id = m.need_id AND o.id = m.offer_id
         AND (m.state = 'reviewed' OR m.state = 'suggested' AND m.origin <> 'engine')
         AND ((m.currency, m.unit_code) IS DISTINCT FROM (i.currency, i.unit_code)
              OR m.origin = 'pledge'
                 AND (o.category_codes[1], o.type_codes[1], o.earmark_areas[1]) <> (i.category_code, i.type_code, n.area_iso2))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
