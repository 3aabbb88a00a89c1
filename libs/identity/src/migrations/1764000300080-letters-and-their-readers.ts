import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which files are, or were, letters of which designation: who may read a letter follows from that and not from who sent it.
 * And whom a hand-over succeeded, with the end that the term had before, so that it can be given back.
 */
export class LettersAndTheirReaders1764000300080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact_letters (
        file_id text CONSTRAINT fk_contact_letters_file REFERENCES stored_files,
        point_of_contact_id text CONSTRAINT fk_contact_letters_point_of_contact REFERENCES points_of_contact,
        PRIMARY KEY (file_id, point_of_contact_id)
      )`);
    await runner.query('CREATE INDEX ix_contact_letters_point_of_contact ON contact_letters (point_of_contact_id)');
    await grantToApp(runner, 'SELECT', 'contact_letters');
    // With the owner's rights: the process role cannot take a letter off the list, nor leave one out.
    await runner.query(`
      CREATE FUNCTION keep_contact_letter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO contact_letters (file_id, point_of_contact_id) VALUES (NEW.letter_file_id, NEW.id) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER keep_contact_letter AFTER INSERT OR UPDATE OF letter_file_id ON points_of_contact
       FOR EACH ROW WHEN (NEW.letter_file_id IS NOT NULL) EXECUTE FUNCTION keep_contact_letter()`);
    // Neither of its organization nor of a house that enters designations: it was never shown to who named it, and must not be now.
    await runner.query(`
      UPDATE points_of_contact c SET letter_file_id = NULL FROM stored_files f JOIN organizations o ON o.id = f.organization_id
       WHERE f.id = c.letter_file_id AND f.organization_id <> c.organization_id
         AND o.kind NOT IN ('un-entity', 'international-organization')`);
    await runner.query('UPDATE points_of_contact SET letter_file_id = letter_file_id WHERE letter_file_id IS NOT NULL');
    await runner.query(`
      ALTER TABLE points_of_contact
        ADD succeeds_id text CONSTRAINT fk_points_of_contact_succeeds REFERENCES points_of_contact,
        ADD former_ends_on date,
        ADD CONSTRAINT ck_points_of_contact_succeeds CHECK (succeeds_id <> id AND (succeeds_id IS NOT NULL OR former_ends_on IS NULL))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
