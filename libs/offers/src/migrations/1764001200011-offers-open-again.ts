import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An offer that has ended can be opened again unless a fund holds what was committed of it, so the offer knows since when one
 * does. The index is for the job that lets offers expire.
 */
export class OffersOpenAgain1764001200011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers ADD agreed_at timestamptz');
    await runner.query(`
      UPDATE offers o SET agreed_at = a.created_at FROM fund_agreements a
       WHERE a.offer_id = o.id AND o.state <> 'published' AND (a.state NOT IN ('withdrawn', 'lapsed') OR a.received_minor > 0)`);
    await runner.query("UPDATE offers SET agreed_at = now() WHERE state = 'agreed' AND agreed_at IS NULL");
    await runner.query(`
      ALTER TABLE offers
        ADD CONSTRAINT ck_offers_agreed_at CHECK (CASE state WHEN 'agreed' THEN agreed_at IS NOT NULL
                                                             WHEN 'published' THEN agreed_at IS NULL
                                                             ELSE true END)`);
    await runner.query(`CREATE INDEX ix_offers_over ON offers (valid_until) WHERE state = 'published'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
