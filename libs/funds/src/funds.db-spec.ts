import { InvalidInput, Money, MoveNotAllowed, newId, NotFound, Stale } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { fundsEntities } from './fund.entities.js';
import {
  DepositBeyondAgreement,
  DepositKnown,
  FundNameTaken,
  FundTooLarge,
  OfferAlreadyAgreed,
  RateMissing,
} from './funds.errors.js';
import { brokenInvariants, TODAY, Treasury, usd } from './funds.fixture.js';

const db = testDatabase({ entities: fundsEntities });
const eur = (minor: bigint) => Money.of(minor, 'EUR');
let at: Treasury;

beforeAll(async () => {
  await db.asOwner(
    `INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source)
     VALUES ('EUR', '2026-01-01', 0.95, 'UN rates'), ('EUR', '2026-02-01', 0.9, 'UN rates'), ('JPY', '2026-01-01', 150, 'UN rates')`,
  );
});
beforeEach(async () => {
  at = await new Treasury(db).open();
});
afterEach(async () => expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual([]));

describe('an agreement', () => {
  it('goes from pledge to the last cent paid out, and the three numbers stay three', async () => {
    const id = await at.pledge();
    expect(await at.fund()).toMatchObject({ pledged: usd(100_000n), committed: usd(0n), received: usd(0n) });
    await at.as((tx) => at.agreements.sign(tx, id, 1, '2026-01-20'));
    expect((await at.agreement(id)).state).toBe('committed');
    await at.deposit(id, usd(40_000n));
    expect(await at.agreement(id)).toMatchObject({ state: 'partly-received', received: usd(40_000n), version: 3 });
    expect(await at.fund()).toMatchObject({
      pledged: usd(100_000n),
      committed: usd(100_000n),
      received: usd(40_000n),
      fees: usd(400n),
      available: usd(39_600n),
    });
    await at.deposit(id, usd(60_000n));
    expect((await at.agreement(id)).state).toBe('received');
    const shares = await at.draw(99_000n);
    expect(await at.agreement(id)).toMatchObject({ state: 'received', available: usd(0n), held: usd(99_000n) });
    await at.pay(shares.map(({ holdId }) => holdId));
    expect(await at.agreement(id)).toMatchObject({ state: 'exhausted', held: usd(0n), paid: usd(99_000n) });
    expect(await at.book()).toEqual({
      given: 'USD -1000.00',
      available: 'USD 0.00',
      paid: 'USD 990.00',
      fees: 'USD 10.00',
    });
  });

  it('books nothing for a promise', async () => {
    await at.agree();
    expect(Object.values(await at.book())).toEqual(['USD 0.00', 'USD 0.00', 'USD 0.00', 'USD 0.00']);
  });

  it('that is withdrawn keeps what came in, and counts with that', async () => {
    const id = await at.agree();
    await at.deposit(id, usd(10_000n));
    await at.as((tx) => at.agreements.withdraw(tx, id, 3, 'budget cut'));
    expect(await at.fund()).toMatchObject({ pledged: usd(10_000n), committed: usd(10_000n), received: usd(10_000n) });
    await expect(at.deposit(id, usd(1n))).rejects.toThrow(MoveNotAllowed);
    expect(await at.draw(9_900n)).toHaveLength(1);
  });

  it('that was only pledged and is withdrawn counts no more', async () => {
    const id = await at.pledge();
    await at.as((tx) => at.agreements.withdraw(tx, id, 1, 'a mistake'));
    expect(await at.fund()).toMatchObject({ pledged: usd(0n), committed: usd(0n) });
    await expect(at.as((tx) => at.agreements.sign(tx, id, 2, TODAY))).rejects.toThrow(MoveNotAllowed);
  });

  it('is changed by one at a time', async () => {
    const id = await at.pledge();
    await expect(at.as((tx) => at.agreements.sign(tx, id, 2, TODAY))).rejects.toThrow(Stale);
    await expect(at.as((tx) => at.agreements.sign(tx, newId('agr'), 1, TODAY))).rejects.toThrow(NotFound);
  });

  it('takes no day in the future, no signature before the pledge', async () => {
    await expect(at.pledge({ pledgedOn: '2026-11-25' })).rejects.toThrow(/pledgedOn: Choose today or an earlier day./);
    const id = await at.pledge();
    await expect(at.as((tx) => at.agreements.sign(tx, id, 1, '2026-01-09'))).rejects.toThrow(/on, when it was pledged/);
  });

  it('says all that is wrong at once, and of what cannot be used nothing else', async () => {
    const wrong = [{ path: 'amount.minor', detail: 'is missing' }];
    const pledge = { ...at.pledgeOf({ pledgedOn: '2026-11-25', earmark: { level: 3 } }), amount: Money.of(0n, 'XAU') };
    await expect(at.as((tx) => at.agreements.pledge(tx, pledge))).rejects.toMatchObject({
      errors: [{ path: 'pledgedOn' }, { path: 'amount.minor' }, { path: 'amount.currency' }, { path: 'earmark.level' }],
    });
    const rest = [{ path: 'pledgedOn' }, { path: 'amount.currency' }, { path: 'earmark.level' }];
    await expect(at.as((tx) => at.agreements.pledge(tx, pledge, wrong))).rejects.toMatchObject({
      errors: [...wrong, ...rest],
    });
    const id = await at.agree();
    await expect(at.deposit(id, eur(0n), 'BANK', '2026-11-25')).rejects.toMatchObject({
      errors: [{ path: 'receivedOn' }, { path: 'amount.minor' }, { path: 'amount.currency' }],
    });
  });

  it('names what is not known', async () => {
    const level = 3;
    await expect(at.pledge({ earmark: { level } })).rejects.toThrow(/earmark.level/);
    await expect(at.pledge({ earmark: { areas: ['HT'] } })).rejects.toThrow(/earmark.level/);
    await expect(at.pledge({ earmark: { level, areas: ['HT', 'ZZ'] } })).rejects.toThrow(
      /earmark.areas.1: Choose a country/,
    );
    await expect(at.pledge({ earmark: { level, regions: ['332'] } })).rejects.toThrow(
      /earmark.regions.0: Choose a region/,
    );
    await expect(at.pledge({ earmark: { level, categories: ['OTHER'] } })).rejects.toThrow(/earmark.categories.0/);
    await expect(at.pledge({ earmark: { level, types: ['none'] } })).rejects.toThrow(/earmark.types.0: Choose a type/);
    await expect(at.pledge({ earmark: { level, excludedTypes: ['none'] } })).rejects.toThrow(/earmark.excludedTypes.0/);
    await expect(at.pledge({ earmark: { level, implementerId: newId('org') } })).rejects.toThrow(
      /earmark.implementerId: Choose an organization/,
    );
    await expect(at.pledge({ usableFrom: '2027-02-01', validUntil: '2027-01-31' })).rejects.toThrow(
      /usableFrom: Choose a day up to 2027-01-31/,
    );
    await expect(at.pledge({ amount: Money.of(1n, 'XAU') })).rejects.toThrow(/amount.currency: Choose a currency/);
    await expect(at.pledge({ amount: usd(0n) })).rejects.toThrow(/amount.minor/);
    const stranger = { ...at.pledgeOf({}), donorOrganizationId: newId('org') };
    await expect(at.as((tx) => at.agreements.pledge(tx, stranger))).rejects.toThrow(/donorOrganizationId/);
  });

  it('is made of an offer once', async () => {
    const offerId = newId('offer');
    const id = await at.pledge({ offerId });
    await expect(at.pledge({ offerId })).rejects.toThrow(OfferAlreadyAgreed);
    await at.as((tx) => at.agreements.withdraw(tx, id, 1, 'again'));
    await at.pledge({ offerId });
  });

  it('is made of an offer once, also when the first one ended with money', async () => {
    const offerId = newId('offer');
    const id = await at.agree({ offerId });
    await at.deposit(id, usd(10n));
    await expect(at.pledge({ offerId })).rejects.toThrow(`open ${id}`);
    const [{ version }] = (await db.asOwner('SELECT version FROM fund_agreements WHERE id = $1', [id])) as [
      { version: number },
    ];
    await at.as((tx) => at.agreements.withdraw(tx, id, version, 'no more'));
    await expect(at.pledge({ offerId })).rejects.toThrow(`${id}, which took in money before it ended`);
  });

  it('is refused when the fund could no longer add up', async () => {
    await expect(at.pledge({ amount: usd(9_007_199_254_740_991n) })).rejects.toThrow(FundTooLarge);
    await at.pledge({ amount: usd(90_071_992_547_409n) });
    await expect(at.pledge({ amount: usd(1n) })).rejects.toThrow(FundTooLarge);
  });

  it('is the business of finance', async () => {
    const coordinator = { ...at.donor, role: 'coordinator' as const };
    await expect(at.as((tx) => at.agreements.pledge(tx, at.pledgeOf({})), coordinator)).rejects.toThrow(/Only finance/);
  });

  it('is seen by its donor and by those who keep, allocate and check the money', async () => {
    const id = await at.pledge();
    const see = (role: typeof at.donor.role, organizationId = newId('org')) =>
      db.uow.read({ ...at.donor, role, organizationId }, (tx) => at.queries.agreement(tx, id));
    for (const role of ['finance', 'coordinator', 'approver', 'auditor'] as const) await see(role);
    await see('donor', at.donor.organizationId);
    await expect(see('donor')).rejects.toThrow(NotFound);
    await expect(see('focal-point', at.donor.organizationId)).rejects.toThrow(NotFound);
    const list = (organizationId: string) =>
      db.uow.read({ ...at.donor, organizationId }, (tx) => at.queries.agreements(tx, at.fundId, { limit: 10 }));
    expect((await list(at.donor.organizationId)).items).toHaveLength(1);
    expect((await list(newId('org'))).items).toEqual([]);
  });
});

describe('a deposit', () => {
  it('keeps its fee, whatever another agreement pays', async () => {
    const [cheap, dear] = [await at.agree({ feeRateMillionths: 5_000 }), await at.agree({ feeRateMillionths: 70_000 })];
    const ids = [await at.deposit(cheap, usd(12_345n)), await at.deposit(dear, usd(12_345n))];
    const fees = await db.asOwner(
      'SELECT fee_minor::int AS fee FROM fund_deposits WHERE id = ANY ($1) ORDER BY fee_minor',
      [ids],
    );
    expect(fees).toEqual([{ fee: 62 }, { fee: 864 }]); // 61.725 and 864.15
  });

  it('in another currency is exchanged at the rate of its day, each currency for itself', async () => {
    const id = await at.agree({ amount: eur(200_000n) });
    const depositId = await at.deposit(id, eur(100_000n));
    expect(await at.book()).toEqual({
      given: 'EUR -1000.00',
      'exchange/EUR': 'EUR 1000.00',
      'exchange/USD': 'USD -1111.11',
      available: 'USD 1100.00',
      paid: 'USD 0.00',
      fees: 'USD 11.11',
    });
    const deposit = await db.uow.read(at.finance, (tx) => at.queries.deposit(tx, id, depositId));
    expect(deposit).toMatchObject({
      base: usd(111_111n),
      fee: usd(1_111n),
      applied: { rate: '0.9', rateOn: '2026-02-01', rateSource: 'UN rates' },
    });
    // pledge and signature are of January, for information
    expect(await at.agreement(id)).toMatchObject({
      pledged: { amount: usd(210_526n), applied: { rate: '0.95', rateOn: '2026-01-01' } },
      committed: { amount: usd(210_526n) },
      received: eur(100_000n),
    });
    expect(await at.fund()).toMatchObject({ pledged: usd(210_526n), received: usd(111_111n) });
  });

  it('comes into a fund that keeps no dollars through the dollar', async () => {
    const yen = await new Treasury(db).open('JPY');
    const id = await yen.agree({ amount: eur(100_000n), feeRateMillionths: 0 });
    await yen.deposit(id, eur(90_000n));
    expect(await yen.book()).toMatchObject({ available: 'JPY 150000', 'exchange/JPY': 'JPY -150000' });
    await yen.agree({ amount: usd(100_000n) });
  });

  it('needs a rate of its day, or one that is not long before', async () => {
    await expect(at.pledge({ amount: eur(100n), pledgedOn: '2026-04-01' })).rejects.toThrow(RateMissing);
    await expect(at.pledge({ amount: eur(100n), pledgedOn: '2025-12-31' })).rejects.toThrow(RateMissing);
    await expect(at.pledge({ amount: Money.of(100n, 'KWD') })).rejects.toThrow(/Have the rates of that month imported/);
    const own = at.as((tx) => at.agreements.pledge(tx, at.pledgeOf({ amount: Money.of(100n, 'KWD') })), at.donor);
    await expect(own).rejects.toThrow(/of KWD is known.*Write the amount in USD, the currency of the fund/);
  });

  it('is refused before the signature, beyond the agreement, twice, in the future, in another currency, of nothing', async () => {
    const pledged = await at.pledge();
    await expect(at.deposit(pledged, usd(1n))).rejects.toThrow(MoveNotAllowed);
    const id = await at.agree();
    await at.deposit(id, usd(60_000n), 'BANK-1');
    await expect(at.deposit(id, usd(40_001n))).rejects.toThrow(DepositBeyondAgreement);
    await expect(at.deposit(id, usd(40_001n))).rejects.toThrow(/expects USD 400\.00 more/);
    await expect(at.deposit(id, usd(10n), 'BANK-1')).rejects.toThrow(DepositKnown);
    await expect(at.deposit(id, usd(10n), 'BANK-2', '2026-11-25')).rejects.toThrow(/today or an earlier day/);
    await expect(at.deposit(id, usd(10n), 'BANK-2', '2025-11-25')).rejects.toThrow(/on, when it was pledged/);
    await expect(at.deposit(id, eur(10n))).rejects.toThrow(/Give it in USD/);
    await expect(at.deposit(id, usd(0n))).rejects.toThrow(InvalidInput);
    await at.deposit(id, usd(40_000n), 'BANK-2');
    await expect(at.deposit(id, usd(1n), 'BANK-3')).rejects.toThrow(DepositBeyondAgreement);
    await expect(at.deposit(id, usd(40_000n), 'BANK-2')).rejects.toThrow(DepositKnown);
    expect((await at.book()).available).toBe('USD 990.00');
  });

  it('is one credit of the bank of its fund, whatever agreement it is booked under, also by two at once', async () => {
    const [first, second] = [await at.agree(), await at.agree()];
    await at.deposit(first, usd(100n), 'BANK-1');
    const again = at.deposit(second, usd(100n), 'BANK-1');
    await expect(again).rejects.toThrow(DepositKnown);
    await expect(again).rejects.toThrow(`agreement ${first} of Donor State`);
    const elsewhere = await new Treasury(db).open();
    await elsewhere.deposit(await elsewhere.agree(), usd(100n), 'BANK-1');
    // Both have looked before one of them can book: the account that each fee goes to is locked until then.
    await db.asOwner('BEGIN');
    await db.asOwner('SELECT FROM ledger_accounts WHERE code = $1 FOR UPDATE', [`${at.fundId}/fees`]);
    const both = Promise.allSettled([first, second].map((id) => at.deposit(id, usd(100n), 'BANK-2')));
    for (let waiting = 0; waiting < 2;) {
      const rows: unknown[] = await db.dataSource.query(`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`);
      waiting = rows.length;
    }
    await db.asOwner('COMMIT');
    const refused = (await both).flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toEqual([expect.any(DepositKnown)]);
  });

  it('is not of a day after the last one on which the money may be used', async () => {
    const pledged = await at.pledge({ validUntil: '2026-02-15' });
    await expect(at.as((tx) => at.agreements.sign(tx, pledged, 1, '2026-02-16'))).rejects.toThrow(
      'signedOn: Choose a day up to 2026-02-15, the last one on which the money of this agreement may be used',
    );
    await at.as((tx) => at.agreements.sign(tx, pledged, 1, '2026-02-15'));
    await expect(at.deposit(pledged, usd(1n), 'BANK-1', '2026-02-16')).rejects.toThrow(
      'receivedOn: Choose a day up to 2026-02-15',
    );
    await at.deposit(pledged, usd(1n), 'BANK-1', '2026-02-15');
  });

  it('too small for a unit of the fund is refused', async () => {
    const yen = await new Treasury(db).open('JPY');
    await at.agree({ amount: Money.of(100n, 'JPY') });
    const id = await at.agree({ amount: Money.of(100n, 'JPY') });
    await db.asOwner(`INSERT INTO exchange_rates VALUES ('IDR', '2026-01-01', 16000, 'UN rates')`);
    const tiny = await yen.agree({ amount: Money.of(10_000n, 'IDR') });
    await expect(yen.deposit(tiny, Money.of(1n, 'IDR'))).rejects.toThrow(/less than the smallest amount of JPY/);
    await at.deposit(id, Money.of(1n, 'JPY'));
  });

  it('of one agreement, recorded by several at once, never brings in more than agreed', async () => {
    const id = await at.agree();
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => at.deposit(id, usd(30_000n))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect((await at.agreement(id)).received).toEqual(usd(90_000n));
  });
});

describe('a fund', () => {
  it('has a name of its own and a real currency', async () => {
    const { name } = await at.fund();
    const create = (fund: { name: string; currency: string }) =>
      at.as((tx) => at.funds.createFund(tx, { ...fund, kind: 'sponsorship' }));
    await expect(create({ name, currency: 'USD' })).rejects.toThrow(FundNameTaken);
    await expect(create({ name: newId('n'), currency: 'XTS' })).rejects.toThrow(/currency: Choose a currency/);
  });

  it('is in the list with its numbers', async () => {
    await at.fill(500n);
    const page = await db.uow.read(at.finance, (tx) => at.queries.funds(tx, { limit: 100 }));
    expect(page.items.find(({ id }) => id === at.fundId)).toMatchObject({ available: usd(500n), paid: usd(0n) });
  });
});

it('comes to the balances of the worked example in docs/ledger.md', async () => {
  const norway = await at.agree({ amount: usd(100_000n) });
  const germany = await at.agree({ amount: eur(100_000n), earmark: { level: 3, areas: ['HT'] } });
  await at.deposit(norway, usd(100_000n));
  await at.deposit(germany, eur(100_000n));
  const shares = await at.draw(150_000n);
  expect(shares.map(({ agreementId, amount }) => [agreementId, amount.minor])).toEqual([
    [germany, 110_000n],
    [norway, 40_000n],
  ]);
  await at.pay(shares.map(({ holdId }) => holdId));
  const accounts = await db.uow.read(at.finance, (tx) => at.ledgerQueries.book(tx, at.fundId));
  const named = (code: string) => code.replace(norway, 'norway').replace(germany, 'germany').replace(at.fundId, 'fund');
  expect(Object.fromEntries(accounts.map(({ code, posted }) => [named(code), posted.toDecimal()]))).toEqual({
    'norway/given': '-1000.00',
    'norway/available': '590.00',
    'norway/paid': '400.00',
    'germany/given': '-1000.00',
    'germany/available': '0.00',
    'germany/paid': '1100.00',
    'fund/exchange/EUR': '1000.00',
    'fund/exchange/USD': '-1111.11',
    'fund/fees': '21.11',
  });
});
