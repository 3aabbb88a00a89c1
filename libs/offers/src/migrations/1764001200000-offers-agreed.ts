import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An offer can become an agreement with a fund. */
export class OffersAgreed1764001200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers DROP CONSTRAINT ck_offers_state, ADD CONSTRAINT ck_offers_state
        CHECK (state IN ('draft', 'published', 'agreed', 'withdrawn', 'expired')),
        ADD CONSTRAINT ck_offers_agreed_cash CHECK (state <> 'agreed' OR kind = 'cash')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
