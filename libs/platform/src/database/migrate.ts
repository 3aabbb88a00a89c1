import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrateQueue } from '../queue/migrate-queue.js';
import { connectDatabase } from './connect.js';

export type Migration = new () => MigrationInterface;

const MIGRATION_LOCK = 7_301_001;

export interface MigrateOptions {
  /** URL of the role that owns the tables. */
  readonly ownerUrl: string;
  /** Name of the role that the processes use; migrations grant it no more than it needs. */
  readonly appRole: string;
  readonly migrations: readonly Migration[];
}

/**
 * Runs what is pending, once, whoever else starts at the same time: the advisory lock is held throughout.
 * @throws UnusableDatabase
 */
export async function migrate({ ownerUrl, appRole, migrations }: MigrateOptions): Promise<string[]> {
  const gate = await connectDatabase(ownerUrl);
  try {
    await gate.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const owner = new DataSource({
      type: 'postgres',
      url: ownerUrl,
      migrations: [...migrations],
      migrationsTransactionMode: 'each',
      extra: { max: 1, options: `-c app.app_role=${appRole}` },
    });
    await owner.initialize();
    try {
      const done = (await owner.runMigrations()).map((migration) => migration.name);
      await migrateQueue(gate, appRole);
      return done;
    } finally {
      await owner.destroy();
    }
  } finally {
    await gate.end();
  }
}

/**
 * Names of the migrations that a database still lacks; all of them when it was never migrated.
 * @throws UnusableDatabase
 */
export async function pendingMigrations(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = await connectDatabase(url);
  try {
    const known = await client.query<{ present: boolean }>(
      "SELECT to_regclass('public.migrations') IS NOT NULL AS present",
    );
    const done = known.rows[0]?.present
      ? await client.query<{ name: string }>('SELECT name FROM migrations')
      : { rows: [] };
    const names = new Set(done.rows.map((row) => row.name));
    return migrations.map((migration) => migration.name).filter((name) => !names.has(name));
  } finally {
    await client.end();
  }
}

/** Gives the application role rights on tables: `grantToApp(runner, 'SELECT, INSERT', 'needs', 'need_items')`. */
export async function grantToApp(runner: QueryRunner, rights: string, ...tables: string[]): Promise<void> {
  await runner.query(`GRANT ${rights} ON ${tables.join(', ')} TO ${await appRole(runner)}`);
}

/** The application role's name, quoted for SQL; for grants that {@link grantToApp} does not cover. */
export async function appRole(runner: QueryRunner): Promise<string> {
  const rows: { role: string }[] = await runner.query("SELECT quote_ident(current_setting('app.app_role')) AS role");
  const role = rows[0]?.role;
  if (!role) throw new Error('The migration runs without the name of the application role.');
  return role;
}
