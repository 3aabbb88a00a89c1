import fc from 'fast-check';
import { Money, newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { brokenInvariants, ledger } from './ledger.fixture.js';
import {
  account,
  ACCOUNTS,
  amount,
  available,
  balanced,
  codeOf,
  emptyOracle,
  expectBooksToEqual,
  fits,
  hostile,
  openBook,
  post,
  split,
  transferLegs,
  type Book,
  type Legs,
  type Oracle,
} from './ledger-oracle.fixture.js';

// The danger: a sequence of good and bad requests after which the books say something else
// than arithmetic does. An oracle in plain bigint does the arithmetic. LONG=1 runs more; a failure prints its seed.

const SEQUENCES = process.env.LONG ? 500 : 60;
const STEPS_MAX = 25;

const db = testDatabase();

class Post implements fc.AsyncCommand<Oracle, Book> {
  constructor(readonly legs: Legs) {}
  check = () => true;
  async run(oracle: Oracle, book: Book): Promise<void> {
    const key = newId('key');
    const attempt = post(db, book, key, this.legs);
    if (this.legs.some(([, amount]) => amount === 0n))
      return expectRefusal(attempt, /moved_by_entries|insufficient-funds/);
    if (!fits(oracle, this.legs)) return expectRefusal(attempt, /insufficient-funds/);
    if (!balanced(this.legs)) return expectRefusal(attempt, /zero_sum|two_entries/);
    const { transferId } = await attempt;
    for (const [account, amount] of this.legs) oracle.posted[account]! += amount;
    oracle.done.push({ key, legs: this.legs, transferId });
  }
  toString = () => `post(${this.legs.map(([account, amount]) => `${ACCOUNTS[account]!.name} ${amount}`).join(', ')})`;
}

class Repeat implements fc.AsyncCommand<Oracle, Book> {
  constructor(
    readonly pick: number,
    readonly changed: boolean,
  ) {}
  check = (oracle: Readonly<Oracle>) => oracle.done.length > 0;
  async run(oracle: Oracle, book: Book): Promise<void> {
    const { key, legs, transferId } = oracle.done[this.pick % oracle.done.length]!;
    if (this.changed) {
      const other = legs.map(([account, amount]) => [account, amount * 2n] as const);
      return expectRefusal(post(db, book, key, other), /ledger-key-reused/);
    }
    expect(await post(db, book, key, legs.toReversed())).toEqual({ transferId, replayed: true });
  }
  toString = () => `repeat(${this.pick}${this.changed ? ', changed' : ''})`;
}

class Hold implements fc.AsyncCommand<Oracle, Book> {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly amount: bigint,
  ) {}
  check = () => true;
  async run(oracle: Oracle, book: Book): Promise<void> {
    const attempt = db.uow.run(db.actor, (tx) =>
      ledger.hold(tx, {
        idempotencyKey: newId('key'),
        ref: book.key,
        accountId: book.ids[this.from]!,
        toAccountId: book.ids[this.to]!,
        amount: Money.of(this.amount, ACCOUNTS[this.from]!.currency),
      }),
    );
    const room = available(oracle, this.from);
    if (room !== null && this.amount > room) return expectRefusal(attempt, /insufficient-funds/);
    if (this.from === this.to) return expectRefusal(attempt, /two_accounts/);
    if (ACCOUNTS[this.from]!.currency !== ACCOUNTS[this.to]!.currency) return expectRefusal(attempt, /to_account/);
    oracle.holds.push({
      id: (await attempt).holdId,
      from: this.from,
      to: this.to,
      amount: this.amount,
      state: 'pending',
    });
    oracle.held[this.from]! += this.amount;
  }
  toString = () => `hold(${this.from} → ${this.to}, ${this.amount})`;
}

class PostHolds implements fc.AsyncCommand<Oracle, Book> {
  constructor(readonly picks: readonly number[]) {}
  check = (oracle: Readonly<Oracle>) => oracle.holds.length > 0;
  async run(oracle: Oracle, book: Book): Promise<void> {
    const picked = [...new Set(this.picks.map((pick) => oracle.holds[pick % oracle.holds.length]!))];
    const attempt = post(
      db,
      book,
      newId('key'),
      [],
      picked.map(({ id }) => id),
    );
    if (picked.some(({ state }) => state !== 'pending')) return expectRefusal(attempt, /hold-resolved/);
    await attempt;
    for (const hold of picked) {
      hold.state = 'posted';
      oracle.held[hold.from]! -= hold.amount;
      oracle.posted[hold.from]! -= hold.amount;
      oracle.posted[hold.to]! += hold.amount;
    }
  }
  toString = () => `postHolds(${this.picks.join(', ')})`;
}

class VoidHold implements fc.AsyncCommand<Oracle, Book> {
  constructor(readonly pick: number) {}
  check = (oracle: Readonly<Oracle>) => oracle.holds.length > 0;
  async run(oracle: Oracle): Promise<void> {
    const hold = oracle.holds[this.pick % oracle.holds.length]!;
    const attempt = db.uow.run(db.actor, (tx) => ledger.voidHold(tx, hold.id, 'model'));
    if (hold.state === 'posted') return expectRefusal(attempt, /hold-resolved/);
    await attempt;
    if (hold.state === 'pending') oracle.held[hold.from]! -= hold.amount;
    hold.state = 'voided';
  }
  toString = () => `voidHold(${this.pick})`;
}

/** A use case that books and then fails: nothing of it may stay. */
class FailLater implements fc.AsyncCommand<Oracle, Book> {
  constructor(readonly amount: bigint) {}
  check = () => true;
  async run(_: Oracle, book: Book): Promise<void> {
    const attempt = db.uow.run(db.actor, async (tx) => {
      const [from, to] = [book.ids[0]!, book.ids[1]!];
      const amount = Money.of(this.amount, 'USD');
      const entries = [
        { accountId: from, amount: Money.of(-this.amount, 'USD') },
        { accountId: to, amount },
      ];
      await ledger.post(tx, { idempotencyKey: newId('key'), reason: 'model', effectiveOn: '2026-11-24', entries });
      await ledger.hold(tx, { idempotencyKey: newId('key'), ref: '', accountId: to, toAccountId: from, amount });
      throw new Error('later');
    });
    await expect(attempt).rejects.toThrow('later');
  }
  toString = () => `failLater(${this.amount})`;
}

async function expectRefusal(attempt: Promise<unknown>, code: RegExp): Promise<void> {
  expect(await codeOf(attempt)).toMatch(code);
}

const commands = [
  fc
    .oneof({ weight: 4, arbitrary: transferLegs }, { weight: 2, arbitrary: split }, { weight: 1, arbitrary: hostile })
    .map((legs) => new Post(legs)),
  fc.tuple(fc.nat(99), fc.boolean()).map(([pick, changed]) => new Repeat(pick, changed)),
  fc.tuple(account, account, amount).map(([from, to, minor]) => new Hold(from, to, minor)),
  fc
    .constantFrom([1, 2] as const, [2, 1] as const, [4, 3] as const)
    .chain(([from, to]) => amount.map((minor) => new Hold(from, to, minor))),
  fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }).map((picks) => new PostHolds(picks)),
  fc.nat(99).map((pick) => new VoidHold(pick)),
  amount.map((minor) => new FailLater(minor)),
];

it('says what arithmetic says after any sequence of requests', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: STEPS_MAX }), async (sequence) => {
      const oracle = emptyOracle();
      const book = await openBook(db);
      await fc.asyncModelRun(() => ({ model: oracle, real: book }), sequence);
      await expectBooksToEqual(db, oracle, book);
    }),
    { numRuns: SEQUENCES },
  );
  expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual(new Map());
}, 600_000);
