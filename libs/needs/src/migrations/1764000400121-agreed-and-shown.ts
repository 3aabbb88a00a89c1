import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an organization agreed to is kept apart from the narrower circle that its need is shown to; and from where it was withdrawn. */
export class AgreedAndShown1764000400121 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const place = (column: string) =>
      `array_position(ARRAY['public', 'states-only', 'parties-only', 'coordinators'], ${column})`;
    await runner.query(`
      ALTER TABLE needs
        ADD agreed_visibility text
          CONSTRAINT ck_needs_agreed_visibility CHECK (${place('agreed_visibility')} < ${place('visibility')}),
        ADD CONSTRAINT ck_needs_narrowed_when_shown CHECK (agreed_visibility IS NULL OR published_at IS NOT NULL),
        ADD withdrawn_from text CONSTRAINT ck_needs_withdrawn_from
          CHECK (withdrawn_from IN ('draft', 'submitted', 'under-review', 'returned', 'validated', 'published')),
        ADD CONSTRAINT ck_needs_withdrawn_from_state CHECK (withdrawn_from IS NULL OR state = 'withdrawn')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
