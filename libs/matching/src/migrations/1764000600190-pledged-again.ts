import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pledge that a person ended is proposed again as a pledge: one of its matches stands at a time, and not one for good. */
export class PledgedAgain1764000600190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX uq_matches_pledge');
    await runner.query(`CREATE UNIQUE INDEX uq_matches_pledge ON matches (offer_id)
      WHERE origin = 'pledge' AND state NOT IN ('declined', 'rescinded')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
