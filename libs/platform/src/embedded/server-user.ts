import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedError } from './problem.js';

/** The user a PostgreSQL server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses root: then another user that exists here; else null, the server runs as we do. */
export function chooseServerUser(env: NodeJS.ProcessEnv): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const known = new Map<string, ServerUser>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) known.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  for (const name of [env.PG_RUN_AS, 'postgres', 'nobody']) {
    const user = name ? known.get(name) : undefined;
    if (user) return user;
  }
  throw new EmbeddedError('PostgreSQL does not run as root. Name another user of this machine in PG_RUN_AS.');
}

/** True when the user may pass through every folder above the path (what root sees is no answer). */
export function canReach(path: string, user: ServerUser): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
