import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offers carry tags as needs do: what is illustrative says so. */
export class TagsOfOffers1764001200051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE offers ADD tags text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_offers_tags CHECK (cardinality(tags) <= 50)`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
