import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which a person ends one session among theirs. Those that go on get one here, of the same form as all others. */
export class SessionsHaveIds1764000300050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions ADD id text');
    await runner.query(`UPDATE sessions SET id = 'sess_' || left(md5(gen_random_uuid()::text), 26)`);
    await runner.query(`
      ALTER TABLE sessions ALTER id SET NOT NULL, ADD CONSTRAINT uq_sessions_id UNIQUE (id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
