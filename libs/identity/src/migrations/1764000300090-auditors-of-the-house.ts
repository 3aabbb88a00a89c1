import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Auditors read everything, also what States keep to themselves: they belong to no State that asks or gives. */
export class AuditorsOfTheHouse1764000300090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ended = `m.role = 'auditor' AND m.ended_at IS NULL AND o.id = m.organization_id
                   AND o.kind NOT IN ('un-entity', 'international-organization')`;
    await runner.query(`
      DELETE FROM sessions s USING memberships m, organizations o WHERE m.id = s.membership_id AND ${ended}`);
    await runner.query(`
      UPDATE api_tokens t SET revoked_at = now() FROM memberships m, organizations o
       WHERE m.id = t.membership_id AND t.revoked_at IS NULL AND ${ended}`);
    await runner.query(`
      UPDATE invitations i SET revoked_at = now() FROM organizations o
       WHERE o.id = i.organization_id AND i.role = 'auditor' AND i.accepted_at IS NULL AND i.revoked_at IS NULL
         AND o.kind NOT IN ('un-entity', 'international-organization')`);
    await runner.query(`UPDATE memberships m SET ended_at = now() FROM organizations o WHERE ${ended}`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
