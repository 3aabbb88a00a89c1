import { systemActor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { DataSource } from 'typeorm';
import { compare, timed } from './compare.js';

const READS = 1_000;
const AT_A_TIME = 8;

/** What the actor and the snapshot of each read cost, over the bare query. */
export async function benchTransactions({ appUrl }: { readonly appUrl: string }): Promise<void> {
  const db = await new DataSource({ type: 'postgres', url: appUrl, extra: { max: AT_A_TIME } }).initialize();
  const uow = new UnitOfWork(db);
  const actor = systemActor('bench');
  const sql = 'SELECT count(*) FROM outbox_events';
  const many = (read: () => Promise<unknown>) => () =>
    timed(async () => {
      for (let done = 0; done < READS; done += AT_A_TIME) await Promise.all(Array.from({ length: AT_A_TIME }, read));
    });
  await compare(`${READS} reads with actor and snapshot, against the bare query`, [
    many(() => uow.read(actor, (tx) => tx.query(sql))),
    many(() => db.query(sql)),
  ]);
  await db.destroy();
}
