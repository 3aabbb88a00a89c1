import { parseArgs } from 'node:util';

export const PROJECTS = ['unit', 'web', 'database', 'stories', 'faults', 'browser'] as const;
export type Project = (typeof PROJECTS)[number];

/** The arguments cannot be used; the message says why. */
export class UsageError extends Error {}

export interface RunnerOptions {
  readonly long: boolean;
  /** One project, and in it the files whose path holds the text. */
  readonly only: { readonly project: Project; readonly path: string | null } | null;
}

export const HELP = `npm test -- [options]

Runs every test on a PostgreSQL that it starts itself; where it finds redis-server (or REDIS_URL), a PostgreSQL of this
machine and Chromium, also on these. The last line is "N passed, N failed, N skipped".

  --long                  many random instances, many faults, every language, the features' database tests on this machine's
                          PostgreSQL too: what .ci/run does (sets LONG=1)
  --only PROJECT [PATH]   one project (${PROJECTS.join(', ')}), and in it files whose path holds PATH;
                          with REDIS_URL set, on that Redis
  --help                  this text

CI=true                   missing Redis or Chromium is a failure, not a skip
CHROME_PATH               the Chromium to use`;

/** @throws UsageError */
export function readOptions(args: readonly string[]): RunnerOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const project = PROJECTS.find((name) => name === values.only);
  if (values.only !== undefined && !project) {
    throw new UsageError(`There is no project "${values.only}". There are ${PROJECTS.join(', ')}.`);
  }
  if (positionals.length > (project ? 1 : 0)) {
    throw new UsageError(`"${positionals.at(-1)}" is too much. See npm test -- --help.`);
  }
  return { long: values.long ?? false, only: project ? { project, path: positionals[0] ?? null } : null };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        long: { type: 'boolean' },
        only: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See npm test -- --help.`);
  }
}
