import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A consent to a match that was made before its need had any revision was to something else than the need says now. */
export class ConsentsToNoRevision1764000600062 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE matches m
         SET asked_again_because = 'need-revised', state_consent_by = NULL, state_consent_at = NULL,
             donor_consent_by = NULL, donor_consent_at = NULL, version = m.version + 1
        FROM needs n
       WHERE n.id = m.need_id AND m.state = 'reviewed' AND num_nonnulls(m.state_consent_at, m.donor_consent_at) > 0
         AND m.need_revision IS NULL AND n.revision > 0`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
