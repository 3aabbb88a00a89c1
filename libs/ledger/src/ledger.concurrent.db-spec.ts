import fc from 'fast-check';
import { Money, newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { brokenInvariants, ledger } from './ledger.fixture.js';
import {
  ACCOUNTS,
  amount,
  codeOf,
  expectBooksToEqual,
  openBook,
  post,
  split,
  transferLegs,
  type Book,
  type Legs,
} from './ledger-oracle.fixture.js';

// The danger: clients at once that each do right, and books that lose one of them, book one twice or let two spend the same
// money. Addition does not care for the order: whatever was answered "done" must add up. LONG=1 runs more.

const CLIENTS = 8;
const ROUNDS = process.env.LONG ? 40 : 8;
const FUNDED = 500n;

const db = testDatabase();

const step = fc.oneof(
  fc.record({ do: fc.constant('post' as const), legs: fc.oneof(transferLegs, split) }),
  fc.record({ do: fc.constantFrom('pay' as const, 'let go' as const), minor: amount }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const holdOf = (book: Book, minor: bigint) =>
  db.uow.run(db.actor, (tx) =>
    ledger.hold(tx, {
      idempotencyKey: newId('key'),
      ref: book.key,
      accountId: book.ids[1]!,
      toAccountId: book.ids[2]!,
      amount: Money.of(minor, 'USD'),
    }),
  );

/** What of the step happened, as entries; nothing when it was refused for want of money, and no other refusal is known. */
async function take(book: Book, one: Step): Promise<Legs> {
  if (one.do === 'post') {
    const outcome = await codeOf(post(db, book, newId('key'), one.legs));
    expect(outcome).toMatch(/^(done|insufficient-funds)$/);
    return outcome === 'done' ? one.legs : [];
  }
  const holding = holdOf(book, one.minor);
  const outcome = await codeOf(holding);
  expect(outcome).toMatch(/^(done|insufficient-funds)$/);
  if (outcome !== 'done') return [];
  const { holdId } = await holding;
  if (one.do === 'let go') {
    await db.uow.run(db.actor, (tx) => ledger.voidHold(tx, holdId, 'model'));
    return [];
  }
  await post(db, book, newId('key'), [], [holdId]);
  return [
    [1, -one.minor],
    [2, one.minor],
  ];
}

it(`adds up what ${CLIENTS} clients did at once`, async () => {
  const client = fc.array(step, { minLength: 5, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(fc.array(client, { minLength: CLIENTS, maxLength: CLIENTS }), async (clients) => {
      const book = await openBook(db);
      const posted = ACCOUNTS.map(() => 0n);
      const count = (legs: Legs) => legs.forEach(([index, minor]) => (posted[index]! += minor));
      count(await take(book, { do: 'post', legs: [[0, -FUNDED], [1, FUNDED]] })); // prettier-ignore
      await Promise.all(
        clients.map(async (steps) => {
          for (const one of steps) count(await take(book, one));
        }),
      );
      await expectBooksToEqual(db, { posted, held: ACCOUNTS.map(() => 0n) }, book);
    }),
    // a race does not shrink
    { numRuns: ROUNDS, endOnFailure: true },
  );
  expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual(new Map());
}, 600_000);
