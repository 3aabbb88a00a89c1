import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What requests must reach is decided by coordinators and administrators, and may rise with their quality. */
export class SubmissionThreshold1764000400021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE submission_threshold (
        is_only boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_submission_threshold_is_only CHECK (is_only),
        minimum_score integer NOT NULL CONSTRAINT ck_submission_threshold_score CHECK (minimum_score BETWEEN 0 AND 100),
        required_facts text[] NOT NULL CONSTRAINT ck_submission_threshold_facts CHECK (required_facts <@ ARRAY[
          'summary', 'items', 'needed-by', 'valid-until', 'action-plan', 'already-done', 'category', 'description',
          'quantity', 'unit-cost', 'minimum', 'place', 'own-contribution']),
        version integer NOT NULL DEFAULT 1
      )`);
    await runner.query(`INSERT INTO submission_threshold (minimum_score, required_facts) VALUES (20, '{items}')`);
    await grantToApp(runner, 'SELECT, UPDATE', 'submission_threshold');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
