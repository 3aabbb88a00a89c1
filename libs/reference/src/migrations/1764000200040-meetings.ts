import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The calendar that national reports follow. */
export class Meetings1764000200040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meetings (
        code text PRIMARY KEY CONSTRAINT ck_meetings_code CHECK (code ~ '^[A-Z]{2,8}[0-9]{1,3}$'),
        kind text NOT NULL CONSTRAINT ck_meetings_kind
          CHECK (kind IN ('biennial-meeting', 'review-conference', 'expert-meeting', 'preparatory-committee')),
        name_en text NOT NULL CONSTRAINT ck_meetings_name CHECK (char_length(name_en) BETWEEN 1 AND 300),
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        precision text NOT NULL,
        basis text NOT NULL CONSTRAINT ck_meetings_basis
          CHECK (basis IN ('outcome-2012', 'public-record', 'expected', 'entered')),
        source text NOT NULL CONSTRAINT ck_meetings_source CHECK (char_length(source) BETWEEN 1 AND 300),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ck_meetings_period CHECK (
          CASE precision
            WHEN 'day' THEN ends_on - starts_on BETWEEN 0 AND 31
            WHEN 'month' THEN starts_on = date_trunc('month', starts_on::timestamp)
                          AND ends_on = date_trunc('month', starts_on::timestamp) + interval '1 month - 1 day'
            WHEN 'year' THEN starts_on = date_trunc('year', starts_on::timestamp)
                         AND ends_on = date_trunc('year', starts_on::timestamp) + interval '1 year - 1 day'
            ELSE false
          END),
        CONSTRAINT ex_meetings_reported_to_apart EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)
          WHERE (kind IN ('biennial-meeting', 'review-conference'))
      )`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'meetings');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
