import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of an offer may change without asking again who consented to a match with it; all else is its terms. */
const NO_TERMS = [
  ...['state', 'visibility', 'pledge_circle', 'contact', 'cooperation_mode', 'earmark_level'],
  // Less capacity and an earlier last day are other terms; more of them is not, and what the match gives is its own amount.
  ...['capacity', 'valid_until'],
  ...['committed', 'delivered', 'accepted', 'agreed_at', 'published_at', 'imported', 'search', 'terms', 'version'],
  ...['reminded_of', 'passed_of', 'begun_of'],
];

/** The first day of use of an offer that came is announced once, so that it is suggested from then on; that is no other term. */
export class OffersBegin1764001200130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers ADD begun_of date');
    const others = `ARRAY[${NO_TERMS.map((column) => `'${column}'`).join(', ')}]`;
    await runner.query(`
      CREATE OR REPLACE FUNCTION count_offer_terms() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        NEW.terms := OLD.terms;
        IF NEW.capacity < OLD.capacity
           OR coalesce(NEW.valid_until, 'infinity') < coalesce(OLD.valid_until, 'infinity')
           OR to_jsonb(NEW) - ${others} <> to_jsonb(OLD) - ${others} THEN
          NEW.terms := OLD.terms + 1;
        END IF;
        RETURN NEW;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
