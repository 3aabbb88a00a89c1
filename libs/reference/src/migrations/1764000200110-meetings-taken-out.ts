import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A meeting that was entered wrongly can be taken out of the calendar. */
export class MeetingsTakenOut1764000200110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await grantToApp(runner, 'DELETE', 'meetings');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
