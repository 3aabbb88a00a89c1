import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All but `at`. */
const WRITTEN =
  'id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id, organization_id, payload';

/** In an installation of before, the processes may still give the time of an entry themselves; a new one has no such right. */
export class NobodyDatesBack1764000100001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Not only the role of today: the right was given to that of the day.
    const writers: { role: string }[] = await runner.query(
      `SELECT quote_ident(grantee) AS role FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND table_name = 'audit_log' AND privilege_type = 'INSERT' AND grantee <> current_user`,
    );
    for (const { role } of writers) {
      await runner.query(`REVOKE INSERT ON audit_log FROM ${role}`);
      await runner.query(`GRANT INSERT (${WRITTEN}) ON audit_log TO ${role}`);
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
