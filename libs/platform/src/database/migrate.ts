import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Client } from 'pg';
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
 * @throws UnusableDatabase, UnusableRole
 */
export async function migrate({ ownerUrl, appRole, migrations }: MigrateOptions): Promise<string[]> {
  const gate = await connectDatabase(ownerUrl);
  try {
    await requireRoles(gate, appRole);
    await gate.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const owner = new DataSource({
      type: 'postgres',
      url: ownerUrl,
      migrations: [...migrations],
      migrationsTransactionMode: 'each',
      extra: { max: 1, options: `-c app.app_role=${appRole.replace(/[\\\s]/g, '\\$&')}` },
    });
    await owner.initialize();
    try {
      const done = (await owner.runMigrations()).map((migration) => migration.name);
      await migrateQueue(gate, appRole);
      await requireRights(gate, appRole);
      return done;
    } finally {
      await owner.destroy();
    }
  } finally {
    await gate.end();
  }
}

/** The application role is one that the tables protect nothing from, or has no rights; the message says what to do. */
export class UnusableRole extends Error {}

async function requireRoles(gate: Client, appRole: string): Promise<void> {
  const { rows } = await gate.query<{ owner: string; mayCreate: boolean; isSuperuser: boolean | null }>(
    `SELECT current_user AS owner, has_schema_privilege('public', 'CREATE') AS "mayCreate",
            (SELECT rolsuper FROM pg_roles WHERE rolname = $1) AS "isSuperuser"`,
    [appRole],
  );
  const { owner, mayCreate, isSuperuser } = rows[0]!;
  if (appRole === owner || isSuperuser === true) {
    throw new UnusableRole(
      `DATABASE_URL names the role "${appRole}", which may do everything here. Make a role without rights for the processes ` +
        `(CREATE ROLE … LOGIN PASSWORD '…') and name it in DATABASE_URL; "migrate" gives it what it needs.`,
    );
  }
  if (isSuperuser === null)
    throw new UnusableRole(`There is no role "${appRole}", which DATABASE_URL names. Make it first.`);
  if (!mayCreate) {
    throw new UnusableRole(
      `The role "${owner}" of DATABASE_OWNER_URL may make no tables. Name the role that owns the database, or give it CREATE on the schema public.`,
    );
  }
}

/** Each migration grants to the role of its day; a later role has nothing. */
async function requireRights(gate: Client, appRole: string): Promise<void> {
  const { rows } = await gate.query<{ role: string | null; isGranted: boolean }>(
    `SELECT has_table_privilege($1, 'public.migrations', 'SELECT') AS "isGranted",
            (SELECT grantee FROM information_schema.role_table_grants
              WHERE table_schema = 'public' AND table_name = 'migrations' AND grantee <> current_user LIMIT 1) AS role`,
    [appRole],
  );
  const { role, isGranted } = rows[0]!;
  if (isGranted) return;
  throw new UnusableRole(
    `The tables were made for the role "${role ?? ''}", and DATABASE_URL names "${appRole}". Use that role, or let the owner run: ` +
      `GRANT "${role ?? ''}" TO "${appRole}"`,
  );
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
