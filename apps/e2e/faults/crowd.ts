import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../../../dist/apps/e2e/faults/outbox-worker.js', import.meta.url));

/** A point that a process does not reach by then it does not reach at all. */
const DEATH_MS = 20_000;

/** Some worker processes that are killed and come back. */
export class Crowd {
  private readonly members = new Set<ChildProcess>();
  kills = 0;

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Starts one; with `crashAt` it kills itself at that point. */
  async join(crashAt?: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, [WORKER], {
      env: { PATH: process.env.PATH, ...this.env, NODE_ENV: 'test', ...(crashAt && { CLEARING_CRASH_AT: crashAt }) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.members.add(child);
    child.once('exit', () => {
      this.kills += 1;
      this.members.delete(child);
    });
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
    return child;
  }

  /** Whether a process that was to kill itself has done so, after a moment's grace. */
  async sawDie(child: ChildProcess): Promise<boolean> {
    const dead = () => child.exitCode !== null || child.signalCode !== null;
    if (!dead()) await Promise.race([once(child, 'exit'), sleep(DEATH_MS, null, { ref: false })]);
    return dead();
  }

  killOne(): void {
    const [oldest] = this.members;
    oldest?.kill('SIGKILL');
  }

  async leave(): Promise<void> {
    const exits = [...this.members].map((child) => once(child, 'exit'));
    for (const child of this.members) child.kill('SIGKILL');
    await Promise.all(exits);
  }
}
