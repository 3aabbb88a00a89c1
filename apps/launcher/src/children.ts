import { processStamp, replaceFile } from '#libs/platform';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError, ROOT, shown } from './options.js';
import { step } from './step.js';

const READY_MS = 60_000;
const LOG_BYTES_MAX = 10_000_000;

interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  readonly ended: Promise<string>;
}

/** An entry of `launcher.json`. */
interface Remembered {
  readonly pid: number;
  readonly stamp: string;
}

/** The api and the worker: detached, so that Ctrl-C reaches only us and they are stopped in order. */
export class Children {
  private readonly running: Child[] = [];
  /** Not yet ready, or a command: what a stop has to interrupt. */
  private readonly underWay = new Set<ChildProcess>();
  private stopping = false;
  private ended!: (sentence: string) => void;
  /** Settles with a sentence when one ends although nobody stopped it. */
  readonly lost = new Promise<string>((ended) => (this.ended = ended));

  /** `stopMs`: what takes longer to stop is killed. */
  constructor(
    private readonly dataFolder: string,
    private readonly stopMs: number,
  ) {}

  /** Starts a process and waits until it says that it is ready. */
  async start(name: string, env: NodeJS.ProcessEnv): Promise<void> {
    const log = this.openLog(name);
    const child = fork(join(ROOT, `dist/apps/${name}/src/main.js`), {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', log.descriptor, log.descriptor, 'ipc'],
    });
    fs.closeSync(log.descriptor);
    this.underWay.add(child);
    const ended = new Promise<string>((end) =>
      child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`)),
    );
    this.running.push({ name, process: child, ended });
    this.remember();
    const ready = new Promise<true>((said) => {
      child.on('message', (message) => (message as { ready?: boolean }).ready && said(true));
    });
    const outcome = await Promise.race([ready, ended, sleep(READY_MS, 'no answer', { ref: false })]);
    this.underWay.delete(child);
    if (outcome !== true) throw new LaunchError(whyNot(name, outcome, log));
    void ended.then((how) => {
      if (this.stopping) return;
      this.ended(`The ${name} ended unexpectedly (${how}), so everything was stopped. See ${shown(log.path)}.`);
    });
  }

  /** Runs a command of the command line to its end; returns its lines. */
  async run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
    const child = spawn(process.execPath, [join(ROOT, 'dist/apps/cli/src/main.js'), ...args], {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.underWay.add(child);
    this.remember();
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const code = await new Promise<number | null>((end) => child.once('close', end));
    this.underWay.delete(child);
    if (code !== 0) throw new LaunchError(errors.trim() || `"${args.join(' ')}" failed (${code ?? 'killed'}).`);
    return output.split('\n');
  }

  /** Stops what runs, in the order of its start, each with a deadline. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const child of this.running) {
      child.process.kill('SIGTERM');
      const outcome = await Promise.race([child.ended, sleep(this.stopMs, 'late', { ref: false })]);
      if (outcome === 'late') child.process.kill('SIGKILL');
      await child.ended;
    }
    this.running.length = 0;
    fs.rmSync(this.memory, { force: true });
  }

  /** Ends what is not ready yet. */
  interrupt(): void {
    for (const child of this.underWay) child.kill('SIGTERM');
  }

  /** Ends everything at once. */
  kill(): void {
    for (const child of this.processes()) child.kill('SIGKILL');
  }

  /** Waits for the processes of a killed launcher: they stop by themselves; one that hangs is killed. */
  async endOrphans(): Promise<void> {
    const isLiving = ({ pid, stamp }: Remembered) => processStamp(pid) === stamp;
    if (!this.recall().some(isLiving)) return;
    await step('Waiting for the processes of a killed "npm start" to stop', async () => {
      const deadline = Date.now() + this.stopMs;
      for (let left = this.recall(); (left = left.filter(isLiving)).length > 0; await sleep(50)) {
        if (Date.now() > deadline) for (const { pid } of left) process.kill(pid, 'SIGKILL');
      }
    });
  }

  private processes(): ChildProcess[] {
    return [...new Set([...this.running.map((child) => child.process), ...this.underWay])];
  }

  private get memory(): string {
    return join(this.dataFolder, 'launcher.json');
  }

  private remember(): void {
    const pids = this.processes()
      .map((child) => child.pid)
      .filter((pid) => pid !== undefined);
    replaceFile(this.memory, JSON.stringify(pids.map((pid) => ({ pid, stamp: processStamp(pid) }))));
  }

  private recall(): Remembered[] {
    try {
      return JSON.parse(fs.readFileSync(this.memory, 'utf8')) as Remembered[];
    } catch {
      return [];
    }
  }

  private openLog(name: string): { path: string; descriptor: number; offset: number } {
    const folder = join(this.dataFolder, 'logs');
    fs.mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.log`);
    if (fs.existsSync(path) && fs.statSync(path).size > LOG_BYTES_MAX) fs.renameSync(path, `${path}.1`);
    const descriptor = fs.openSync(path, 'a', 0o600);
    return { path, descriptor, offset: fs.fstatSync(descriptor).size };
  }
}

/** The sentence that the process wrote before it gave up; its log lines are JSON, and Node adds warnings of its own. */
function whyNot(name: string, outcome: string, log: { path: string; offset: number }): string {
  const written = fs.readFileSync(log.path).subarray(log.offset).toString();
  const sentence = written
    .split('\n')
    .filter((line) => line && !/^(\{|\(node:|\(Use )/.test(line))
    .slice(0, 5)
    .join('\n');
  return sentence || `The ${name} did not start (${outcome}). See ${shown(log.path)}.`;
}
