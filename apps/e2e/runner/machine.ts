import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { realpathSync } from 'node:fs';

const DEBIAN = '/usr/lib/postgresql';

/** What this machine has; null where it has none. */
export const findRedis = () => onPath('redis-server');
export const findChromium = (env: NodeJS.ProcessEnv) =>
  env.CHROME_PATH || onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** Folder with `initdb` and `postgres`. */
export function findPostgres(): string | null {
  const found = onPath('postgres');
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN, version, 'bin'))
    : [];
  const folders = [...(found ? [dirname(realpathSync(found))] : []), ...debian];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

function onPath(...names: readonly string[]): string | null {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // not here
      }
    }
  }
  return null;
}
