import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A saved search remembers what it holds: it tells of a need each time that it comes in, not once ever. */
export class FoundNeeds1764001300160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE found_needs (
        search_id text NOT NULL CONSTRAINT fk_found_needs_search REFERENCES saved_searches ON DELETE CASCADE,
        need_id text NOT NULL CONSTRAINT fk_found_needs_need REFERENCES needs,
        fits boolean NOT NULL,
        told_at timestamptz,
        PRIMARY KEY (search_id, need_id)
      )`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE, DELETE', 'found_needs');
    // Which search of a person found a need was not written down: each that could have, so that none tells of it twice.
    await runner.query(`
      INSERT INTO found_needs (search_id, need_id, fits, told_at)
      SELECT s.id, t.need_id, true, t.created_at
        FROM notifications t JOIN saved_searches s ON s.membership_id = t.membership_id AND s.alert AND s.created_at <= t.created_at
       WHERE t.kind = 'need.found'`);
    await runner.query('DROP INDEX uq_notifications_found');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
