import 'reflect-metadata';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardEmbedded, migrate, openEmbedded, platformMigrations } from '#libs/platform';
import { ledgerMigrations } from '#libs/ledger';
import { auditMigrations } from '#libs/audit';
import { identityMigrations } from '#libs/identity';
import { needsMigrations } from '#libs/needs';
import { referenceMigrations } from '#libs/reference';
import { benchLedger } from './ledger.js';
import { benchNeeds } from './needs.js';
import { benchOutbox } from './outbox.js';
import { benchTransactions } from './transactions.js';

/**
 * `npm run bench`: each figure is the median of rounds that alternate with a baseline in the same run, and what counts is the
 * ratio. The database is thrown away, with durability off: the figures compare code paths, not disks.
 */
const folder = join(tmpdir(), `clearing-tests-${process.pid}-bench`);
const database = await openEmbedded({ dataFolder: folder, forTests: true });
try {
  await migrate({
    ownerUrl: database.ownerUrl,
    appRole: new URL(database.appUrl).username,
    migrations: [
      ...platformMigrations,
      ...auditMigrations,
      ...referenceMigrations,
      ...identityMigrations,
      ...needsMigrations,
      ...ledgerMigrations,
    ],
  });
  for (const bench of [benchTransactions, benchOutbox, benchLedger, benchNeeds]) await bench(database);
} finally {
  await database.stop();
  await discardEmbedded(folder);
}
