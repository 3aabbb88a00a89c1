import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { EmbeddedError, folderProblem, folderProblemIn } from './problem.js';
import { processStamp } from './process-stamp.js';
import type { ServerUser } from './server-user.js';

export interface ClusterOptions {
  /** Holds `data`, the server's own folder, and its log. Belongs to the server's user alone. */
  readonly folder: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | null;
  /** Of the bootstrap superuser `postgres`. */
  readonly password: string;
  /** Durability off, many connections. */
  readonly forTests: boolean;
}

/** A server that answers on the loopback address. */
export interface RunningCluster {
  readonly port: number;
  readonly pid: number;
}

const START_DEADLINE_MS = 5 * 60_000; // recovery after a crash may take long; a server that fails says so itself
const STOP_DEADLINE_MS = 30_000;
const POLL_MS = 15;
const FOR_TESTS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=300',
  'autovacuum=off',
];
/** A killed server's last processes still hold its memory, or the free port was taken by another: try again. */
const PASSES = /pre-existing shared memory block|lock file .* already exists|could not bind/i;

/** Makes the cluster if it is not there yet. An interrupted attempt leaves no half cluster. */
export function initialize(options: ClusterOptions): void {
  const { folder, binaries, user } = options;
  const data = join(folder, 'data');
  if (fs.existsSync(data)) return;
  const fresh = join(folder, 'data.new');
  const passwordFile = join(folder, 'password');
  fs.rmSync(fresh, { recursive: true, force: true });
  try {
    fs.writeFileSync(passwordFile, options.password, { mode: 0o600 });
    if (user) fs.chownSync(passwordFile, user.uid, user.gid);
    const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
    const { status, stdout, stderr, error } = spawnSync(
      join(binaries.folder, 'initdb'),
      [`--pgdata=${fresh}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
        .concat('--encoding=UTF8', '--locale=C', ...locale, '--no-instructions')
        .concat(options.forTests ? '--no-sync' : []),
      { ...asServerUser(user), encoding: 'utf8' },
    );
    if (error) throw error;
    if (status !== 0) throw setUpProblem(`${stdout}\n${stderr}`, folder);
    fs.renameSync(fresh, data);
  } catch (error) {
    fs.rmSync(fresh, { recursive: true, force: true });
    throw folderProblem(error, folder);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** Starts the server, or finds the one that a killed owner left running. */
export async function start(options: ClusterOptions): Promise<RunningCluster> {
  const left = await findLiving(options.folder);
  if (left) return left;
  const deadline = Date.now() + STOP_DEADLINE_MS;
  for (;;) {
    const outcome = await attempt(options);
    if (typeof outcome !== 'string') return outcome;
    if (!PASSES.test(outcome) || Date.now() > deadline) throw startProblem(outcome, options.folder);
    await sleep(200);
  }
}

/** Stops the server after its current statements were cancelled, and waits until it is gone. */
export async function stop(folder: string, pid: number): Promise<void> {
  const stamp = processStamp(pid);
  if (stamp === null) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (processStamp(pid) === stamp || readPidFile(folder)?.pid === pid) {
    if (Date.now() > deadline) return void process.kill(pid, 'SIGQUIT');
    await sleep(POLL_MS);
  }
}

/** The living server of this folder once it is ready; null when there is none (what a dead one left behind is removed). */
export async function findLiving(folder: string): Promise<RunningCluster | null> {
  for (const deadline = Date.now() + START_DEADLINE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    const found = readPidFile(folder);
    if (!found) return null;
    if (!runsHere(found.pid, folder)) {
      fs.rmSync(pidFile(folder), { force: true }); // a living server would still be protected by its shared memory
      return null;
    }
    if (found.ready) return { port: found.port, pid: found.pid };
  }
  throw new EmbeddedError(`The PostgreSQL that runs on ${folder} does not get ready. See ${logFile(folder)}.`);
}

/** The port of the server of this folder, if it says that it is ready. */
export function portOf(folder: string): number | null {
  const found = readPidFile(folder);
  return found?.ready && runsHere(found.pid, folder) ? found.port : null;
}

const logFile = (folder: string) => join(folder, 'postgresql.log');
const pidFile = (folder: string) => join(folder, 'data', 'postmaster.pid');

/** A running server, or what the log says about why there is none. */
async function attempt(options: ClusterOptions): Promise<RunningCluster | string> {
  const { folder, binaries, user } = options;
  const port = await freePort();
  const log = openLog(folder, user);
  try {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.forTests ? FOR_TESTS : [])];
    const child = spawn(
      join(binaries.folder, 'postgres'),
      ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...asServerUser(user), detached: true, stdio: ['ignore', log.descriptor, log.descriptor] as StdioOptions },
    );
    let ended: string | null = null;
    child.once('error', (error) => (ended = error.message));
    child.once('exit', (code, signal) => (ended ??= `it ended with ${code ?? signal}`));
    child.unref();
    for (const deadline = Date.now() + START_DEADLINE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      const found = readPidFile(folder);
      if (found?.ready && found.pid === child.pid) return { port, pid: child.pid };
      if (ended !== null) return fs.readFileSync(logFile(folder), 'utf8').slice(log.offset) || ended;
    }
    if (child.pid) await stop(folder, child.pid);
    return 'it did not get ready in time';
  } finally {
    fs.closeSync(log.descriptor);
  }
}

function setUpProblem(output: string, folder: string): EmbeddedError {
  return folderProblemIn(output, folder) ?? new EmbeddedError(`PostgreSQL could not be set up: ${tellingLine(output)}`);
}

function startProblem(log: string, folder: string): EmbeddedError {
  const reason = tellingLine(log).replace(/^.*?(FATAL|PANIC): +/, '');
  const other = new EmbeddedError(`PostgreSQL does not start on ${folder}: ${reason}. See ${logFile(folder)}.`);
  return folderProblemIn(log, folder) ?? other;
}

/** Line 1 is the process, 4 the port, 8 says `ready`; the server writes the file line by line. */
function readPidFile(folder: string): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = fs.readFileSync(pidFile(folder), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw folderProblem(error, folder);
  }
}

/** A recycled process number is not our server: that one works in our data folder. */
function runsHere(pid: number, folder: string): boolean {
  if (processStamp(pid) === null) return false;
  if (process.platform !== 'linux') return /postgres/.test(commandOf(pid));
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(join(folder, 'data'));
  } catch {
    return false;
  }
}

const commandOf = (pid: number) =>
  spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';

function asServerUser(user: ServerUser | null) {
  return { ...user, cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '/usr/bin:/bin' } };
}

function openLog(folder: string, user: ServerUser | null): { descriptor: number; offset: number } {
  const descriptor = fs.openSync(logFile(folder), 'a', 0o600);
  if (user) fs.fchownSync(descriptor, user.uid, user.gid);
  return { descriptor, offset: fs.fstatSync(descriptor).size };
}

/** The line that says why, of output that ends with what was done about it. */
function tellingLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? '';
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening, failed) => probe.once('error', failed).listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
