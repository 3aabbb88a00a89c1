import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder, replaceFile } from './folder.js';
import { DataFolderInUse, folderProblem } from './problem.js';
import { processStamp } from './process-stamp.js';

export interface FolderOwner {
  readonly pid: number;
  /** From {@link processStamp}: a recycled process number is not mistaken for the owner. */
  readonly stamp: string;
  /** What it is, in the words a person typed: `npm start`. */
  readonly holder: string;
  /** True when others may join its database; false for a command that ends soon. */
  readonly lasting: boolean;
  /** True once others may join. */
  readonly ready: boolean;
  readonly nonce: string;
}

export interface OwnershipOptions {
  readonly dataFolder: string;
  readonly holder?: string;
  readonly lasting?: boolean;
  /** How long to wait for a command to finish; 0 raises at once. A lasting owner is not waited for. */
  readonly waitMs?: number;
  readonly onProgress?: (sentence: string) => void;
}

const POLL_MS = 150;

/** The right to run the database of a data folder: one process at a time has it, and loses it when it dies. */
export class FolderOwnership {
  private constructor(
    readonly dataFolder: string,
    private owner: FolderOwner,
  ) {}

  /** @throws DataFolderInUse when another process has it, EmbeddedError when the folder cannot be written */
  static async take(options: OwnershipOptions): Promise<FolderOwnership> {
    const { holder = 'another program', lasting = false, waitMs = 0, onProgress } = options;
    const dataFolder = resolve(options.dataFolder);
    const stamp = processStamp(process.pid) ?? '';
    const owner = { pid: process.pid, stamp, holder, lasting, ready: false, nonce: randomBytes(8).toString('hex') };
    const deadline = Date.now() + waitMs;
    for (let told = false; ; told = true) {
      try {
        makeFolder(dataFolder);
        if (tryTake(dataFolder, owner)) return new FolderOwnership(dataFolder, owner);
      } catch (error) {
        throw folderProblem(error, dataFolder);
      }
      const other = ownerOf(dataFolder);
      if (!other) continue;
      if (other.lasting || Date.now() >= deadline) throw new DataFolderInUse(dataFolder, other.holder, other.pid);
      if (!told) onProgress?.(`Waiting for "${other.holder}" (process ${other.pid}) to finish with ${dataFolder} …`);
      await sleep(POLL_MS);
    }
  }

  /** Lets others know that they may join. */
  announceReady(): void {
    this.owner = { ...this.owner, ready: true };
    replaceFile(lockFile(this.dataFolder), JSON.stringify(this.owner));
  }

  release(): void {
    if (readOwner(this.dataFolder)?.nonce === this.owner.nonce) rmSync(lockFile(this.dataFolder), { force: true });
  }
}

/** The living owner of a data folder, or null. */
export function ownerOf(dataFolder: string): FolderOwner | null {
  const owner = readOwner(dataFolder);
  return owner && processStamp(owner.pid) === owner.stamp ? owner : null;
}

const lockFile = (dataFolder: string) => join(dataFolder, 'owner.lock');

function readOwner(dataFolder: string): FolderOwner | null {
  try {
    return JSON.parse(readFileSync(lockFile(dataFolder), 'utf8')) as FolderOwner;
  } catch {
    return null;
  }
}

/** A hard link appears with its content and fails when the name is taken: two cannot both succeed. */
function tryTake(dataFolder: string, owner: FolderOwner): boolean {
  removeDeadOwner(dataFolder);
  const fresh = `${lockFile(dataFolder)}.${owner.nonce}`;
  try {
    writeFileSync(fresh, JSON.stringify(owner));
    linkSync(fresh, lockFile(dataFolder));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Two that find the same dead owner must not remove each other's fresh lock: look at what was moved away. */
function removeDeadOwner(dataFolder: string): void {
  const dead = readOwner(dataFolder);
  if (dead && processStamp(dead.pid) === dead.stamp) return;
  const aside = `${lockFile(dataFolder)}.${randomBytes(8).toString('hex')}`;
  try {
    renameSync(lockFile(dataFolder), aside);
    const moved = JSON.parse(readFileSync(aside, 'utf8')) as FolderOwner;
    if (moved.nonce !== dead?.nonce) linkSync(aside, lockFile(dataFolder));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing && !(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
