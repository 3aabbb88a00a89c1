import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Designations and delegations whose person lost the role or the account before these ended them. */
export class DesignationsEndWithRoles1764000300110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const today = `(now() AT TIME ZONE 'UTC')::date`;
    const isNoFocalPoint = (person: string, organization: string) =>
      `NOT EXISTS (SELECT FROM memberships m JOIN people p ON p.id = m.person_id
                    WHERE m.person_id = ${person} AND m.organization_id = ${organization} AND m.role = 'focal-point'
                      AND m.ended_at IS NULL AND p.disabled_at IS NULL)`;
    await runner.query(`
      UPDATE points_of_contact c
         SET ends_on = greatest(starts_on, ${today}), ended_by_id = NULL, ends_on_before = NULL, version = version + 1
       WHERE (ends_on IS NULL OR ends_on > ${today} AND ends_on > starts_on)
         AND ${isNoFocalPoint('c.person_id', 'c.organization_id')}`);
    await runner.query(`
      UPDATE contact_delegations d SET ended_at = now() FROM points_of_contact c
       WHERE c.id = d.point_of_contact_id AND d.ended_at IS NULL AND d.until >= ${today}
         AND ${isNoFocalPoint('d.person_id', 'c.organization_id')}`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
