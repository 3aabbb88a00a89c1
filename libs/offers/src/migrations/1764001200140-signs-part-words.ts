import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents anew, as `words_document` says something else. */
export class OfferSignsPartWords1764001200140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_offers_search');
    await runner.query('UPDATE offers o SET search = offer_document(o)');
    await runner.query('CREATE INDEX ix_offers_search ON offers USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
