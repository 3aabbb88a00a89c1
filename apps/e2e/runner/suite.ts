import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from './options.js';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** What Jest writes with `--json`. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

export interface Suite {
  readonly projects: readonly Project[];
  /** Only files whose path matches one of these; all when there is none. */
  readonly paths?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

let running: ChildProcess | null = null;

/** Passes a stop on to the tests under way. */
export function interrupt(signal: NodeJS.Signals): void {
  running?.kill(signal);
}

/** Runs tests and counts honestly: a file that does not run, or a run that breaks, is a failure. */
export async function runSuite(root: string, { projects, paths = [], env }: Suite): Promise<Tally> {
  const report = join(tmpdir(), `clearing-report-${process.pid}.json`);
  const args = [
    join(root, 'node_modules/jest/bin/jest.js'),
    ...paths, // --selectProjects would take them for projects
    `--maxWorkers=${availableParallelism()}`,
    '--passWithNoTests',
    '--json',
    `--outputFile=${report}`,
    '--reporters=default',
    '--selectProjects',
    ...projects,
  ];
  const code = await new Promise<number | null>((end) => {
    running = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
    running.once('exit', (exitCode) => end(exitCode)).once('error', () => end(null));
  });
  running = null;
  const tally = read(report);
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  return tally;
}

function read(report: string): Tally {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8')) as JestResult;
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(report, { force: true });
  }
}
