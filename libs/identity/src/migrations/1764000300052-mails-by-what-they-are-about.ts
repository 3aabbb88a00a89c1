import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How notifications come by e-mail is chosen for each of three groups of them; what somebody chose for all holds for each. */
export class MailsByWhatTheyAreAbout1764000300052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE people RENAME notify_by_email TO mail_work');
    await runner.query('ALTER TABLE people RENAME CONSTRAINT ck_people_notify_by_email TO ck_people_mail_work');
    await runner.query(`
      ALTER TABLE people
        ADD mail_followed text NOT NULL DEFAULT 'daily'
          CONSTRAINT ck_people_mail_followed CHECK (mail_followed IN ('each', 'daily', 'none')),
        ADD mail_searches text NOT NULL DEFAULT 'daily'
          CONSTRAINT ck_people_mail_searches CHECK (mail_searches IN ('each', 'daily', 'none'))`);
    await runner.query('UPDATE people SET mail_followed = mail_work, mail_searches = mail_work');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
