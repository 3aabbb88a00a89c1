import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packagedBinaries, systemBinaries } from './binaries.js';
import * as cluster from './cluster.js';
import { makeFolder, replaceFile } from './folder.js';
import { FolderOwnership, ownerOf, type OwnershipOptions } from './folder-lock.js';
import { DataFolderInUse, EmbeddedError, folderProblem, folderProblemIn } from './problem.js';
import { processStamp } from './process-stamp.js';
import { appUrl, makeRoles, newPasswords, ownerUrl, type Passwords } from './roles.js';
import { canReach, chooseServerUser, type ServerUser } from './server-user.js';

export interface DatabaseUrls {
  /** Role that owns and migrates the tables. */
  readonly ownerUrl: string;
  /** Role of the processes. */
  readonly appUrl: string;
}

export interface EmbeddedDatabase extends DatabaseUrls {
  /** From now on commands may join (only a lasting owner is joined). */
  announceReady(): void;
  /** Settles when the server is gone although nobody stopped it. */
  readonly lost: Promise<void>;
  /** Stops the server (unless it belongs to another process) and gives the data folder back. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions extends OwnershipOptions {
  /** For a folder that is thrown away: durability off, the owner role may make databases. */
  readonly forTests?: boolean;
  /** Folder with the `initdb` and `postgres` of this machine, instead of the packaged ones. */
  readonly systemBinaries?: string;
  /** Removes what the folder holds first, once nobody owns it. */
  readonly reset?: boolean;
}

const NOT_OURS = {
  lost: new Promise<void>(() => undefined),
  announceReady: () => undefined,
  stop: async () => undefined,
};

/** `database.json` of the data folder. */
interface DatabaseRecord {
  /** The cluster's folder, relative to the data folder unless the server's user cannot enter that. */
  readonly cluster: string;
  readonly passwords: Passwords;
}

/** Beside a cluster outside: the data folder that it belongs to, so that a copy of that folder does not take it for its own. */
interface Home {
  readonly path: string;
  /** A moved folder keeps it, a copy has another. */
  readonly inode: number;
}

/** The last one says that the folder is ours, so it goes last. */
const OWN_ENTRIES = ['pg', 'files', 'logs', 'launcher.json', 'demo', 'database.json'];
const OUTSIDE = '/var/lib/clearing-house';
const WATCH_MS = 500;
const POLL_MS = 200;

/**
 * Runs the PostgreSQL of a data folder in `<dataFolder>/pg`, as its only owner.
 * @throws DataFolderInUse, EmbeddedError
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  forgetOtherServers();
  const ownership = await FolderOwnership.take(options);
  try {
    if (options.reset) await reset(ownership.dataFolder);
    const { running, folder, passwords } = await run(ownership.dataFolder, options);
    const watch = watchServer(running.pid);
    return {
      ...urlsOf(running.port, passwords),
      lost: watch.lost,
      announceReady: () => ownership.announceReady(),
      stop: async () => {
        watch.end();
        await cluster.stop(folder, running.pid);
        ownership.release();
      },
    };
  } catch (error) {
    ownership.release();
    throw folderProblem(error, ownership.dataFolder);
  }
}

/** The database that a lasting owner (`npm start`) runs on this folder, or null. */
export function findRunning(dataFolder: string): DatabaseUrls | null {
  const folder = resolve(dataFolder);
  const owner = ownerOf(folder);
  const known = owner?.lasting && owner.ready ? readRecord(folder) : null;
  const port = known && cluster.portOf(resolve(folder, known.cluster));
  return known && port ? urlsOf(port, known.passwords) : null;
}

/**
 * For a command: joins the database that `npm start` runs on this folder, else runs it for the command's time. Makes none.
 * @throws DataFolderInUse, EmbeddedError
 */
export async function joinOrOpen(options: OwnershipOptions): Promise<EmbeddedDatabase> {
  forgetOtherServers();
  const deadline = Date.now() + (options.waitMs ?? 0);
  for (let told = false; ; told = true) {
    const running = findRunning(options.dataFolder);
    if (running) return { ...running, ...NOT_OURS };
    const owner = ownerOf(resolve(options.dataFolder));
    if (owner?.lasting && owner.ready) {
      throw new EmbeddedError(
        `"${owner.holder}" (process ${owner.pid}) runs on this data folder with the database of its DATABASE_URL. ` +
          'Give this command the same DATABASE_URL, or choose another folder with --data FOLDER.',
      );
    }
    if (!owner && !isDataFolder(resolve(options.dataFolder))) {
      throw new EmbeddedError(
        `${resolve(options.dataFolder)} is not a data folder of the clearing house. ` +
          'Run "npm start" first, or name its folder with --data FOLDER, or set DATABASE_URL.',
      );
    }
    try {
      return await openEmbedded({ ...options, lasting: false, waitMs: 0 });
    } catch (error) {
      if (!(error instanceof DataFolderInUse) || Date.now() >= deadline) throw error;
      if (!told) options.onProgress?.(`Waiting for "${error.holder}" (process ${error.pid}) …`);
      await sleep(POLL_MS);
    }
  }
}

/** Stops what runs on a folder that nobody owns (any more) and removes the folder with all it holds. */
export async function discardEmbedded(dataFolder: string): Promise<void> {
  const ownership = await FolderOwnership.take({ dataFolder, holder: 'discard', lasting: false });
  try {
    await removeAll(ownership.dataFolder);
    fs.rmSync(ownership.dataFolder, { recursive: true, force: true });
  } finally {
    ownership.release();
  }
}

/** `PGSSLMODE`, `PGOPTIONS` and so on say how to reach the user's own servers: to ours they bar the way, also to our children. */
function forgetOtherServers(): void {
  for (const name of Object.keys(process.env)) if (/^PG(?!_RUN_AS$)/.test(name)) delete process.env[name];
}

async function run(dataFolder: string, { forTests = false, systemBinaries: folderOfBinaries }: EmbeddedOptions) {
  const chosen = chooseServerUser(process.env);
  const { cluster: place, passwords } = readRecord(dataFolder) ?? newRecord(dataFolder, chosen);
  const folder = resolve(dataFolder, place);
  if (isOfAnother(dataFolder, folder)) {
    throw new EmbeddedError(
      `${dataFolder} is a copy of ${homeOf(folder)?.path}, and its database is still the one of that folder. ` +
        'Begin again with --reset, which leaves the other folder as it is.',
    );
  }
  const user = chosen && makeClusterFolder(folder, chosen);
  const binaries = folderOfBinaries
    ? systemBinaries(folderOfBinaries)
    : packagedBinaries(user, process.env, dataFolder);
  const options = { folder, binaries, user, password: passwords.superuser, forTests };
  if (!user) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isAbsolute(place)) {
    const home: Home = { path: fs.realpathSync(dataFolder), inode: fs.statSync(dataFolder).ino };
    replaceFile(homeFile(folder), JSON.stringify(home), 0o600);
  }
  cluster.initialize(options);
  const running = await cluster.start(options);
  try {
    await makeRoles(running.port, passwords, forTests);
  } catch (error) {
    await cluster.stop(folder, running.pid);
    const { message, hint = '' } = error as Error & { hint?: string };
    throw (
      folderProblemIn(`${message} ${hint}`, folder) ??
      new EmbeddedError(`The database in ${folder} cannot be used: ${message}.`)
    );
  }
  return { running, folder, passwords };
}

/** Belongs to the server's user, as it was when the cluster was made: who starts it later may be another. */
function makeClusterFolder(folder: string, chosen: ServerUser): ServerUser {
  if (fs.existsSync(folder)) {
    const { uid, gid } = fs.statSync(folder);
    if (uid !== 0) return { uid, gid };
  }
  makeFolder(folder);
  fs.chmodSync(folder, 0o700);
  fs.chownSync(folder, chosen.uid, chosen.gid);
  return chosen;
}

const homeFile = (folder: string) => join(folder, 'home.json');

function homeOf(folder: string): Home | null {
  try {
    return JSON.parse(fs.readFileSync(homeFile(folder), 'utf8')) as Home;
  } catch {
    return null;
  }
}

/** The data folder that the cluster was last used by is another one, and still there. */
function isOfAnother(dataFolder: string, folder: string): boolean {
  const home = homeOf(folder);
  if (!home || home.path === fs.realpathSync(dataFolder)) return false;
  return fs.statSync(home.path, { throwIfNoEntry: false })?.ino === home.inode;
}

function readRecord(dataFolder: string): DatabaseRecord | null {
  const file = join(dataFolder, 'database.json');
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as DatabaseRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error instanceof SyntaxError
      ? new EmbeddedError(`${file} is damaged. Restore it, or begin again with --reset.`)
      : folderProblem(error, dataFolder);
  }
}

function newRecord(dataFolder: string, user: ServerUser | null): DatabaseRecord {
  if (fs.existsSync(join(dataFolder, 'pg', 'data'))) {
    throw new EmbeddedError(
      `${dataFolder} lacks database.json with its passwords. Restore it, or begin again with --reset.`,
    );
  }
  // Under root's closed home the server's user cannot reach the data folder.
  const outside = user !== null && !canReach(dataFolder, user);
  const place = outside ? join(OUTSIDE, randomBytes(8).toString('hex')) : 'pg';
  const record = { cluster: place, passwords: newPasswords() };
  replaceFile(join(dataFolder, 'database.json'), JSON.stringify(record, null, 2), 0o600);
  return record;
}

function isDataFolder(folder: string): boolean {
  return ['database.json', join('pg', 'data')].some((name) => fs.existsSync(join(folder, name)));
}

/** `--data` may name any folder: what this program never used is left as it is. */
async function reset(dataFolder: string): Promise<void> {
  const there = OWN_ENTRIES.filter((name) => fs.existsSync(join(dataFolder, name)));
  if (!isDataFolder(dataFolder) && there.length > 0) {
    throw new EmbeddedError(
      `${dataFolder} is not a data folder of the clearing house, and --reset would delete ${there.join(', ')} in it. ` +
        'Choose another folder with --data FOLDER, or leave out --reset.',
    );
  }
  await removeAll(dataFolder);
}

/** Removes what this program made in the folder, and nothing else. */
async function removeAll(dataFolder: string): Promise<void> {
  let place = 'pg';
  try {
    place = readRecord(dataFolder)?.cluster ?? place;
  } catch {
    // damaged: that is why it is reset
  }
  const folder = resolve(dataFolder, place);
  const ours = isOfAnother(dataFolder, folder) ? [] : [folder];
  const left = ours.length > 0 && fs.existsSync(folder) ? await cluster.findLiving(folder) : null;
  if (left) await cluster.stop(folder, left.pid);
  for (const entry of [...ours, ...OWN_ENTRIES.map((name) => join(dataFolder, name))]) {
    fs.rmSync(entry, { recursive: true, force: true });
  }
}

const urlsOf = (port: number, passwords: Passwords): DatabaseUrls => ({
  ownerUrl: ownerUrl(port, passwords),
  appUrl: appUrl(port, passwords),
});

/** The server may not be our child (a killed owner left it), so its life is looked at rather than waited for. */
function watchServer(pid: number): { lost: Promise<void>; end: () => void } {
  const stamp = processStamp(pid);
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<void>((gone) => {
    timer = setInterval(() => processStamp(pid) !== stamp && (clearInterval(timer), gone()), WATCH_MS).unref();
  });
  return { lost, end: () => clearInterval(timer) };
}
