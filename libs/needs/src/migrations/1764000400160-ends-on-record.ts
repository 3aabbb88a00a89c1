import { newId } from '#libs/kernel';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An earlier change of rules ended needs of which everything was delivered or waived already, and wrote no entry of it. They get
 * one now, of today and by no person: it says what was found, as when it came about is not known any more.
 */
export class EndsOnRecord1764000400160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const silent = (await runner.query(`
      SELECT n.id, n.organization_id, n.state FROM needs n
       WHERE (n.state = 'fulfilled' OR n.state = 'closed-partly' AND n.end_reason = 'All of it was waived.')
         AND NOT EXISTS (SELECT FROM audit_log l WHERE l.ref_id = n.id AND l.act = 'need.' || n.state)
       ORDER BY n.id`)) as { id: string; organization_id: string; state: string }[];
    for (const { id, organization_id: organizationId, state } of silent) {
      await runner.query(
        `INSERT INTO audit_log (id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id,
                                organization_id, payload)
         VALUES ($1, 'system', '', '', 'upgrade', $2, 'need', $3, $4, $5)`,
        [
          newId('aud'),
          `need.${state}`,
          id,
          organizationId,
          {
            from: 'published',
            recordedLater: true,
            reason: 'Ended by a change of rules that left no entry; the day of it is not known.',
          },
        ],
      );
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
