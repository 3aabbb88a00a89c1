import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who speaks for a State or a regional organization under each instrument, since when, and who may do it in their place. */
export class PointsOfContact1764000300010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    await runner.query(`
      CREATE TABLE points_of_contact (
        id text PRIMARY KEY,
        organization_id text NOT NULL CONSTRAINT fk_points_of_contact_organization REFERENCES organizations,
        person_id text NOT NULL CONSTRAINT fk_points_of_contact_person REFERENCES people,
        instrument text NOT NULL CONSTRAINT ck_points_of_contact_instrument CHECK (instrument IN ('poa', 'iti')),
        is_primary boolean NOT NULL,
        letter_file_id text CONSTRAINT fk_points_of_contact_letter REFERENCES stored_files,
        starts_on date NOT NULL,
        ends_on date CONSTRAINT ck_points_of_contact_ends_on CHECK (ends_on >= starts_on),
        verified_on date NOT NULL,
        phone text CONSTRAINT ck_points_of_contact_phone CHECK (char_length(phone) BETWEEN 1 AND 60),
        shows_name boolean NOT NULL DEFAULT false,
        shows_email boolean NOT NULL DEFAULT false,
        shows_phone boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ex_points_of_contact_one_primary EXCLUDE USING gist (
          organization_id WITH =, instrument WITH =, daterange(starts_on, ends_on) WITH &&) WHERE (is_primary),
        CONSTRAINT ex_points_of_contact_once EXCLUDE USING gist (
          organization_id WITH =, instrument WITH =, person_id WITH =, daterange(starts_on, ends_on) WITH &&)
      )`);
    await runner.query('CREATE INDEX ix_points_of_contact_person ON points_of_contact (person_id)');
    await runner.query(`
      CREATE TABLE contact_delegations (
        id text PRIMARY KEY,
        point_of_contact_id text NOT NULL CONSTRAINT fk_contact_delegations_point_of_contact REFERENCES points_of_contact,
        person_id text NOT NULL CONSTRAINT fk_contact_delegations_person REFERENCES people,
        until date NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_contact_delegations_live ON contact_delegations (point_of_contact_id, person_id)
       WHERE ended_at IS NULL`);
    await runner.query('CREATE INDEX ix_contact_delegations_person ON contact_delegations (person_id)');
    await runner.query('CREATE INDEX ix_organizations_area ON organizations (area_iso2)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'points_of_contact', 'contact_delegations');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
