import { Money, newId, systemActor } from '#libs/kernel';
import { Ledger } from '#libs/ledger';
import { UnitOfWork } from '#libs/platform';
import { ReferenceLoader } from '#libs/reference';
import { Audit } from '#libs/audit';
import { DataSource } from 'typeorm';
import { compare, timed } from './compare.js';

const TRANSFERS = 200;
const AT_A_TIME = 4;

/** What the checks of the ledger cost, over two bare rows in an append-only table. */
export async function benchLedger({
  appUrl,
  ownerUrl,
}: {
  readonly appUrl: string;
  readonly ownerUrl: string;
}): Promise<void> {
  const owner = await new DataSource({ type: 'postgres', url: ownerUrl, extra: { max: 1 } }).initialize();
  await owner.query(`CREATE TABLE bench_entries (account_id text, amount_minor bigint, at timestamptz DEFAULT now())`);
  await owner.query('GRANT INSERT ON bench_entries TO PUBLIC');
  await owner.destroy();

  const db = await new DataSource({ type: 'postgres', url: appUrl, extra: { max: AT_A_TIME } }).initialize();
  const uow = new UnitOfWork(db);
  const actor = systemActor('bench');
  const ledger = new Ledger();
  await uow.run(actor, (tx) => new ReferenceLoader(new Audit()).load(tx));
  const account = (code: string) =>
    uow.run(actor, (tx) =>
      ledger.openAccount(tx, { code, book: 'bench', name: code, currency: 'USD', minBalanceMinor: null }),
    );
  const accounts = await Promise.all(Array.from({ length: 50 }, (_, index) => account(`bench ${index}`)));
  const pick = () => accounts[Math.floor(Math.random() * accounts.length)]!;
  const many = (transfer: () => Promise<unknown>) => () =>
    timed(async () => {
      for (let done = 0; done < TRANSFERS; done += AT_A_TIME)
        await Promise.all(Array.from({ length: AT_A_TIME }, transfer));
    });

  await compare(`${TRANSFERS} transfers with every check, against two bare rows`, [
    many(() => {
      const from = pick();
      const to = accounts.find((id) => id !== from)!;
      return uow.run(actor, (tx) =>
        ledger.post(tx, {
          idempotencyKey: newId('inst'),
          reason: 'bench',
          effectiveOn: '2026-01-01',
          entries: [
            { accountId: from, amount: Money.of(-100n, 'USD') },
            { accountId: to, amount: Money.of(100n, 'USD') },
          ],
        }),
      );
    }),
    many(() =>
      uow.run(actor, (tx) => tx.query(`INSERT INTO bench_entries VALUES ($1, -100), ($2, 100)`, [pick(), pick()])),
    ),
  ]);
  await db.destroy();
}
