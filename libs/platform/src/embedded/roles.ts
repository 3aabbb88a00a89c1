import { randomBytes } from 'node:crypto';
import pg from 'pg';

const DATABASE = 'clearing';
const OWNER = 'clearing_owner';
const APP = 'clearing_app';

/** Passwords of the three roles; kept in the data folder, readable by its owner alone. */
export interface Passwords {
  /** `postgres`, used only to make the two others. */
  readonly superuser: string;
  /** `clearing_owner`: migrates and owns everything in the database. */
  readonly owner: string;
  /** `clearing_app`: what the processes use; has only what migrations grant it. */
  readonly app: string;
}

export function newPasswords(): Passwords {
  const secret = () => randomBytes(24).toString('base64url');
  return { superuser: secret(), owner: secret(), app: secret() };
}

export const ownerUrl = (port: number, passwords: Passwords) => urlOf(OWNER, passwords.owner, port);
export const appUrl = (port: number, passwords: Passwords) => urlOf(APP, passwords.app, port);

/** Makes roles and database where they are missing; in test runs the owner may also make databases and break connections. */
export async function makeRoles(port: number, passwords: Passwords, forTests: boolean): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres', passwords.superuser, port, 'postgres') });
  await client.connect();
  try {
    const known = await client.query<{ name: string }>(
      'SELECT rolname AS name FROM pg_roles UNION SELECT datname FROM pg_database WHERE datname = $1',
      [DATABASE],
    );
    const missing = (name: string) => !known.rows.some((row) => row.name === name);
    for (const [role, password] of [
      [OWNER, passwords.owner],
      [APP, passwords.app],
    ] as const) {
      const verb = missing(role) ? 'CREATE' : 'ALTER';
      await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    if (forTests) {
      await client.query(`ALTER ROLE ${OWNER} CREATEDB`);
      await client.query(`GRANT pg_signal_backend TO ${OWNER}`);
    }
    if (missing(DATABASE)) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
    await client.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${APP}`);
  } finally {
    await client.end();
  }
}

function urlOf(role: string, password: string, port: number, database = DATABASE): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}
