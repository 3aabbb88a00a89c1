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
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');
const LOCK = join(DIST, '.lock');
/** Looks at a lock that cannot be read, 0.2 s apart. */
const UNREAD_MAX = 5;
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
/** What the commands do that take no arguments. */
const WITHOUT_ARGUMENTS = {
  build: 'Installs what is missing or stale, and builds the server and the web app.',
  check: 'Types, lint, boundaries, unused code and format; exit code 1 when anything fails.',
};
const PROCESSES = ['apps/api/src/main.js', 'apps/worker/src/main.js', 'web/index.html'];

/** One sentence for the person at the terminal; no stack trace. */
class Failure extends Error {}

/** Writes into the lock that is held which program works under it. */
let noteTool = () => undefined;

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
  if (WITHOUT_ARGUMENTS[command] && rest.length > 0) return explain();
  if (!installed()) await alone(() => (installed() ? undefined : install()));
  if (command === 'check') return check();
  if (!built()) await alone(() => (built() ? undefined : build()));
  if (command === 'build') return;
  const program = join(DIST, PROGRAMS[command]);
  process.argv = [process.argv[0], program, ...rest];
  await import(pathToFileURL(program).href);
}

function explain() {
  const [first] = rest;
  if (first !== '--help' && first !== '-h') {
    throw new Failure(`"${first}" is too much: npm run ${command} takes no arguments.`);
  }
  out(`npm run ${command}\n\n${WITHOUT_ARGUMENTS[command]}\n`);
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

/**
 * Packages of the lockfile that are not there as npm wrote them down of its last installation. Programs of the platform count
 * as optional for npm, and nothing runs without them: of those that one package offers this machine, one is needed.
 */
function missing() {
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages;
  const present = readJson(join(ROOT, 'node_modules', '.package-lock.json'))?.packages ?? {};
  if (!wanted) throw new Failure('package-lock.json is missing or damaged. Restore it from the repository.');
  const has = (path) => {
    const [{ version, integrity }, found] = [wanted[path], present[path]];
    const isSame = found?.version === version && (!integrity || found.integrity === integrity);
    return isSame && fs.existsSync(join(ROOT, path, 'package.json'));
  };
  return Object.entries(wanted).flatMap(([path, { optional, optionalDependencies = {} }]) => {
    if (path === '' || (optional && !present[path])) return [];
    if (!has(path)) return [path];
    const programs = Object.keys(optionalDependencies)
      .map((name) => `node_modules/${name}`)
      .filter((program) => isOfThisMachine(wanted[program]));
    return programs.length === 0 || programs.some(has) ? [] : [programs[0]];
  });
}

function installed() {
  return missing().length === 0;
}

function isOfThisMachine({ os = [], cpu = [process.arch] } = {}) {
  return os.includes(process.platform) && cpu.includes(process.arch);
}

async function install() {
  const npm = /^npm/.test(basename(process.env.npm_execpath ?? ''))
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  // Whatever NODE_ENV and the user's settings leave out or refuse for other projects.
  const settings = ['--include=dev', '--include=optional', '--engine-strict=false', '--no-audit', '--no-fund'];
  await step('Installing packages', async () => {
    const { code, output } = await run([...npm, 'ci', ...settings]);
    if (code !== 0) {
      out(`\n${output}`);
      throw new Failure(
        code === 'ENOENT'
          ? 'npm was not found. Install it with Node.js, or run "npm ci" elsewhere and bring node_modules here.'
          : `The packages could not be installed (npm ended with ${code}). Is the package registry within reach? Then run the command again.`,
      );
    }
    const [left] = missing();
    if (!left) return;
    throw new Failure(
      readJson(join(ROOT, 'package-lock.json')).packages[left].optional
        ? `npm left out ${left}, which this machine (${process.platform}-${process.arch}) needs. ` +
            'Look for os, cpu or libc in "npm config list" and whether the package registry has it, then run the command again.'
        : `The installation is incomplete: ${left} is not there. Run the command again.`,
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

/** Starts, and starts again after every change of a source, until a signal or an end that was well (as of --help). */
async function dev() {
  let child;
  let timer;
  let wake;
  let isChanged;
  let isStopped = false;
  const interrupt = () => {
    child.kill('SIGTERM');
    wake();
  };
  const changed = (_event, name) => {
    if (!name || TEST_FILE.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isChanged = true;
      interrupt();
    }, 300);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      isStopped = true;
      interrupt();
    });
  }
  const watchers = ['apps', 'libs'].map((folder) => fs.watch(join(ROOT, folder), { recursive: true }, changed));
  while (!isStopped) {
    isChanged = false;
    const woken = new Promise((called) => (wake = called));
    child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'start', ...rest], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    const code = await new Promise((ended) => child.once('exit', ended));
    if (code === 0 && !isChanged) break;
    if (!isChanged && !isStopped) {
      out('\nIt starts again after the next change of a source. Ctrl-C ends.\n');
      await woken;
    }
    if (isChanged && !isStopped) out('\nA source changed: starting again.\n');
  }
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
}

/** Runs the work while no other process installs or builds in this clone. */
async function alone(work) {
  const named = (pid) => ({ pid, started: startOf(pid) });
  const me = named(process.pid);
  const mine = `${LOCK}.${process.pid}`;
  try {
    fs.mkdirSync(DIST, { recursive: true });
    removeDeadWaiters();
    fs.writeFileSync(mine, JSON.stringify(me));
    let [told, unread] = [false, 0];
    for (; ; await new Promise((later) => setTimeout(later, 200))) {
      try {
        fs.linkSync(mine, LOCK);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const other = readJson(LOCK);
      unread = other ? 0 : unread + 1; // it went meanwhile, or it never was whole, as after a full disk
      // Whoever took it may have been killed while what it ran works on.
      const living = other && [other, other.tool].find((one) => one && startOf(one.pid) === one.started);
      if (!living && (other || unread > UNREAD_MAX)) removeLock(other);
      else if (living && !told) {
        told = true;
        out(`Waiting for process ${living.pid}, which installs or builds here …\n`);
      }
    }
    noteTool = (pid) => fs.writeFileSync(mine, JSON.stringify({ ...me, tool: named(pid) })); // the lock is a link to it
    try {
      await work();
    } finally {
      noteTool = () => undefined;
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

/** Two that find the same dead lock must not remove each other's fresh one: look at what was moved away. */
function removeLock(dead) {
  const aside = `${LOCK}.${process.pid}.aside`;
  try {
    fs.renameSync(LOCK, aside);
    const moved = readJson(aside);
    if (moved?.pid !== dead?.pid || moved?.started !== dead?.started) fs.linkSync(aside, LOCK);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

/** What a killed process was about to take the lock with, or had moved away. */
function removeDeadWaiters() {
  for (const name of fs.readdirSync(DIST)) {
    const [, pid] = /^\.lock\.(\d+)(\.aside)?$/.exec(name) ?? [];
    if (pid && startOf(Number(pid)) === 'gone') fs.rmSync(join(DIST, name), { force: true });
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

/** Runs a program to its end. A signal ends it with all that it started, and only then us: none works on behind our back. */
function run([program, ...args]) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let isStopped = false;
    const stop = () => {
      isStopped = true;
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    };
    const end = (result) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      if (isStopped) fail(new Failure('Stopped before it was done. The next command begins it anew.'));
      else done(result);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => end({ code: error.code, output: error.message }));
    child.once('close', (code, signal) => end({ code: code ?? signal, output }));
    if (child.pid) noteTool(child.pid);
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
