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

const running = new Set<ChildProcess>();
let suites = 0;

/** Passes a stop on to the tests under way. */
export function interrupt(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}

/** Runs tests and counts honestly: a file that does not run, a run that breaks, and one without a test are failures. */
export async function runSuite(root: string, { projects, paths = [], env }: Suite): Promise<Tally> {
  const report = join(tmpdir(), `clearing-report-${process.pid}-${(suites += 1)}.json`);
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
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
    running.add(child);
    child.once('exit', (exitCode) => end(exitCode)).once('error', () => end(null));
    child.once('close', () => running.delete(child));
  });
  const tally = read(report);
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  if (tally.passed + tally.failed + tally.skipped === 0) {
    console.error('No test ran here: a path that names none, or a file that was renamed.');
    tally.failed = 1;
  }
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
