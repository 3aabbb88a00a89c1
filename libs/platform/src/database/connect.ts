import pg from 'pg';

const CONNECT_MS = 5_000;
const POSTGRES_MIN = 15;

/** No connection, or one to a server that will not do; the message says why. */
export class UnusableDatabase extends Error {}

/** @throws UnusableDatabase */
export async function connectDatabase(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined); // a query under way rejects by itself
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    const version = rows[0]!.server_version;
    if (Number.parseInt(version, 10) >= POSTGRES_MIN) return client;
    throw new Error(`it is PostgreSQL ${version}, and ${POSTGRES_MIN} is the oldest that will do`);
  } catch (error) {
    await client.end().catch(() => undefined);
    const { message, code } = error as NodeJS.ErrnoException;
    throw new UnusableDatabase((message || code || String(error)).replace(/\.$/, ''));
  }
}
