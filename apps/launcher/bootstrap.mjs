// What every script of package.json runs: node apps/launcher/bootstrap.mjs <command> [arguments].
// Needs nothing but Node: installs when node_modules is missing or stale, builds when dist is, then runs the command.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const NODE_MIN = [20, 19];
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');
const LOCK = join(DIST, '.lock');
const CONFIGS = [
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  '.swcrc',
  'tsconfig.json',
  'tsconfig.build.json',
];
const TEST_FILE = /\.(spec|db-spec|story|guard|fault|browser)\.tsx?$/;
const TOOLS = {
  nest: '@nestjs/cli/bin/nest.js',
  vite: 'vite/bin/vite.js',
  tsc: 'typescript7/bin/tsc',
  eslint: 'eslint/bin/eslint.js',
  depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  knip: 'knip/bin/knip.js',
  prettier: 'prettier/bin/prettier.cjs',
};
const PROGRAMS = {
  start: 'apps/launcher/src/main.js',
  test: 'apps/e2e/run.js',
  cli: 'apps/cli/src/main.js',
  bench: 'apps/e2e/bench/run.js',
};
const PROCESSES = ['apps/api/src/main.js', 'apps/worker/src/main.js', 'web/index.html'];

/** One sentence for the person at the terminal; no stack trace. */
class Failure extends Error {}

const [command, ...rest] = process.argv.slice(2);
// What a command prints may be read by a program: the steps before it go elsewhere.
const out = (text) => (command === 'cli' ? process.stderr : process.stdout).write(text);

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main() {
  checkNode();
  followNpm();
  if (command === 'dev') return dev();
  if (command !== 'build' && command !== 'check' && !PROGRAMS[command]) {
    throw new Failure(
      `There is no command "${command ?? ''}". Known: dev, build, check, ${Object.keys(PROGRAMS).join(', ')}.`,
    );
  }
  if (!installed()) await alone(() => (installed() ? undefined : install()));
  if (command === 'check') return check();
  if (!built()) await alone(() => (built() ? undefined : build()));
  if (command === 'build') return;
  const program = join(DIST, PROGRAMS[command]);
  process.argv = [process.argv[0], program, ...rest];
  await import(pathToFileURL(program).href);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  throw new Failure(
    `This needs Node.js ${NODE_MIN.join('.')} or newer, and this is ${process.versions.node}. Please update Node.js.`,
  );
}

/** A signal sent to npm ends the shell between it and us, and reaches us only in this way; so does npm's own end. */
function followNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = npmAbove(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && npmAbove(parent) === npm) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  timer.unref();
}

/** The parent of the shell that npm put between it and us, where there is one and the system tells. */
function npmAbove(parent) {
  try {
    const [, name, above] = /\((.*)\) \S (\d+)/s.exec(fs.readFileSync(`/proc/${parent}/stat`, 'utf8'));
    return /^(npm|node)/.test(name) ? undefined : above;
  } catch {
    return undefined;
  }
}

/** True when what npm wrote down of its last installation holds every package of the lockfile, and each is there. */
function installed() {
  const wanted = readJson(join(ROOT, 'package-lock.json'));
  const present = readJson(join(ROOT, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Failure('package-lock.json is missing or damaged. Restore it from the repository.');
  if (!present) return false;
  return Object.entries(wanted.packages).every(([path, { version, integrity, optional }]) => {
    const found = present.packages[path];
    if (path === '' || (optional && !found)) return true;
    const isSame = found?.version === version && (!integrity || found.integrity === integrity);
    return isSame && fs.existsSync(join(ROOT, path, 'package.json'));
  });
}

async function install() {
  const npm = /^npm/.test(basename(process.env.npm_execpath ?? ''))
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  await step('Installing packages', async () => {
    // NODE_ENV=production would leave out what the build needs.
    const { code, output } = await run([...npm, 'ci', '--include=dev', '--no-audit', '--no-fund']);
    if (code === 0) return;
    out(`\n${output}`);
    throw new Failure(
      code === 'ENOENT'
        ? 'npm was not found. Install it with Node.js, or run "npm ci" elsewhere and bring node_modules here.'
        : 'The packages could not be installed: see above. Is the package registry within reach? Then run the command again.',
    );
  });
}

/** Sources and settings as one hash; tests are not built into anything that runs. */
function sourceHash() {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!fs.existsSync(path)) return;
    if (fs.statSync(path).isDirectory()) {
      for (const name of fs.readdirSync(path).sort()) if (name !== 'node_modules') add(join(path, name));
    } else if (!TEST_FILE.test(path)) {
      hash
        .update(`${relative(ROOT, path)}\0`)
        .update(fs.readFileSync(path))
        .update('\0');
    }
  };
  for (const path of [...CONFIGS, 'apps', 'libs']) add(join(ROOT, path));
  return hash.digest('hex');
}

function built() {
  const isComplete = [STAMP, ...[...Object.values(PROGRAMS), ...PROCESSES].map((path) => join(DIST, path))].every(
    fs.existsSync,
  );
  return isComplete && fs.readFileSync(STAMP, 'utf8') === sourceHash();
}

async function build() {
  const hash = sourceHash();
  fs.rmSync(STAMP, { force: true });
  await step('Building the server', async () => {
    removeOrphans(DIST);
    await tool('nest', ['build', '--all']);
  });
  if (fs.existsSync(join(ROOT, 'apps/web/vite.config.ts'))) {
    await step('Building the web app', () => tool('vite', ['build', '--config', 'apps/web/vite.config.ts']));
  }
  fs.writeFileSync(STAMP, hash);
}

/** Removes what was built from sources that are gone. */
function removeOrphans(folder) {
  for (const entry of fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (path !== join(DIST, 'web')) removeOrphans(path);
    } else if (/\.js(\.map)?$/.test(path)) {
      if (!fs.existsSync(join(ROOT, relative(DIST, path)).replace(/\.js(\.map)?$/, '.ts'))) fs.rmSync(path);
    }
  }
}

async function check() {
  const checks = [
    ['eslint', 'eslint', ['.']],
    ['types of the server', 'tsc', ['-p', 'tsconfig.json']],
    ['types of the web app', 'tsc', ['-p', 'tsconfig.web.json']],
    ['boundary map', 'depcruise', ['apps', 'libs']],
    ['unused code', 'knip', []],
    ['format', 'prettier', ['--check', '.']],
  ];
  let failed = 0;
  const queue = [...checks];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, program, args] = next;
      const began = performance.now();
      const { code, output } = await run([process.execPath, toolPath(program), ...args]);
      if (code !== 0) failed += 1;
      out(`${code === 0 ? 'pass' : 'FAIL'}  ${name}  ${seconds(began)}\n${code === 0 ? '' : `${output}\n`}`);
    }
  };
  await Promise.all([lane(), lane()]);
  out(failed === 0 ? 'All checks passed.\n' : `${failed} of ${checks.length} checks failed.\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Starts, and starts again after every change of a source. */
async function dev() {
  let child;
  let restart = Promise.resolve();
  let timer;
  const start = () => {
    child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'start', ...rest], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    child.ended = new Promise((ended) => child.once('exit', ended));
  };
  const changed = (_event, name) => {
    if (!name || TEST_FILE.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      restart = restart.then(async () => {
        out('\nA source changed: starting again.\n');
        child.kill('SIGTERM');
        await child.ended;
        start();
      });
    }, 300);
  };
  const watchers = ['apps', 'libs'].map((folder) => fs.watch(join(ROOT, folder), { recursive: true }, changed));
  start();
  const signal = await Promise.race(
    ['SIGINT', 'SIGTERM'].map((name) => new Promise((got) => process.once(name, () => got(name)))),
  );
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  await restart;
  if (signal === 'SIGTERM') child.kill('SIGTERM'); // the terminal sends Ctrl-C to both
  await child.ended;
}

/** Runs the work while no other process installs or builds in this clone. */
async function alone(work) {
  const me = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  const mine = `${LOCK}.${process.pid}`;
  try {
    fs.mkdirSync(DIST, { recursive: true });
    fs.writeFileSync(mine, me);
    for (let told = false; ; await new Promise((later) => setTimeout(later, 200))) {
      try {
        fs.linkSync(mine, LOCK);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const other = readJson(LOCK);
      if (other && startOf(other.pid) !== other.started)
        fs.rmSync(LOCK, { force: true }); // it was killed
      else if (other && !told) {
        told = true;
        out(`Waiting for process ${other.pid}, which installs or builds here …\n`);
      }
    }
    try {
      await work();
    } finally {
      fs.rmSync(LOCK, { force: true });
    }
  } catch (error) {
    const reason = { EACCES: 'may not be written by this user', EROFS: 'is read-only', ENOSPC: 'is on a full disk' }[
      error.code
    ];
    throw reason ? new Failure(`${ROOT} ${reason}, so nothing can be installed or built in it.`) : error;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Tells a process from a later one with the same number, where the system says when it started. */
function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    if (process.platform === 'linux') return 'gone';
  }
  try {
    process.kill(pid, 0);
    return 'living';
  } catch (error) {
    return error.code === 'EPERM' ? 'living' : 'gone';
  }
}

async function tool(name, args) {
  const { code, output } = await run([process.execPath, toolPath(name), ...args]);
  if (code === 0) return;
  out(`\n${output}`);
  throw new Failure(`${name} ${args.join(' ')} failed: see above.`);
}

function toolPath(name) {
  return join(ROOT, 'node_modules', TOOLS[name]);
}

function run([program, ...args]) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => done({ code: error.code, output: error.message }));
    child.once('close', (code, signal) => done({ code: code ?? signal, output }));
  });
}

async function step(doing, work) {
  const began = performance.now();
  out(`${doing} … `);
  await work();
  out(`${seconds(began)}\n`);
}

function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

function readJson(path) {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
