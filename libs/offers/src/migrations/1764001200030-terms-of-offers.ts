import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of an offer may change without asking again who consented to a match with it; all else is its terms. */
const NO_TERMS = [
  ...['state', 'visibility', 'pledge_circle', 'contact', 'cooperation_mode', 'earmark_level'],
  // Less capacity is another term; more is not, and what the match gives is its own amount.
  ...['capacity', 'committed', 'agreed_at', 'published_at', 'imported', 'search', 'terms', 'version'],
];

/** A consent is to the terms that an offer had: each change of them counts. */
export class TermsOfOffers1764001200030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers ADD terms integer NOT NULL DEFAULT 1');
    const others = `ARRAY[${NO_TERMS.map((column) => `'${column}'`).join(', ')}]`;
    await runner.query(`
      CREATE FUNCTION count_offer_terms() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        NEW.terms := OLD.terms;
        IF NEW.capacity < OLD.capacity OR to_jsonb(NEW) - ${others} <> to_jsonb(OLD) - ${others} THEN
          NEW.terms := OLD.terms + 1;
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_offers_terms BEFORE UPDATE ON offers FOR EACH ROW EXECUTE FUNCTION count_offer_terms()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
