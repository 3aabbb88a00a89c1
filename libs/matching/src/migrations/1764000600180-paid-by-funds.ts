import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of the money that an item counts as delivered, what funds paid stands apart: its organization accepts that in the item itself, and
 * the rest with the deliveries of its donors, so no less counts as accepted. What was overwritten before counts as its deliveries say.
 */
export class PaidByFunds1764000600180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE need_items ADD paid_by_fund bigint NOT NULL DEFAULT 0');
    await this.takeOver(runner);
    await runner.query('SET CONSTRAINTS ALL IMMEDIATE');
    await runner.query(`
      ALTER TABLE need_items
        ADD CONSTRAINT ck_need_items_paid_by_fund CHECK (paid_by_fund BETWEEN 0 AND delivered),
        ADD CONSTRAINT ck_need_items_accepted_by_delivery CHECK (unit_code IS NOT NULL OR accepted >= delivered - paid_by_fund)`);
  }

  async takeOver(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE need_items i
         SET paid_by_fund = i.delivered - coalesce((SELECT sum(d.accepted) FROM matches m JOIN deliveries d ON d.match_id = m.id
                                                     WHERE m.need_item_id = i.id), 0)
       WHERE i.unit_code IS NULL`);
    await runner.query(`
      UPDATE need_items SET accepted = delivered - paid_by_fund
       WHERE unit_code IS NULL AND accepted < delivered - paid_by_fund`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
