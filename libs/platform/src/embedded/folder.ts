import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and its missing parents, open to other users whatever the umask: `mkdir -p -m 0700` would lock the
 * parents too. (Node's own recursive way never returns on a folder such as /proc.)
 */
export function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) {
    if (!fs.statSync(folder).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
    return fs.accessSync(folder, fs.constants.W_OK);
  }
  makeFolder(dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return; // another process was faster
    throw error;
  }
  fs.chmodSync(folder, 0o755);
}

/** Writes a file whole or not at all. */
export function replaceFile(path: string, content: string, mode = 0o644): void {
  const fresh = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    fs.writeFileSync(fresh, content, { mode });
    fs.renameSync(fresh, path);
  } finally {
    fs.rmSync(fresh, { force: true });
  }
}
