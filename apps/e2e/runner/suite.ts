import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

/** From `progress.ts`: paths of test files. */
interface Progress {
  readonly began?: string;
  readonly ended?: string;
}

/** Without a file that begins or ends; far more than the slowest takes. */
const SILENCE_MAX_MS = 10 * 60_000;
const LONG_SILENCE_MAX_MS = 60 * 60_000;
const running = new Set<ChildProcess>();

/** Passes a stop on to the tests under way. */
export function interrupt(signal: NodeJS.Signals): void {
  for (const child of running) signalGroup(child, signal);
}

/** Runs tests and counts honestly: a file that does not run or end, a run that breaks, and one without a test are failures. */
export async function runSuite(
  root: string,
  { projects, paths = [], env }: Suite,
  silenceMaxMs = env.LONG ? LONG_SILENCE_MAX_MS : SILENCE_MAX_MS,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'clearing-report-'));
  const report = join(folder, 'report.json');
  const args = [
    join(root, 'node_modules/jest/bin/jest.js'),
    ...paths, // --selectProjects would take them for projects
    // A test waits for servers and the browser a good part of its time.
    `--maxWorkers=${availableParallelism() + 1}`,
    '--passWithNoTests',
    '--json',
    `--outputFile=${report}`,
    '--reporters=default',
    `--reporters=${join(root, 'dist/apps/e2e/runner/progress.js')}`,
    '--selectProjects',
    ...projects,
  ];
  // A group of its own, so that the workers of a Jest that hangs end with it.
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.add(child);
  const open = new Set<string>();
  const silence = setTimeout(() => {
    const seconds = Math.round(silenceMaxMs / 1000);
    console.error(`${[...open].join(', ') || 'Jest'} did not end for ${seconds} s, so the run was stopped.`);
    signalGroup(child, 'SIGKILL');
  }, silenceMaxMs);
  child.on('message', ({ began, ended }: Progress) => {
    if (began) open.add(began);
    if (ended) open.delete(ended);
    silence.refresh();
  });
  const code = await new Promise<number | null>((end) => child.once('exit', end).once('error', () => end(null)));
  clearTimeout(silence);
  running.delete(child);
  const tally = read(report);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  if (tally.passed + tally.failed + tally.skipped === 0) {
    console.error('No test ran here: a path that names none, or a file that was renamed.');
    tally.failed = 1;
  }
  return tally;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // it ended meanwhile
  }
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
  }
}
