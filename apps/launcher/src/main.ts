import { DataFolderInUse, EmbeddedError, folderProblem, freePort, ownerOf } from '#libs/platform';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Children } from './children.js';
import { HELP, LaunchError, readOptions, shown, type Options } from './options.js';
import { checkPort, checkRedis, openDatabase, type Database } from './servers.js';
import { say, step } from './step.js';

/** A second Ctrl-C after this time ends everything at once; npm may repeat the first one sooner. */
const IMPATIENT_MS = 1000;
const SIGNAL_MS = 20;

/** What is stopped at the end, last started first. */
const undo: (() => Promise<void>)[] = [];
let children: Children | null = null;
let stopRequested: (signal: string) => void;
const stopRequest = new Promise<string>((requested) => (stopRequested = requested));
let stopping = false;

process.stdout.on('error', () => undefined); // the terminal may be gone before we are
let askedAt = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) {
      stopping = true;
      askedAt = Date.now();
      children?.interrupt();
      stopRequested(signal);
    } else if (signal === 'SIGINT' && Date.now() - askedAt > IMPATIENT_MS) {
      children?.kill();
      process.exit(1);
    }
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  let folder = '.data';
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options === 'help') {
      say(HELP);
      return 0;
    }
    folder = options.dataFolder;
    const { lost } = await startAll(options);
    const reason = await Promise.race([stopRequest.then(() => null), lost]);
    if (reason === null) return 0;
    throw new LaunchError(reason);
  } catch (error) {
    await sleep(SIGNAL_MS); // a signal that came during a synchronous step is heard only now
    if (stopping) return 0; // what was under way had to fail
    const known = folderProblem(error, folder);
    if (!(known instanceof LaunchError || known instanceof EmbeddedError)) throw error;
    process.stderr.write(`${known.message}\n`);
    return 1;
  } finally {
    stopping = true;
    if (undo.length > 0) await step('Stopping', stopAll);
  }
}

/** `lost` settles with the sentence that says what broke later. */
async function startAll(asked: Options): Promise<{ lost: Promise<string> }> {
  const { dataFolder, host } = asked;
  const owner = ownerOf(dataFolder);
  if (owner?.lasting) throw new DataFolderInUse(dataFolder, owner.holder, owner.pid);
  const processes = (children = new Children(dataFolder, asked.stopMs));
  await processes.endOrphans();
  const port = asked.port || (await freePort());
  await checkPort(host, port);
  await checkRedis(process.env.REDIS_URL);

  const where = process.env.DATABASE_URL ? 'Connecting to PostgreSQL' : `Starting PostgreSQL in ${shown(dataFolder)}`;
  const database = await next(where, () => openDatabase(asked, process.env));
  undo.push(() => database.stop());
  undo.push(() => processes.stop());

  const env = environment(database, { dataFolder, host, port });
  const ownerEnv = { ...env, ...(database.ownerUrl && { DATABASE_OWNER_URL: database.ownerUrl }) };
  if (database.ownerUrl) await next('Migrating', () => processes.run(['migrate'], ownerEnv));
  const signIns = await seed(asked, processes, env);
  await next('Starting the api and the worker', () =>
    Promise.all([processes.start('api', env), processes.start('worker', { ...env, ...metricsOfWorker(asked) })]),
  );
  database.announceReady();
  welcome(asked, port, signIns);
  const databaseLost = database.lost.then(
    () => 'PostgreSQL ended unexpectedly, so everything was stopped. Start again.',
  );
  return { lost: Promise.race([processes.lost, databaseLost]) };
}

/** A step that does not begin once a stop was asked for. */
async function next<T>(doing: string, work: () => Promise<T>): Promise<T> {
  if (stopping) throw new LaunchError('stopped');
  return step(doing, work);
}

async function seed(options: Options, processes: Children, env: NodeJS.ProcessEnv): Promise<string[]> {
  const marker = join(options.dataFolder, 'demo');
  if (options.demoRefused && fs.existsSync(marker)) {
    throw new LaunchError(
      `${shown(options.dataFolder)} holds demonstration sign-ins that everyone knows, and ${options.demoRefused}. ` +
        'Choose another folder with --data FOLDER, or begin again with --reset --no-demo.',
    );
  }
  if (options.demoRefused) say(`No demonstration world: ${options.demoRefused}.`);
  if (!options.demo) return next('Loading reference data', () => processes.run(['seed', '--no-demo'], env));
  fs.writeFileSync(marker, 'The database holds the demonstration world and its sign-ins.\n');
  return next('Loading reference data and the demonstration world', () => processes.run(['seed', '--demo'], env));
}

function environment(
  database: Database,
  { dataFolder, host, port }: { dataFolder: string; host: string; port: number },
): NodeJS.ProcessEnv {
  return {
    ...(!process.env.CLEARING_FILES_S3_URL && { CLEARING_FILES_FOLDER: join(dataFolder, 'files') }),
    CLEARING_MAIL_FOLDER: join(dataFolder, 'outbox'),
    ...process.env,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: undefined, // the processes never see the owner
    HOST: host,
    PORT: String(port),
  };
}

/** Two processes cannot listen on one port. */
function metricsOfWorker({ metricsPort }: Options): NodeJS.ProcessEnv {
  return metricsPort === null ? {} : { CLEARING_METRICS_PORT: String(metricsPort + 1) };
}

function welcome({ host, dataFolder, metricsPort }: Options, port: number, lines: readonly string[]): void {
  say(`\nThe clearing house is at http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  const signIns = lines.map((line) => /^demo-sign-in (\S+) (\S+) (.+)$/.exec(line)).filter((found) => found !== null);
  if (signIns.length > 0) say('\nDemonstration sign-ins:');
  for (const [, email = '', password = '', who] of signIns)
    say(`  ${email.padEnd(36)}  ${password.padEnd(20)}  ${who}`);
  const others = lines.find((line) => line.startsWith('demo-sign-ins-too '))?.split(' ') ?? [];
  if (others.length > 0) say(`  And, at demo.example with the same password: ${others.slice(1).join(', ')}`);
  if (metricsPort !== null) say(`\nMetrics: port ${metricsPort} of the api, ${metricsPort + 1} of the worker.`);
  if (!process.env.SMTP_URL) {
    const folder = process.env.CLEARING_MAIL_FOLDER ?? join(dataFolder, 'outbox');
    say(`\nE-mails are written into ${shown(folder)}; with SMTP_URL they are sent.`);
  }
  say(`\nLogs are in ${shown(join(dataFolder, 'logs'))}. Ctrl-C stops everything.`);
}

async function stopAll(): Promise<void> {
  for (const action of undo.reverse()) {
    await action().catch((error: Error) => process.stderr.write(`${error.message}\n`));
  }
}
