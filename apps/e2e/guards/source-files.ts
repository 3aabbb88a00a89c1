import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface SourceFile {
  /** Relative to the repository: `libs/needs/src/needs.errors.ts`. */
  readonly path: string;
  readonly text: string;
}

/** The server's own sources; no tests, no web app. */
export async function serverSources(): Promise<SourceFile[]> {
  const folders = ['libs', 'apps/api', 'apps/worker', 'apps/cli', 'apps/launcher'];
  const entries = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])),
  );
  const paths = entries
    .flat()
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('spec.ts'))
    .map((entry) => relative(process.cwd(), join(entry.parentPath, entry.name)));
  return Promise.all(paths.sort().map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

export interface Feature {
  readonly name: string;
  /** What its main door exports. */
  readonly door: Readonly<Record<string, unknown>>;
}

/** Every folder of libs/ that has a main door, opened. */
export async function features(): Promise<Feature[]> {
  const found: Feature[] = [];
  for (const name of (await readdir('libs')).sort()) {
    found.push({ name, door: (await import(`#libs/${name}`)) as Record<string, unknown> });
  }
  return found;
}
