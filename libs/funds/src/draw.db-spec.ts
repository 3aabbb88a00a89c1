import { InvalidInput, Money, newId, NotFound } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { fundsEntities } from './fund.entities.js';
import { FundCannotCover, OfferNotAgreed, OtherCurrencyThanFund, PurposeAlreadyDrawn } from './funds.errors.js';
import { brokenInvariants, TODAY, Treasury, usd } from './funds.fixture.js';

const db = testDatabase({ entities: fundsEntities });
let at: Treasury;

beforeEach(async () => {
  at = await new Treasury(db).open();
});
afterEach(async () => expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual([]));

describe('a draw', () => {
  const LEVEL_3 = { level: 3, areas: ['HT'] } as const;

  it('takes the match’s own agreement, then the tightest, and says who gave what', async () => {
    const offerId = newId('offer');
    const [free, tight, own] = [
      await at.fill(500n),
      await at.fill(300n, { earmark: LEVEL_3 }),
      await at.fill(200n, { offerId }),
    ];
    await at.fill(900n, { earmark: { level: 4, areas: ['CU'] } });
    const shares = await at.draw(600n, { offer: offerId });
    expect(shares.map(({ agreementId, amount }) => [agreementId, amount.minor])).toEqual([
      [own, 200n],
      [tight, 300n],
      [free, 100n],
    ]);
    const { transferId } = await at.pay(shares.map(({ holdId }) => holdId));
    const [transfer] = await db.uow.read(at.finance, (tx) => at.ledgerQueries.transfers(tx, [transferId]));
    expect(transfer?.entries).toHaveLength(6);
    expect([await at.agreement(own), await at.agreement(free)].map(({ paid }) => paid.minor)).toEqual([200n, 100n]);
  });

  it('takes nothing of others for an offer that is no signed agreement, or one that is not all paid in', async () => {
    const offerId = newId('offer');
    const other = await at.fill(500n);
    await expect(at.draw(100n, { offer: offerId })).rejects.toThrow(OfferNotAgreed);
    const own = await at.pledge({ offerId, amount: usd(80n), feeRateMillionths: 0 });
    await expect(at.draw(100n, { offer: offerId })).rejects.toThrow(OfferNotAgreed);
    await at.as((tx) => at.agreements.sign(tx, own, 1, '2026-01-20'));
    await at.deposit(own, usd(60n));
    await expect(at.draw(100n, { offer: offerId })).rejects.toMatchObject({
      covered: usd(60n),
      errors: [
        { detail: 'USD 0.60 of Donor State, not earmarked: may be used' },
        { detail: expect.stringContaining('once all of that has come in') },
      ],
    });
    await at.deposit(own, usd(20n));
    const shares = await at.draw(100n, { offer: offerId });
    expect(shares.map(({ agreementId, amount }) => [agreementId, amount.minor])).toEqual([
      [own, 80n],
      [other, 20n],
    ]);
  });

  it('of an offer whose donor took the rest back takes what came in, then others', async () => {
    const offerId = newId('offer');
    await at.fill(500n);
    const own = await at.agree({ offerId, amount: usd(80n), feeRateMillionths: 0 });
    await at.as((tx) => at.agreements.withdraw(tx, own, 2, 'budget cut'));
    await expect(at.draw(100n, { offer: offerId })).rejects.toThrow(OfferNotAgreed);
    const again = await at.agree({ offerId, amount: usd(80n), feeRateMillionths: 0 });
    await at.deposit(again, usd(30n));
    const { version } = await at.agreement(again);
    await at.as((tx) => at.agreements.withdraw(tx, again, version, 'budget cut'));
    expect((await at.draw(100n, { offer: offerId })).map(({ amount }) => amount.minor)).toEqual([30n, 70n]);
  });

  it('says how much there is under which earmarks when it is not enough, and takes nothing', async () => {
    await at.fill(300n, { earmark: LEVEL_3 });
    await at.fill(900n, { earmark: { level: 2, categories: ['TRACE'] } });
    const attempt = at.draw(301n);
    await expect(attempt).rejects.toThrow(FundCannotCover);
    await expect(attempt).rejects.toMatchObject({
      covered: usd(300n),
      errors: [
        { detail: 'USD 3.00 of Donor State, level 3: HT: may be used' },
        { detail: 'USD 9.00 of Donor State, level 2: TRACE: it is for another category' },
      ],
    });
    expect((await at.fund()).held.minor).toBe(0n);
  });

  it('knows the regions and groups of a country', async () => {
    await at.fill(100n, { earmark: { level: 2, regions: ['029'], groups: ['ldc'] } });
    await expect(at.draw(100n, { area: 'CU' })).rejects.toThrow(FundCannotCover);
    await expect(at.draw(100n, { area: null })).rejects.toThrow(FundCannotCover);
    expect(await at.draw(100n)).toHaveLength(1);
    await expect(at.draw(100n, { area: 'ZZ' })).rejects.toThrow(/areaIso2/);
  });

  it('gives for a group of countries only to those that belong to it on the day', async () => {
    await at.fill(100n, { earmark: { level: 2, groups: ['ldc'] } });
    const leave = (day: string) =>
      at.db.asOwner(`UPDATE area_groups SET leaves_on = $1, decision = 'x' WHERE area_iso2 = 'NE'`, [day]);
    await leave(TODAY);
    await expect(at.draw(100n, { area: 'NE' })).rejects.toThrow(FundCannotCover);
    await leave('2026-11-25');
    expect(await at.draw(100n, { area: 'NE' })).toHaveLength(1);
  });

  it('leaves money alone that is past its time', async () => {
    await at.fill(100n, { validUntil: '2026-11-23' });
    await expect(at.draw(100n)).rejects.toThrow(FundCannotCover);
    await at.fill(100n, { validUntil: TODAY });
    expect(await at.draw(100n)).toHaveLength(1);
  });

  it('takes nothing of others because the match’s own agreement has ended, and says so', async () => {
    const offerId = newId('offer');
    const own = await at.fill(80n, { offerId, validUntil: '2026-11-23' });
    const other = await at.fill(500n);
    await expect(at.draw(100n, { offer: offerId })).rejects.toMatchObject({
      covered: usd(0n),
      errors: [
        { path: `agreements.${own}`, detail: expect.stringContaining('it ended on 2026-11-23') },
        { path: `agreements.${other}`, detail: expect.stringContaining('not in its place') },
      ],
    });
  });

  it('takes what others give for an own agreement that has ended with nothing left', async () => {
    const offerId = newId('offer');
    const own = await at.fill(80n, { offerId, validUntil: TODAY });
    await at.draw(80n, { offer: offerId });
    await at.db.asOwner(`UPDATE fund_agreements SET valid_until = '2026-11-23' WHERE id = $1`, [own]);
    const other = await at.fill(500n);
    expect((await at.draw(100n, { offer: offerId })).map(({ agreementId }) => agreementId)).toEqual([other]);
  });

  it('takes nothing of an agreement whose offer asks for more than an earmark can say, but for that offer', async () => {
    const offerId = newId('offer');
    const own = await at.fill(100n, { offerId, ownMatchesOnly: true });
    await expect(at.draw(100n)).rejects.toMatchObject({
      covered: usd(0n),
      errors: [{ detail: expect.stringContaining('only the matches of the offer were checked against') }],
    });
    expect((await at.draw(100n, { offer: offerId })).map(({ agreementId }) => agreementId)).toEqual([own]);
  });

  it('takes nothing of what is bound to another type or body, and nothing before its first day but for the own offer', async () => {
    await at.fill(100n, { earmark: { level: 2, types: ['training'] } });
    await at.fill(100n, { earmark: { level: 3, implementerId: at.donor.organizationId } });
    await at.fill(100n, { usableFrom: '2026-11-25' });
    const today = await at.fill(100n, { usableFrom: TODAY, earmark: { level: 2, implementerKinds: ['ngo'] } });
    await expect(at.draw(101n)).rejects.toMatchObject({
      covered: usd(100n),
      errors: expect.arrayContaining(
        ['it is for another type of assistance', 'it is for what other bodies carry out', 'from 2026-11-25 on'].map(
          (why) => ({ path: expect.any(String) as string, detail: expect.stringContaining(why) as string }),
        ),
      ) as object[],
    });
    expect((await at.draw(100n)).map(({ agreementId }) => agreementId)).toEqual([today]);
    const offerId = newId('offer');
    const own = await at.fill(100n, { offerId, usableFrom: '2027-01-01' });
    expect((await at.draw(100n, { offer: offerId })).map(({ agreementId }) => agreementId)).toEqual([own]);
  });

  it('is made once for a purpose, and answered again the same', async () => {
    await at.fill(1_000n);
    const ref = newId('tran');
    const first = await at.draw(400n, { ref });
    expect(await at.draw(400n, { ref })).toEqual(first);
    await expect(at.draw(401n, { ref })).rejects.toThrow(PurposeAlreadyDrawn);
    await at.as((tx) => at.ledger.voidHold(tx, first[0]!.holdId, 'cancelled'));
    await expect(at.draw(400n, { ref })).rejects.toThrow(PurposeAlreadyDrawn);
    expect((await at.fund()).available).toEqual(usd(1_000n));
    const other = await new Treasury(db).open();
    await other.fill(1_000n);
    await expect(other.draw(400n, { ref })).rejects.toThrow(PurposeAlreadyDrawn);
  });

  it('is made for several purposes as for one after the other, and answered again the same', async () => {
    const tight = await at.fill(100n, { earmark: LEVEL_3 });
    const flexible = await at.fill(100n);
    const parts = [60n, 60n, 50n].map((minor) => ({ purposeRef: newId('tran'), amount: usd(minor) }));
    const drawAll = () => at.as((tx) => at.funds.holdForAll(tx, { ...at.asked, fundId: at.fundId }, parts));
    const drawn = await drawAll();
    expect(drawn.map((shares) => shares.map(({ agreementId, amount }) => [agreementId, amount.minor]))).toEqual([
      [[tight, 60n]],
      [
        [tight, 40n],
        [flexible, 20n],
      ],
      [[flexible, 50n]],
    ]);
    expect(await drawAll()).toEqual(drawn);
    parts.push({ purposeRef: newId('tran'), amount: usd(20n) }, { purposeRef: newId('tran'), amount: usd(11n) });
    await expect(drawAll()).rejects.toMatchObject({ covered: usd(10n) });
    expect((await at.fund()).held).toEqual(usd(170n));
  });

  it('pays in the currency of the fund', async () => {
    await at.fill(1_000n);
    const other = {
      fundId: at.fundId,
      amount: Money.of(1n, 'EUR'),
      ...at.asked,
      purposeRef: newId('tran'),
    };
    await expect(at.as((tx) => at.funds.holdFor(tx, other))).rejects.toThrow(OtherCurrencyThanFund);
    await expect(at.as((tx) => at.funds.holdFor(tx, { ...other, amount: usd(0n) }))).rejects.toThrow(InvalidInput);
    await expect(at.as((tx) => at.funds.holdFor(tx, { ...other, fundId: newId('fund') }))).rejects.toThrow(NotFound);
  });

  it('never counts on money that another draw takes at the same moment', async () => {
    await at.fill(500n);
    await at.fill(500n, { earmark: LEVEL_3 });
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => at.draw(150n)));
    const done = results.filter(({ status }) => status === 'fulfilled');
    const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(done).toHaveLength(6);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(FundCannotCover);
    expect((await at.fund()).held).toEqual(usd(900n));
  });

  it('names donors and deposits behind the shares', async () => {
    const id = await at.fill(100n);
    const [source] = await db.uow.read(at.finance, (tx) => at.queries.sources(tx, [id]));
    expect(source).toMatchObject({
      agreement: { id, donor: { name: 'Donor State' } },
      deposits: [{ amount: usd(100n) }],
    });
  });
});
