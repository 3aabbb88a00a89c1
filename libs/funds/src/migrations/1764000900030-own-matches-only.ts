import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An offer can ask for more than an earmark can say. The agreement that it became is then for the offer's own matches. */
export class OwnMatchesOnly1764000900030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fund_agreements ADD own_matches_only boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT ck_fund_agreements_own_matches_of_offer CHECK (NOT own_matches_only OR offer_id IS NOT NULL)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
