import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sites are opened to a circle of their own; until somebody says otherwise to coordinators only, as they were. */
export class SiteVisibility1764000400110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs ADD site_visibility text NOT NULL DEFAULT 'coordinators'
        CONSTRAINT ck_needs_site_visibility
          CHECK (site_visibility IN ('public', 'states-only', 'parties-only', 'coordinators'))`);
    // Decided revisions never change; what this adds is what each of them meant.
    await runner.query('ALTER TABLE need_revisions DISABLE TRIGGER check_need_revision');
    await runner.query(`UPDATE need_revisions SET content = content || '{"siteVisibility": "coordinators"}'`);
    await runner.query('ALTER TABLE need_revisions ENABLE TRIGGER check_need_revision');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
