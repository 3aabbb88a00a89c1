import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../../../dist/apps/e2e/faults/outbox-worker.js', import.meta.url));

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
