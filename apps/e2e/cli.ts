import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { System } from './system.js';

const CLI = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line against the database of a system. */
export function runCli({ db }: Pick<System, 'db'>, ...args: string[]): Promise<CliResult> {
  return cliResult(startCli({ db }, ...args));
}

export function startCli({ db }: Pick<System, 'db'>, ...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, DATABASE_URL: db.url, DATABASE_OWNER_URL: db.ownerUrl, TZ: 'Pacific/Kiritimati' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function cliResult(child: ReturnType<typeof startCli>): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exitCode = await new Promise<number | null>((done) => child.once('close', done));
  return { exitCode, stdout, stderr };
}
