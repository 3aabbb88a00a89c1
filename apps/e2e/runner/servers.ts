import {
  discardEmbedded,
  FolderOwnership,
  freePort,
  inDatabase,
  openEmbedded,
  ownerOf,
  processStamp,
} from '#libs/platform';
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A server of this machine that the tests cannot use; the message is a sentence. */
export class UnstartedServer extends Error {}

export interface Server {
  /** Variables that the tests read. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const PREFIX = 'clearing-tests-';
const TEMPLATE = 'clearing_template';
/** In the folder of a Redis: which process it is. */
const REDIS = 'redis.json';
const REDIS_READY_MS = 10_000;
/** A folder in memory, on Linux. */
const MEMORY = '/dev/shm';
const MEMORY_NEEDED_BYTES = 1024 ** 3;

/**
 * A PostgreSQL in a folder of its own with one migrated database with the reference data, from which the test files clone theirs.
 * `env` is that of the tests; `binaries` names a PostgreSQL of this machine instead of the packaged one.
 */
export async function startPostgres(root: string, env: NodeJS.ProcessEnv, binaries?: string): Promise<Server> {
  const dataFolder = join(scratchFolder(), `${PREFIX}${process.pid}-${binaries ? 'system' : 'packaged'}`);
  const database = await openEmbedded({
    dataFolder,
    holder: 'npm test',
    lasting: true,
    forTests: true,
    ...(binaries && { systemBinaries: binaries }),
  });
  const stop = async () => {
    await database.stop();
    await discardEmbedded(dataFolder);
  };
  try {
    const owner = new pg.Client({ connectionString: inDatabase(database.ownerUrl, 'postgres') });
    await owner.connect();
    await owner.query(`CREATE DATABASE ${TEMPLATE}`).finally(() => owner.end());
    const urls = {
      DATABASE_URL: inDatabase(database.appUrl, TEMPLATE),
      DATABASE_OWNER_URL: inDatabase(database.ownerUrl, TEMPLATE),
    };
    for (const command of ['migrate', 'seed']) {
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/apps/cli/src/main.js'), command], {
        encoding: 'utf8',
        env: { ...env, ...urls },
      });
      if (status !== 0) throw new UnstartedServer(`The template database cannot be made (${command}):\n${stderr}`);
    }
    const variables = {
      TEST_DATABASE_OWNER_URL: database.ownerUrl,
      TEST_DATABASE_APP_URL: database.appUrl,
      TEST_DATABASE_TEMPLATE: TEMPLATE,
    };
    return { env: variables, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A Redis that keeps nothing. */
export async function startRedis(program: string): Promise<Server> {
  const dataFolder = join(tmpdir(), `${PREFIX}${process.pid}-redis`);
  await FolderOwnership.take({ dataFolder, holder: 'npm test', lasting: true });
  const port = await freePort();
  const server = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dataFolder],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((end) => server.once('exit', () => end()).once('error', () => end()));
  if (server.pid)
    writeFileSync(join(dataFolder, REDIS), JSON.stringify({ pid: server.pid, stamp: processStamp(server.pid) }));
  const stop = async () => {
    server.kill();
    await ended;
    rmSync(dataFolder, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + REDIS_READY_MS; !(await answers(port)); await sleep(30)) {
    if (Date.now() < deadline && server.exitCode === null) continue;
    await stop();
    throw new UnstartedServer(`${program} does not start.`);
  }
  return { env: { REDIS_URL: `redis://127.0.0.1:${port}` }, stop };
}

/** Stops and removes what a killed run left behind; what belongs to a living one it leaves alone. */
export async function removeLeftovers(me = process.getuid?.()): Promise<void> {
  for (const parent of new Set([tmpdir(), scratchFolder()])) {
    for (const name of readdirSync(parent).filter((entry) => /^clearing-tests-\d+-/.test(entry))) {
      const folder = join(parent, name);
      // Everybody may write here: what another user says of a folder or a process is not believed.
      if (!belongsTo(folder, me) || ownerOf(folder) !== null) continue;
      killRedis(folder);
      await discardEmbedded(folder).catch(() => undefined);
    }
  }
}

function belongsTo(folder: string, user: number | undefined): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && (user === undefined || found.uid === user);
}

function killRedis(folder: string): void {
  try {
    const { pid, stamp } = JSON.parse(readFileSync(join(folder, REDIS), 'utf8')) as { pid: number; stamp: string };
    if (processStamp(pid) === stamp) process.kill(pid, 'SIGKILL'); // it keeps nothing
  } catch {
    // a folder of PostgreSQL
  }
}

/** In memory where there is room: each clone of the template is some hundred small files, which take half a second on a slow disk. */
function scratchFolder(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize >= MEMORY_NEEDED_BYTES) return MEMORY;
  } catch {
    // no such folder here
  }
  return tmpdir();
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await new Promise<boolean>((said) => {
    socket.once('connect', () => said(true)).once('error', () => said(false));
  });
  socket.destroy();
  return open;
}
