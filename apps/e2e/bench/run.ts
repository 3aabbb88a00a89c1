import 'reflect-metadata';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardEmbedded, migrate, openEmbedded } from '#libs/platform';
import { migrations } from '../../cli/src/cli.module.js';
import { benchLedger } from './ledger.js';
import { benchNeeds } from './needs.js';
import { benchOutbox } from './outbox.js';
import { benchTransactions } from './transactions.js';

/**
 * `npm run bench`: each figure is the median of rounds that alternate with a baseline in the same run, and what counts is the
 * ratio. The database is thrown away, with durability off: the figures compare code paths, not disks.
 */
const BENCHMARKS = { transactions: benchTransactions, outbox: benchOutbox, ledger: benchLedger, needs: benchNeeds };
const HELP = `npm run bench [-- [--small] NAME…]

Measures against baselines in the same run, on a database that is thrown away: ${Object.keys(BENCHMARKS).join(', ')}.
With --small among few rows, which shows that the benchmarks work and measures nothing.`;

const { small, names } = readArguments();
const chosen = Object.entries(BENCHMARKS).filter(([name]) => names.length === 0 || names.includes(name));

const folder = join(tmpdir(), `clearing-tests-${process.pid}-bench`);
const database = await openEmbedded({ dataFolder: folder, forTests: true });
try {
  await migrate({
    ownerUrl: database.ownerUrl,
    appRole: new URL(database.appUrl).username,
    migrations,
  });
  for (const [, bench] of chosen) await bench(database, { small });
} finally {
  await database.stop();
  await discardEmbedded(folder);
}

function readArguments(): { small: boolean; names: readonly string[] } {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => arg !== '--small');
  const wrong = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
  if (wrong === undefined) return { small: args.length > names.length, names };
  console.log(HELP);
  process.exit(wrong === '--help' ? 0 : 1);
}
