import { runMigrations } from 'bullmq';
import type pg from 'pg';

export const QUEUE_SCHEMA = 'bullmq';

/** Brings the queue's own tables up to date, for when it lives in PostgreSQL, and lets the application role use them. */
export async function migrateQueue(owner: pg.Client, appRole: string): Promise<void> {
  await runMigrations(owner, QUEUE_SCHEMA);
  const role = owner.escapeIdentifier(appRole);
  // CREATE: the queue makes a sequence of its own for each queue when the first job arrives.
  await owner.query(`GRANT USAGE, CREATE ON SCHEMA ${QUEUE_SCHEMA} TO ${role}`);
  // TEMPORARY: it adds jobs in bulk through a temporary table.
  const { rows } = await owner.query<{ name: string }>('SELECT current_database() AS name');
  await owner.query(`GRANT TEMPORARY ON DATABASE ${owner.escapeIdentifier(rows[0]!.name)} TO ${role}`);
  await owner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${role}`);
  // Not ALL SEQUENCES: those that the processes made are theirs, and the owner may not grant on them.
  const own = await owner.query<{ names: string | null }>(
    `SELECT string_agg(oid::regclass::text, ', ') AS names FROM pg_class
      WHERE relkind = 'S' AND relnamespace = '${QUEUE_SCHEMA}'::regnamespace AND relowner = current_user::regrole`,
  );
  if (own.rows[0]?.names) await owner.query(`GRANT USAGE, SELECT ON SEQUENCE ${own.rows[0].names} TO ${role}`);
  await owner.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${role}`);
}
