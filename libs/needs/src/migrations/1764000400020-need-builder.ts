import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What makes a request specific: where and by when each item is wanted, what the State does itself, and what it rests on. */
export class NeedBuilder1764000400020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE need_items
        ADD needed_by date,
        ADD delivery_place text CONSTRAINT ck_need_items_place CHECK (char_length(delivery_place) BETWEEN 1 AND 300),
        ADD delivery_site text CONSTRAINT ck_need_items_site CHECK (char_length(delivery_site) BETWEEN 1 AND 300),
        ADD prerequisites text CONSTRAINT ck_need_items_prerequisites CHECK (char_length(prerequisites) BETWEEN 1 AND 4000),
        ADD own_contribution text
          CONSTRAINT ck_need_items_own_contribution CHECK (char_length(own_contribution) BETWEEN 1 AND 4000),
        ADD is_essential boolean NOT NULL DEFAULT true`);
    await runner.query(`
      ALTER TABLE needs
        ADD action_plan text CONSTRAINT ck_needs_action_plan CHECK (char_length(action_plan) BETWEEN 1 AND 300),
        ADD action_plan_rank integer CONSTRAINT ck_needs_action_plan_rank CHECK (action_plan_rank BETWEEN 1 AND 99),
        ADD already_done text CONSTRAINT ck_needs_already_done CHECK (char_length(already_done) BETWEEN 1 AND 4000),
        ADD paragraphs text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_needs_paragraphs CHECK (cardinality(paragraphs) <= 30),
        ADD also_submitted_to text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_needs_also_submitted_to
          CHECK (also_submitted_to <@ ARRAY['att-vtf', 'unscar', '1540-committee', 'other']),
        ADD also_submitted_note text
          CONSTRAINT ck_needs_also_submitted_note CHECK (char_length(also_submitted_note) BETWEEN 1 AND 1000),
        ADD CONSTRAINT ck_needs_rank_of_plan CHECK (action_plan_rank IS NULL OR action_plan IS NOT NULL)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
