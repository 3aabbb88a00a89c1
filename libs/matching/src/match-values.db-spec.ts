// Danger: what was promised is worth something else in the books a month later, or is refused because nobody entered a rate.
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { currencyExponent, divideByRate, MINOR_MAX, Money, type Actor } from '#libs/kernel';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';
import { ValuesOfMatches1764000600150 } from './migrations/1764000600150-values-of-matches.js';

const world = matchingWorld();
const { db, matches, pledges, queries, coordinator, donor, focalPoint } = world;

const rate = (currency: string, on: string, units: number) =>
  db.asOwner('INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source) VALUES ($1, $2, $3, $4)', [
    ...[currency, on, units],
    'UN operational rates',
  ]);
const seen = async (matchId: string) => ({ matchId, version: (await world.match(matchId)).version });
const told = async (matchId: string, actor: Actor = coordinator) =>
  (await db.uow.read(actor, (tx) => queries.get(tx, matchId))).values;
const kept = (matchId: string) =>
  db.asOwner<{ event: string; amount: string; usd: string | null }>(
    'SELECT event, amount, usd_minor AS usd FROM match_values WHERE match_id = $1 ORDER BY event DESC',
    [matchId],
  );

async function pledged(currency: string, amount: bigint, requested = amount) {
  const { needId, itemId } = await world.need({ visibility: 'public' }, { currency, requested });
  const matchId = await world.run(donor, (tx) =>
    pledges.pledge(tx, {
      ...{ needId, needItemId: itemId, amount, measure: { currency }, title: 'Money' },
      ...{ conditions: '', validUntil: null, visibility: 'public' },
    }),
  );
  return { matchId, offerId: (await world.match(matchId)).offerId };
}

async function confirm(matchId: string): Promise<void> {
  await world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), {}));
  await world.consent(focalPoint, matchId);
  await world.consent(donor, matchId);
}

/** Today of all tests is 2026-11-24. */
it('pledge and commitment each keep the rate of their own moment, whatever rates come later', async () => {
  await rate('EUR', '2026-11-01', 0.9);
  const { matchId } = await pledged('EUR', 1_000n);
  const atPledge = {
    ...{ event: 'pledge', on: '2026-11-24', amountUsd: '1111', rate: '0.9', rateOn: '2026-11-01' },
    rateSource: 'UN operational rates',
  };
  expect(await told(matchId)).toEqual([atPledge]);
  await rate('EUR', '2026-11-16', 0.8);
  expect(await told(matchId)).toEqual([atPledge]);
  await confirm(matchId);
  const atCommitment = { ...atPledge, event: 'commitment', amountUsd: '1250', rate: '0.8', rateOn: '2026-11-16' };
  await rate('EUR', '2026-11-20', 0.5);
  for (const party of [focalPoint, donor, coordinator]) {
    expect(await told(matchId, party)).toEqual([atPledge, atCommitment]);
  }
});

it('what becomes less follows at the rates that were kept, and what was promised first stays on record', async () => {
  await rate('CHF', '2026-11-01', 0.8);
  const { matchId, offerId } = await pledged('CHF', 1_000n, 800n);
  await world.run(donor, (tx) => world.life.reduce(tx, { offerId, version: 2 }, { capacity: 900n, reason: 'cut' }));
  await rate('CHF', '2026-11-10', 1);
  await confirm(matchId);
  await world.run(coordinator, async (tx) =>
    matches.lower(tx, await seen(matchId), { amount: 400n, reason: 'the fee of the fund' }),
  );
  expect((await told(matchId)).map(({ amountUsd }) => amountUsd)).toEqual(['500', '400']);
  expect(await kept(matchId)).toEqual([
    { event: 'pledge', amount: '1000', usd: '1250' },
    { event: 'commitment', amount: '800', usd: '800' },
  ]);
});

it('a day without a rate refuses nobody, and stays without one', async () => {
  await rate('JPY', '2026-10-09', 150);
  const { matchId } = await pledged('JPY', 15_000n);
  await confirm(matchId);
  await rate('JPY', '2026-11-01', 150);
  const none = { on: '2026-11-24', amountUsd: null, rate: null, rateOn: null, rateSource: null };
  expect(await told(matchId)).toEqual([
    { event: 'pledge', ...none },
    { event: 'commitment', ...none },
  ]);
});

it('a dollar is a dollar, things have no value in money, and what nobody promised has none yet', async () => {
  const { matchId } = await pledged('USD', 500n);
  expect(await told(matchId)).toMatchObject([{ amountUsd: '500', rate: '1', rateOn: '2026-11-24' }]);
  const things = await world.confirmed((await world.need()).itemId, await world.offer(), 10n);
  expect(await told(things)).toEqual([]);
  const { itemId } = await world.need({}, { currency: 'USD' });
  expect(await told(await world.reviewed(itemId, await world.offer({ currency: 'USD' }), 10n))).toEqual([]);
});

it('the dearest promise is worth more digits than an amount has, and the answer is as the API describes it', async () => {
  const api = JSON.parse(await readFile('apps/api/openapi.json', 'utf8')) as {
    components: { schemas: { ValueInUsdDto: { properties: { amountUsd: { pattern: string; maxLength: number } } } } };
  };
  const { pattern, maxLength } = api.components.schemas.ValueInUsdDto.properties.amountUsd;
  await rate('NOK', '2026-11-01', 1e-10);
  const [value] = await told((await pledged('NOK', MINOR_MAX)).matchId);
  expect(value?.amountUsd).toBe(`${MINOR_MAX}0000000000`);
  expect(value?.amountUsd).toMatch(new RegExp(pattern));
  expect(value!.amountUsd!.length).toBeLessThanOrEqual(maxLength);
});

it('a dollar value is what whole-number arithmetic says, half up, for every currency and rate', async () => {
  const cases = fc.array(
    fc.record({
      minor: fc.bigInt({ min: 1n, max: MINOR_MAX }),
      currency: fc.constantFrom('JPY', 'EUR', 'KWD'),
      ten: fc.bigInt({ min: 1n, max: 10n ** 20n - 1n }),
    }),
    { minLength: 100, maxLength: 100 },
  );
  await fc.assert(
    fc.asyncProperty(cases, async (amounts) => {
      const rates = amounts.map(({ ten }) => {
        const digits = `${ten}`.padStart(11, '0');
        return `${digits.slice(0, -10)}.${digits.slice(-10)}`;
      });
      const [row] = await db.asOwner<{ usd: string[] }>(
        `SELECT array_agg(usd_minor(minor, currency, rate)::text ORDER BY at) AS usd
           FROM unnest($1::bigint[], $2::text[], $3::numeric[]) WITH ORDINALITY AS t (minor, currency, rate, at)`,
        [amounts.map(({ minor }) => `${minor}`), amounts.map(({ currency }) => currency), rates],
      );
      amounts.forEach(({ minor, currency, ten }, index) => {
        const [cents, perUsd] = [minor * 10n ** 12n, ten * 10n ** BigInt(currencyExponent(currency))];
        const usd = BigInt(row!.usd[index]!);
        const twice = 2n * (cents - usd * perUsd);
        expect(twice >= -perUsd && twice < perUsd).toBe(true);
        if (usd <= MINOR_MAX) expect(divideByRate(Money.of(minor, currency), rates[index]!, 'USD').minor).toBe(usd);
      });
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

describe('what is frozen', () => {
  const broken = async () =>
    (
      await Promise.all(
        matchingInvariants.map(async ({ name, sql }) => [name, (await db.asOwner(sql)).length] as const),
      )
    )
      .filter(([, found]) => found > 0)
      .map(([name]) => name);
  let matchId: string;

  beforeAll(async () => {
    await rate('GBP', '2026-11-01', 0.75);
    ({ matchId } = await pledged('GBP', 300n));
    await confirm(matchId);
  });

  it('nobody changes, not even the owner of the tables', async () => {
    await expect(db.dataSource.query('UPDATE match_values SET rate_on = rate_on')).rejects.toThrow('permission denied');
    for (const change of [
      'UPDATE match_values SET usd_minor = 1',
      'DELETE FROM match_values',
      'TRUNCATE match_values',
    ]) {
      await expect(db.asOwner(change)).rejects.toThrow('match_values is append-only');
    }
  });

  it.each([
    ['a second value of one event', "'GBP', 0.75, '2026-11-01', 'x'", 'match_values_pkey'],
    ['a rate of tomorrow', "'GBP', 0.75, '2026-11-25', 'x'", 'ck_match_values_rate_on'],
    ['a rate without its source', "'GBP', 0.75, '2026-11-01', NULL", 'ck_match_values_whole'],
  ])('is never %s', async (_, value, constraint) => {
    const insert = `INSERT INTO match_values (match_id, event, valued_on, amount, currency, rate_units_per_usd, rate_on, rate_source)
                    VALUES ($1, 'pledge', '2026-11-24', 300, ${value})`;
    await expect(db.asOwner(insert, [matchId])).rejects.toMatchObject({ constraint });
  });

  it('is reported by doctor when it is not what it says, or not there; what was before it gets the rate of its day', async () => {
    expect(await broken()).toEqual([]);
    await db.asOwner('ALTER TABLE match_values DISABLE TRIGGER tr_match_values_frozen');
    await db.asOwner('UPDATE match_values SET usd_minor = usd_minor + 1 WHERE match_id = $1', [matchId]);
    expect(await broken()).toEqual(['matching.values-follow-from-their-rates']);
    await db.asOwner('DELETE FROM match_values');
    expect(await broken()).toEqual(['matching.money-is-valued']);
    await world.run(coordinator, async (tx) => matches.lower(tx, await seen(matchId), { amount: 75n, reason: 'fee' }));
    const [day] = await db.asOwner<{ before: string }>(
      "SELECT to_char(now() AT TIME ZONE 'UTC' - interval '50 days', 'YYYY-MM-DD') AS before",
    );
    await db.asOwner("DELETE FROM exchange_rates WHERE currency IN ('GBP', 'EUR')");
    await rate('EUR', day!.before, 1);
    await db.asOwner(
      "INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source) SELECT 'GBP', now()::date - 40, 0.5, 'x'",
    );
    const query = (sql: string, params?: unknown[]) => db.asOwner(sql, params);
    await new ValuesOfMatches1764000600150().takeOver({ query } as QueryRunner);
    expect(await broken()).toEqual([]);
    expect(await kept(matchId)).toEqual([
      { event: 'pledge', amount: '300', usd: '600' },
      { event: 'commitment', amount: '300', usd: '600' },
    ]);
    const unknown = "SELECT count(*)::integer AS n FROM match_values WHERE (currency = 'EUR') = (usd_minor IS NULL)";
    expect(await db.asOwner(`${unknown} AND currency IN ('EUR', 'GBP', 'USD')`)).toEqual([{ n: 5 }]);
  });
});

it.each(['declined', 'rescinded'] as const)('a pledge that was %s by mistake is that pledge again', async (ending) => {
  await db.asOwner("DELETE FROM exchange_rates WHERE currency = 'SEK'");
  await rate('SEK', '2026-11-01', 10);
  const { matchId, offerId } = await pledged('SEK', 1_000n);
  const { needId, needItemId } = await world.match(matchId);
  if (ending === 'rescinded') await confirm(matchId);
  await world.run(coordinator, async (tx) =>
    ending === 'declined'
      ? matches.reject(tx, await seen(matchId), 'A slip')
      : matches.rescind(tx, await seen(matchId), 'A slip'),
  );
  await rate('SEK', '2026-11-20', 20);
  const listed = () => db.uow.read(coordinator, (tx) => world.pledgesQueries.ofNeed(tx, needId));
  expect(await listed()).toEqual([]);
  const again = await world.run(coordinator, (tx) =>
    matches.propose(tx, { needItemId, offerId, amount: 900n, note: null }),
  );
  expect(await world.match(again)).toMatchObject({ state: 'suggested', origin: 'pledge', amount: 900n });
  expect(await listed()).toMatchObject([{ matchId: again, amount: '900' }]);
  expect(await kept(again)).toEqual([{ event: 'pledge', amount: '1000', usd: '100' }]);
  for (const reader of [donor, coordinator]) {
    expect(await told(again, reader)).toMatchObject([{ on: '2026-11-24', amountUsd: '90', rateOn: '2026-11-01' }]);
  }
  const news = await db.asOwner("SELECT 1 FROM outbox_events WHERE type = 'match.restored' AND ref_id = $1", [again]);
  expect(news).toHaveLength(1);
  const twice = world.run(coordinator, (tx) => matches.propose(tx, { needItemId, offerId, amount: 1n, note: null }));
  await expect(twice).rejects.toMatchObject({ code: 'pair-already-matched' });
  await confirm(again);
  expect((await kept(again)).map(({ usd }) => usd)).toEqual(['100', '45']);
  expect(await world.match(again)).toMatchObject({ state: 'confirmed' });
});

it('a pledge that its donor declined is none when it is proposed again', async () => {
  const { matchId, offerId } = await pledged('USD', 500n);
  await world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), {}));
  await world.run(donor, async (tx) => matches.decline(tx, await seen(matchId), 'Not this year'));
  const { needItemId } = await world.match(matchId);
  const proposal = { needItemId, offerId, amount: 500n, note: null };
  const again = await world.run(coordinator, (tx) => matches.propose(tx, proposal));
  expect(await world.match(again)).toMatchObject({ origin: 'person' });
  expect(await told(again)).toEqual([]);
});
