import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A question stays with the item that it is about, wherever that stands later. It is no foreign key: an item that no publication
 * showed is deleted, and what was asked about it stays. What was asked before keeps its place alone.
 */
export class AskedAboutItems1764000400230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE need_messages ADD item_id text
        CONSTRAINT ck_need_messages_item CHECK (item_id IS NULL OR about ~ '^items[.][0-9]+')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
