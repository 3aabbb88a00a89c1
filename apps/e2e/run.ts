import { EmbeddedError } from '#libs/platform';
import { fileURLToPath } from 'node:url';
import { findChromium, findPostgres, findRedis } from './runner/machine.js';
import { HELP, PROJECTS, readOptions, UsageError, type RunnerOptions } from './runner/options.js';
import { removeLeftovers, startPostgres, startRedis, UnstartedServer, type Server } from './runner/servers.js';
import { interrupt, runSuite, type Suite, type Tally } from './runner/suite.js';

/** `npm test`. Built to `dist/apps/e2e/run.js`. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Paths of the tests whose subject is the queue, whatever holds it; one story goes through every queue there is. */
const QUEUE_TESTS = ['apps/e2e/(stories/real-input|faults/outbox)', 'queue[^/]*\\.db-spec\\.ts$'];
/** And every story in which a queue carries what a person waits for. */
const LONG_QUEUE_TESTS = ['apps/e2e/stories/(alerts|people|pledges|spreadsheet)', ...QUEUE_TESTS];

/** What the database itself enforces, which could differ from one version to another. */
const SERVER_TESTS = ['/libs/(ledger|audit)/', 'commitments', 'invariants', 'migrations-equal-entities'];
/** And what asks it most: searches, lists, migrations, imports. Money and payments are held by what stands above. */
const LONG_SERVER_TESTS = [
  ...SERVER_TESTS,
  '/libs/(matching|needs|offers|platform|reference)/',
  'state-tables',
  'nothing-dropped',
];

const NO_CHROMIUM = 'browser tests: no Chromium found (set CHROME_PATH)';

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const notes: string[] = [];
const servers: Server[] = [];
let stopped = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = true;
    interrupt(signal);
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === 'help') {
      console.log(HELP);
      return 0;
    }
    await removeLeftovers();
    await (options.only ? runOnly(options, options.only) : runAll(options));
  } catch (error) {
    fail(error);
  } finally {
    for (const server of servers.reverse()) await server.stop();
  }
  if (stopped) total.failed += 1;
  notes.forEach((note) => console.log(note));
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
}

function fail(error: unknown): void {
  const known = error instanceof UsageError || error instanceof EmbeddedError || error instanceof UnstartedServer;
  console.error(known ? error.message : error);
  total.failed += 1;
}

async function runOnly(options: RunnerOptions, { project, path }: NonNullable<RunnerOptions['only']>): Promise<void> {
  if (project === 'browser' && !findChromium(process.env)) {
    leaveOut(NO_CHROMIUM, { required: true });
    return;
  }
  const env = testEnvironment(options);
  if (process.env.REDIS_URL) env.REDIS_URL = process.env.REDIS_URL;
  if (project !== 'unit' && project !== 'web') Object.assign(env, await started(startPostgres(ROOT, env)));
  await run(project, { projects: [project], paths: path ? [path] : [], env });
}

async function runAll(options: RunnerOptions): Promise<void> {
  const base = testEnvironment(options);
  const chromium = findChromium(process.env);
  const postgres = await started(startPostgres(ROOT, base));
  const projects = PROJECTS.filter((project) => project !== 'browser' || chromium !== null);
  if (!chromium) leaveOut(NO_CHROMIUM, { required: true });
  await run('all, on the packaged PostgreSQL', { projects, env: { ...base, ...postgres } });

  // Side by side: on Redis a core is idle most of the time.
  const both = await Promise.allSettled([
    runOnRedis(options, { ...base, ...postgres }),
    runOnOtherPostgres(options, base),
  ]);
  for (const result of both) {
    if (result.status === 'rejected') fail(result.reason);
  }
}

async function runOnRedis({ long }: RunnerOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const program = findRedis();
  if (!process.env.REDIS_URL && !program) {
    leaveOut('queue tests on Redis: no redis-server found (or set REDIS_URL)', { required: true });
    return;
  }
  const redis = process.env.REDIS_URL
    ? { REDIS_URL: process.env.REDIS_URL }
    : await started(startRedis(program as string));
  const projects = ['stories', 'faults', 'database'] as const;
  const paths = long ? LONG_QUEUE_TESTS : QUEUE_TESTS;
  await run('queues, on Redis', { projects, paths, env: { ...env, ...redis } });
}

async function runOnOtherPostgres({ long }: RunnerOptions, base: NodeJS.ProcessEnv): Promise<void> {
  const system = findPostgres();
  if (!system) {
    leaveOut('database tests on a PostgreSQL of this machine: none found', { required: false });
    return;
  }
  // More random instances on one of the servers are enough.
  const env = { ...base, LONG: undefined, ...(await started(startPostgres(ROOT, base, system))) };
  const paths = long ? LONG_SERVER_TESTS : SERVER_TESTS;
  await run(`database, on the PostgreSQL of ${system}`, { projects: ['database'], paths, env });
}

async function run(name: string, suite: Suite): Promise<void> {
  if (stopped) return;
  const began = performance.now();
  console.log(`\n=== ${name}`);
  const { passed, failed, skipped } = await runSuite(ROOT, suite);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  notes.push(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
}

function leaveOut(what: string, { required }: { required: boolean }): void {
  const failure = required && process.env.CI === 'true';
  if (failure) total.failed += 1;
  else total.skipped += 1;
  notes.push(`${failure ? 'FAILED, because CI=true' : 'skipped'}: ${what}`);
}

async function started(starting: Promise<Server>): Promise<NodeJS.ProcessEnv> {
  const server = await starting;
  servers.push(server);
  return server.env;
}

/** The tests see none of the settings of a running installation, nor of the user's own PostgreSQL. */
function testEnvironment({ long }: RunnerOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test', LONG: long ? '1' : undefined };
  for (const name of Object.keys(env)) {
    if (
      /^CLEARING_|^PG(?!_RUN_AS$)|^(DATABASE_URL|DATABASE_OWNER_URL|REDIS_URL|SMTP_URL|MAIL_FROM|PORT|HOST)$/.test(name)
    )
      delete env[name];
  }
  const chromium = findChromium(process.env);
  if (chromium) env.CHROME_PATH = chromium;
  env.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim();
  return env;
}
