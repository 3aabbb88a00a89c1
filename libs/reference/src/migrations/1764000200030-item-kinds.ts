import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The things that requests ask for again and again, each with what it is counted in and how it is given as a rule. */
export class ItemKinds1764000200030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE item_kinds (
        code text PRIMARY KEY CONSTRAINT ck_item_kinds_code CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
        position integer NOT NULL,
        name_en text NOT NULL,
        unit_code text NOT NULL CONSTRAINT fk_item_kinds_unit REFERENCES units,
        type_code text NOT NULL CONSTRAINT fk_item_kinds_type REFERENCES assistance_types
      )`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'item_kinds');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
