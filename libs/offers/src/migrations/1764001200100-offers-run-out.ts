import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Donors are reminded once of each last day of an offer. */
export class OffersRunOut1764001200100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers ADD reminded_of date');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
