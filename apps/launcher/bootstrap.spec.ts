// Danger: a command that hangs before it began, or works on half an installation.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PATIENCE_MS = 20_000;
const NATIVE = 'node_modules/@lamps/bulb-here';
/** Stands for the launcher: says how it was called; a signal ends it after a while. */
const PROGRAM = `
  console.log('started', ...process.argv.slice(2));
  if (!process.argv.includes('--help')) setInterval(() => undefined, 1000);
  process.on('SIGTERM', () => setTimeout(() => process.exit(0), 500));`;
/** Stands for the compiler. */
const NEST = `
  const fs = require('node:fs');
  const programs = ['apps/launcher/src/main', 'apps/e2e/run', 'apps/cli/src/main', 'apps/e2e/bench/run', 'apps/api/src/main'];
  for (const path of [...programs.map((name) => name + '.js'), 'apps/worker/src/main.js', 'web/index.html']) {
    fs.mkdirSync('dist/' + path.replace(/[^/]*$/, ''), { recursive: true });
    fs.writeFileSync('dist/' + path, ${JSON.stringify(PROGRAM)});
  }`;

const root = fs.mkdtempSync(join(tmpdir(), 'bootstrap-'));
const running: ChildProcess[] = [];

/** With what it started itself. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it ended
  }
}

function write(path: string, text: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

/** A repository with nothing in it but what the commands look for. */
beforeEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
  const lamps = {
    version: '1.0.0',
    optionalDependencies: { '@lamps/bulb-here': '1.0.0', '@lamps/bulb-there': '1.0.0' },
  };
  const native = (os: string) => ({ version: '1.0.0', optional: true, os: [os], cpu: [process.arch] });
  const present = { 'node_modules/lamps': lamps, [NATIVE]: native(process.platform) };
  const wanted = { ...present, 'node_modules/@lamps/bulb-there': native('sunos') };
  write('package-lock.json', JSON.stringify({ packages: wanted }));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: present }));
  for (const path of ['node_modules/lamps', NATIVE]) write(join(path, 'package.json'), '{}');
  write('node_modules/@nestjs/cli/bin/nest.js', NEST);
  write('npm.cjs', `require('node:fs').writeFileSync('asked', process.argv.slice(2).join(' '));`);
  write('libs/lamp.ts', '');
  write('package.json', '{ "type": "module" }');
  write('node_modules/@nestjs/package.json', '{ "type": "commonjs" }');
  write('apps/launcher/bootstrap.mjs', fs.readFileSync('apps/launcher/bootstrap.mjs', 'utf8'));
});

afterEach(() => {
  for (const { pid } of running.splice(0)) killGroup(pid!);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function start(...args: string[]) {
  const env = { PATH: process.env.PATH, npm_execpath: join(root, 'npm.cjs') };
  const child = spawn(process.execPath, [join(root, 'apps/launcher/bootstrap.mjs'), ...args], {
    cwd: root,
    env,
    detached: true,
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const says = async (text: RegExp) => {
    while (!text.test(output)) await once(child.stdout, 'data');
  };
  return { child, says, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, output })) };
}

describe('the commands of package.json', () => {
  it(
    'build although a lock was left behind that nobody can read',
    async () => {
      write('dist/.lock', '');
      write('dist/.lock.4194305', ''); // larger than any process number
      expect(await start('build').ended).toEqual({
        code: 0,
        output: expect.stringMatching(/^Building the server … .* s\n$/),
      });
      expect(fs.readdirSync(join(root, 'dist')).filter((name) => name.startsWith('.lock'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'install the programs of the platform whatever is left out elsewhere, and say what is lacking after all',
    async () => {
      fs.rmSync(join(root, NATIVE), { recursive: true });
      const { code, output } = await start('build').ended;
      expect(fs.readFileSync(join(root, 'asked'), 'utf8')).toMatch(
        /^ci --include=dev --include=optional --engine-strict=false/,
      );
      expect(output).toContain(`npm left out ${NATIVE}, which this machine`);
      expect(code).toBe(1);
    },
    PATIENCE_MS,
  );

  /** What has ended is still there until its parent, or the machine, has taken note. */
  async function isGone(pid: number): Promise<void> {
    for (;;) {
      try {
        process.kill(pid, 0);
      } catch {
        return;
      }
      await new Promise((later) => setTimeout(later, 20));
    }
  }

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'let no installation go on unseen after %s, nor another one beside it',
    async (signal) => {
      fs.rmSync(join(root, NATIVE), { recursive: true });
      // What goes with its parent must not go by itself meanwhile.
      const lastsMs = signal === 'SIGTERM' ? 10 * PATIENCE_MS : 1_500;
      write(
        'npm.cjs',
        `require('node:fs').writeFileSync('npm.pid', process.pid + ''); setTimeout(() => undefined, ${lastsMs});`,
      );
      const { child, ended } = start('build');
      while (!fs.existsSync(join(root, 'npm.pid'))) await new Promise((later) => setTimeout(later, 20));
      const npm = Number(fs.readFileSync(join(root, 'npm.pid'), 'utf8'));
      child.kill(signal);
      if (signal === 'SIGTERM') await ended;
      else {
        const next = start('build');
        await next.says(new RegExp(`Waiting for process ${npm}`));
        await next.says(/Installing packages/);
      }
      await isGone(npm);
    },
    PATIENCE_MS,
  );
});

it.each(['build', 'check'])(
  'npm run %s explains itself, and does nothing with what it cannot use',
  async (command) => {
    expect(await start(command, '--help').ended).toMatchObject({
      code: 0,
      output: expect.stringMatching(`^npm run ${command}\n`),
    });
    expect(await start(command, 'libs').ended).toEqual({
      code: 1,
      output: `"libs" is too much: npm run ${command} takes no arguments.\n`,
    });
    expect(fs.existsSync(join(root, 'dist'))).toBe(false);
  },
  PATIENCE_MS,
);

describe('npm run dev', () => {
  it(
    'ends with the help',
    async () => {
      expect(await start('dev', '--help').ended).toMatchObject({
        code: 0,
        output: expect.stringContaining('started --help'),
      });
    },
    PATIENCE_MS,
  );

  it(
    'hears Ctrl-C while it starts again',
    async () => {
      const { child, says, ended } = start('dev');
      await says(/started/);
      write('libs/lamp.ts', 'changed');
      await new Promise((later) => setTimeout(later, 500)); // it waits for further changes, then for the end of the program
      child.kill('SIGINT');
      expect((await ended).output.match(/started/g)).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});
