// Danger: `npm start` that hangs, leaves processes behind or needs repair by hand after a crash.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { discardEmbedded, freePort, processStamp } from '#libs/platform';

const LAUNCHER = fileURLToPath(new URL('../../../dist/apps/launcher/src/main.js', import.meta.url));
const folder = join(tmpdir(), `clearing-tests-${process.pid}-launcher with space`);
const LONG = process.env.LONG === '1';
/** A start costs seconds; what a killed PostgreSQL leaves is also tested with the embedded database itself. */
const VICTIMS = LONG ? (['api', 'worker', 'postgres'] as const) : (['api'] as const);
/** Two starts, with a busy machine in mind. */
const PATIENCE_MS = 180_000;
let current: Launched | null = null;

class Launched {
  output = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [LAUNCHER, '--no-demo', ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  async up(): Promise<string> {
    for (let open = true; open; await sleep(50)) {
      const address = /at (http:\S+)/.exec(this.output)?.[1];
      if (address && this.output.includes('Ctrl-C stops')) return address;
      void this.ended.then(() => (open = false));
    }
    throw new Error(`It did not start:\n${this.output}`);
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }

  end(): Promise<number | null> {
    return this.ended;
  }
}

async function start(): Promise<Launched> {
  current = new Launched(['--data', folder, '--port', '0']);
  const address = await current.up();
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  return current;
}

/** Processes of the installation: api, worker, PostgreSQL. */
function members(): { api: number; worker: number; postgres: number } {
  const recorded = JSON.parse(readFileSync(join(folder, 'launcher.json'), 'utf8')) as { pid: number }[];
  const { cluster } = JSON.parse(readFileSync(join(folder, 'database.json'), 'utf8')) as { cluster: string };
  const postgres = Number(readFileSync(join(folder, cluster, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  return { api: recorded[0]!.pid, worker: recorded[1]!.pid, postgres };
}

const living = (pids: Record<string, number>) =>
  Object.entries(pids).flatMap(([name, pid]) => (processStamp(pid) === null ? [] : [name]));

afterAll(async () => {
  await current?.kill('SIGTERM');
  await discardEmbedded(folder);
});

/** Each test starts on what the one before left behind: that is the recovery. */
describe('npm start', () => {
  it.each(VICTIMS)(
    'ends with a sentence when its %s is killed',
    async (name) => {
      const launched = await start();
      const all = members();
      process.kill(all[name], 'SIGKILL');
      expect(await launched.end()).toBe(1);
      expect(launched.output).toMatch(/(api|worker|PostgreSQL) ended unexpectedly/);
      expect(living(all)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'takes over what it left running when it was killed itself',
    async () => {
      const killed = await start();
      const before = members();
      if (LONG) process.kill(before.api, 'SIGSTOP'); // an orphan that does not stop by itself
      await killed.kill('SIGKILL');
      const again = await start();
      expect(living({ api: before.api, worker: before.worker })).toEqual([]);
      expect(members().postgres).toBe(before.postgres);

      const second = new Launched(['--data', folder, '--port', '0']);
      expect(await second.end()).toBe(1);
      expect(second.output).toMatch(/^The data folder .* is in use by "npm start" \(process \d+\)\. .*\n$/);

      const all = members();
      expect(await again.kill('SIGTERM')).toBe(0);
      expect(living(all)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'says in one sentence what it cannot use',
    async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const port = String((taken.address() as { port: number }).port);
      const nobody = await freePort();
      const cases: [string[], Record<string, string>, RegExp][] = [
        [['--port', port], {}, /^Port \d+ is in use\./],
        [['--port', '70000'], {}, /is not a port/],
        [['--data', '/proc/nothing'], {}, /\/proc\/nothing/],
        [
          [],
          { DATABASE_URL: `postgres://a:b@127.0.0.1:${nobody}/c` },
          /DATABASE_URL .* cannot be used: .*ECONNREFUSED/,
        ],
        [[], { REDIS_URL: `redis://127.0.0.1:${nobody}` }, /REDIS_URL .* cannot be used: .*ECONNREFUSED/],
        [[], { REDIS_URL: `redis://127.0.0.1:${port}` }, /REDIS_URL .* cannot be used: it does not answer/],
        [['--host', 'no-such-host.invalid'], {}, /Cannot listen on no-such-host/],
      ];
      // With so many servers started for a refusal, the last two are for the long run.
      for (const [args, env, sentence] of LONG ? cases : cases.slice(0, -2)) {
        const launched = new Launched(['--data', folder, '--port', '0', ...args], env);
        expect(await launched.end()).toBe(1);
        expect(launched.output).toMatch(sentence);
        expect(launched.output).not.toMatch(/^\s+at /m);
      }
      taken.close();
    },
    PATIENCE_MS,
  );
});
