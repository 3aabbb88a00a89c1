import { newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { BalanceTooLarge, HoldResolved, InsufficientFunds, LedgerKeyReused } from './ledger.errors.js';
import { brokenInvariants, ledger, move, openBook, usd } from './ledger.fixture.js';
import { LedgerQueries } from './ledger.queries.js';

const db = testDatabase();
const queries = new LedgerQueries();

const balance = async (id: string) => {
  const found = await db.uow.read(db.actor, (tx) => queries.balances(tx, [id]));
  const { posted, held, available, version } = found.get(id)!;
  return { posted: posted.minor, held: held.minor, available: available?.minor ?? null, version };
};

describe('accounts', () => {
  it('are found again by their code, and refused when they would be another account', async () => {
    const { book, a } = await openBook(db);
    const same = { code: `${book}/a`, book, name: `a of ${book}`, currency: 'USD', minBalanceMinor: 0n };
    expect(await db.uow.run(db.actor, (tx) => ledger.openAccount(tx, same))).toBe(a);
    for (const change of [{ minBalanceMinor: null }, { currency: 'EUR' }, { book: 'other' }, { name: 'x' }]) {
      await expect(db.uow.run(db.actor, (tx) => ledger.openAccount(tx, { ...same, ...change }))).rejects.toMatchObject({
        driverError: { constraint: 'uq_ledger_accounts_code' },
      });
    }
  });
});

describe('transfers', () => {
  it('move money and say so in the statement', async () => {
    const { a, b, world } = await openBook(db);
    await db.uow.run(db.actor, (tx) => move(tx, newId('key'), a, b, usd(300n)));
    expect(await balance(a)).toEqual({ posted: 700n, held: 0n, available: 700n, version: 2n });
    expect(await balance(b)).toEqual({ posted: 300n, held: 0n, available: 300n, version: 1n });
    expect(await balance(world)).toEqual({ posted: -1000n, held: 0n, available: null, version: 1n });
    const statement = await db.uow.read(db.actor, (tx) => queries.statement(tx, a, { limit: 10 }));
    expect(statement?.lines.items.map((line) => [line.amount.minor, line.balanceAfter.minor, line.reason])).toEqual([
      [1000n, 1000n, 'test'],
      [-300n, 700n, 'test'],
    ]);
  });

  it('are told apart by the day on which they count', async () => {
    const { a, b } = await openBook(db);
    await db.uow.run(db.actor, (tx) =>
      ledger.post(tx, {
        idempotencyKey: newId('key'),
        reason: 'late note of an early payment',
        effectiveOn: '2026-10-01',
        entries: [
          { accountId: a, amount: usd(-100n) },
          { accountId: b, amount: usd(100n) },
        ],
      }),
    );
    const asOf = async (day?: string) =>
      (await db.uow.read(db.actor, (tx) => queries.statement(tx, a, { asOf: day, limit: 1 })))?.balance.minor;
    expect([await asOf('2026-09-30'), await asOf('2026-10-01'), await asOf('2026-11-24'), await asOf()]).toEqual([
      0n,
      -100n,
      900n,
      900n,
    ]);
  });

  it('page through a long statement without losing or repeating a line', async () => {
    const { a, b } = await openBook(db);
    for (let i = 0; i < 5; i += 1) await db.uow.run(db.actor, (tx) => move(tx, newId('key'), a, b, usd(1n)));
    const seen: bigint[] = [];
    let cursor: string | undefined;
    do {
      const page = (await db.uow.read(db.actor, (tx) => queries.statement(tx, a, { cursor, limit: 4 })))!.lines;
      seen.push(...page.items.map((line) => line.version));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
  });

  it('say what is available when there is not enough, and leave nothing behind', async () => {
    const { a, b } = await openBook(db);
    const attempt = db.uow.run(db.actor, (tx) => move(tx, 'too-much', a, b, usd(1001n)));
    await expect(attempt).rejects.toThrow(InsufficientFunds);
    await expect(attempt).rejects.toThrow(/has USD 10\.00 available; USD 10\.01 was asked/);
    expect((await balance(a)).version).toBe(1n);
    await db.uow.run(db.actor, (tx) => move(tx, 'too-much', a, b, usd(1000n)));
  });

  it('answer the same request with the same transfer, and refuse another under its key', async () => {
    const { a, b } = await openBook(db);
    const key = newId('key');
    const first = await db.uow.run(db.actor, (tx) => move(tx, key, a, b, usd(10n)));
    const again = await db.uow.run(db.actor, (tx) => move(tx, key, a, b, usd(10n)));
    expect(again).toEqual({ transferId: first.transferId, replayed: true });
    await expect(db.uow.run(db.actor, (tx) => move(tx, key, a, b, usd(11n)))).rejects.toThrow(LedgerKeyReused);
    expect((await balance(b)).posted).toBe(10n);
  });

  it('happen once when the same request comes ten times at once', async () => {
    const { a, b } = await openBook(db);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => db.uow.run(db.actor, (tx) => move(tx, `${a}-race`, a, b, usd(400n)))),
    );
    expect(new Set(results.map(({ transferId }) => transferId)).size).toBe(1);
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await balance(b)).posted).toBe(400n);
  });

  it('happen once when the same request for all there is comes ten times at once', async () => {
    const { a, b } = await openBook(db);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => db.uow.run(db.actor, (tx) => move(tx, `${a}-race`, a, b, usd(1000n)))),
    );
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('never leave less than the minimum, however many come at once', async () => {
    const { a, b } = await openBook(db);
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, () => db.uow.run(db.actor, (tx) => move(tx, newId('key'), a, b, usd(300n)))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect((await balance(a)).posted).toBe(100n);
  });

  it('exchange currencies through a clearing account, each currency for itself', async () => {
    const { book, a, world } = await openBook(db);
    const ids = await db.uow.run(db.actor, async (tx) => {
      const open = (name: string, currency: string) =>
        ledger.openAccount(tx, { code: `${book}/${name}`, book, name, currency, minBalanceMinor: null });
      const [euros, outEur, outUsd] = [
        await open('eur', 'EUR'),
        await open('x-eur', 'EUR'),
        await open('x-usd', 'USD'),
      ];
      const eur = (minor: bigint) => ({ ...usd(minor), currency: 'EUR' }) as ReturnType<typeof usd>;
      await ledger.post(tx, {
        idempotencyKey: `${book}-fx`,
        reason: 'exchange',
        effectiveOn: '2026-11-24',
        entries: [
          { accountId: euros, amount: eur(-900n) },
          { accountId: outEur, amount: eur(900n) },
          { accountId: outUsd, amount: usd(-1000n) },
          { accountId: a, amount: usd(1000n) },
        ],
      });
      return { outEur, outUsd };
    });
    expect([(await balance(ids.outEur)).posted, (await balance(ids.outUsd)).posted]).toEqual([900n, -1000n]);
    expect((await balance(a)).posted + (await balance(ids.outUsd)).posted + (await balance(world)).posted).toBe(0n);
  });

  it('refuse a balance that would leave the range of exact numbers', async () => {
    const { a, world } = await openBook(db);
    const most = usd(9_007_199_254_740_991n);
    await expect(db.uow.run(db.actor, (tx) => move(tx, newId('key'), world, a, most))).rejects.toThrow(BalanceTooLarge);
  });
});

describe('holds', () => {
  const hold = (from: string, to: string, minor: bigint, key = newId('key'), expiresAt?: Date) =>
    db.uow.run(db.actor, (tx) =>
      ledger.hold(tx, {
        idempotencyKey: key,
        ref: 'thing',
        accountId: from,
        toAccountId: to,
        amount: usd(minor),
        expiresAt,
      }),
    );
  const pay = (holdIds: string[], idempotencyKey = newId('key')) =>
    db.uow.run(db.actor, (tx) =>
      ledger.post(tx, { idempotencyKey, reason: 'payment', effectiveOn: '2026-11-24', holdIds }),
    );
  const stateOf = async (id: string) => (await db.uow.read(db.actor, (tx) => queries.holds(tx, [id])))[0]?.state;

  it('set money aside: it is no longer available, and not gone', async () => {
    const { a, b } = await openBook(db);
    await hold(a, b, 600n);
    expect(await balance(a)).toMatchObject({ posted: 1000n, held: 600n, available: 400n });
    await expect(hold(a, b, 401n)).rejects.toThrow(/USD 4\.00 available/);
    await expect(db.uow.run(db.actor, (tx) => move(tx, newId('key'), a, b, usd(401n)))).rejects.toThrow(
      InsufficientFunds,
    );
  });

  it('are posted in full, several in one transfer, once', async () => {
    const { a, b } = await openBook(db);
    const [one, two] = [await hold(a, b, 600n), await hold(a, b, 400n)];
    const { transferId } = await pay([one.holdId, two.holdId], 'inst-1');
    expect(await balance(a)).toMatchObject({ posted: 0n, held: 0n, version: 3n });
    expect((await balance(b)).posted).toBe(1000n);
    expect(await pay([two.holdId, one.holdId], 'inst-1')).toEqual({ transferId, replayed: true });
    await expect(pay([one.holdId], 'inst-2')).rejects.toThrow(HoldResolved);
    const [transfer] = await db.uow.read(db.actor, (tx) => queries.transfers(tx, [transferId]));
    expect(transfer?.entries.map(({ amount, holdId }) => [amount.minor, holdId])).toEqual([
      [-600n, one.holdId],
      [-400n, two.holdId],
      [400n, null],
      [600n, null],
    ]);
  });

  it('are let go once, and then cannot be posted', async () => {
    const { a, b } = await openBook(db);
    const { holdId } = await hold(a, b, 600n);
    for (let i = 0; i < 2; i += 1) {
      await db.uow.run(db.actor, (tx) => ledger.voidHold(tx, holdId, 'not needed'));
      expect(await balance(a)).toMatchObject({ held: 0n, available: 1000n });
    }
    await expect(pay([holdId])).rejects.toThrow(/is voided/);
  });

  it('that were posted cannot be let go', async () => {
    const { a, b } = await openBook(db);
    const { holdId } = await hold(a, b, 600n);
    await pay([holdId]);
    await expect(db.uow.run(db.actor, (tx) => ledger.voidHold(tx, holdId, 'x'))).rejects.toThrow(/is posted/);
  });

  it('lapse by the clock of the database', async () => {
    const { a, b } = await openBook(db);
    const late = await hold(a, b, 100n, newId('key'), new Date(Date.now() - 1_000));
    const early = await hold(a, b, 100n, newId('key'), new Date(Date.now() + 60_000));
    await expect(pay([late.holdId])).rejects.toThrow(/is expired/);
    expect(await db.uow.run(db.actor, (tx) => ledger.expireHolds(tx, 10))).toBe(1);
    expect([await stateOf(late.holdId), await stateOf(early.holdId)]).toEqual(['expired', 'pending']);
    expect((await balance(a)).held).toBe(100n);
    await expect(db.uow.run(db.actor, (tx) => ledger.voidHold(tx, late.holdId, 'x'))).rejects.toThrow(/is expired/);
  });

  it('are made once when asked twice, and refuse another under their key', async () => {
    const { a, b } = await openBook(db);
    const key = newId('key');
    const first = await hold(a, b, 600n, key);
    expect(await hold(a, b, 600n, key)).toEqual({ holdId: first.holdId, replayed: true });
    await expect(hold(a, b, 500n, key)).rejects.toThrow(LedgerKeyReused);
    expect((await balance(a)).held).toBe(600n);
  });

  it('are made once when the same request for all there is comes ten times at once', async () => {
    const { a, b } = await openBook(db);
    const results = await Promise.all(Array.from({ length: 10 }, () => hold(a, b, 1000n, `${a}-race`)));
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('end once when posting and letting go race', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { a, b } = await openBook(db);
      const { holdId } = await hold(a, b, 600n);
      const results = await Promise.allSettled([
        pay([holdId]),
        db.uow.run(db.actor, (tx) => ledger.voidHold(tx, holdId, 'race')),
        pay([holdId]),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await balance(a)).held).toBe(0n);
    }
  });

  it('that do not exist, or stand twice, cannot be posted', async () => {
    const { a, b } = await openBook(db);
    const { holdId } = await hold(a, b, 600n);
    await expect(pay([holdId, holdId])).rejects.toThrow(/stands twice/);
    await expect(pay([newId('hold')])).rejects.toThrow(/does not exist/);
  });
});

it('leaves books that add up', async () => {
  expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual(new Map());
});
