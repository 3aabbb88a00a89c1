// Danger: what a donor gives to a fund is still on the market, or more of it than is free.
import { FundsQueries } from '#libs/funds';
import { MatchesQueries } from '#libs/matching';
import { OfferLifeService, OffersQueries, OffersService, UNSTATED } from '#libs/offers';
import { testDatabase } from '#libs/platform';
import { Programme, usd } from './facility.fixture.js';
import { FundSurplusService } from './fund-surplus.service.js';

const db = testDatabase();
const programme = new Programme(db);
beforeAll(() => programme.open());
afterAll(() => programme.close());

it('what is not committed of an offer goes to a fund, not earmarked, and leaves the market', async () => {
  const fundId = await programme.fund();
  const matchId = await programme.confirmedMatch(100_000n);
  const offer = async () =>
    programme.as(programme.donorPerson, async (tx) => {
      const { offer } = await programme.get(MatchesQueries).get(tx, matchId);
      return programme.get(OffersQueries).get(tx, offer.id);
    });
  const { id } = await offer();
  await db.asOwner('UPDATE offers SET capacity = 140000 WHERE id = $1', [id]);
  const give = async (amount: bigint) => {
    const { version } = await offer();
    return programme.as(programme.donorPerson, (tx) =>
      programme.get(FundSurplusService).pledge(tx, { offerId: id, version }, { fundId, amount }),
    );
  };
  await expect(give(40_001n)).rejects.toMatchObject({ code: 'more-than-left' });
  await expect(give(0n)).rejects.toMatchObject({ errors: [{ path: 'amount' }] });
  const agreementId = await give(40_000n);
  expect(await offer()).toMatchObject({ capacity: '100000', committed: '100000', left: '0' });
  const agreement = await programme.as(programme.donorPerson, (tx) =>
    programme.get(FundsQueries).agreement(tx, agreementId),
  );
  expect(agreement).toMatchObject({ state: 'pledged', amount: usd(40_000n), earmark: { level: 1 } });
});

it.each([
  ['its first day of use ahead', { usableFrom: '2027-06-01' }, '2027-06-01'],
  ['its own first day ahead', { validFrom: '2027-05-01' }, '2027-05-01'],
  ['a first day that has come', { usableFrom: '2020-01-01' }, null],
])('%s is that of the agreement', async (_, days, usableFrom) => {
  const fundId = await programme.fund();
  const agreementId = await programme.as(programme.donorPerson, async (tx) => {
    const offerId = await programme.get(OffersService).draft(tx, {
      ...{ ...UNSTATED, title: 'Cash', description: '', kind: 'cash', measure: { currency: 'USD' }, capacity: 90n },
      ...{
        categoryCodes: [],
        typeCodes: [],
        earmarkAreas: [],
        earmarkRegions: [],
        earmarkGroups: [],
        excludedAreas: [],
      },
      ...{ minimumLot: null, maximumPerRecipient: null, visibility: 'private', conditions: '' },
      ...{ validUntil: '2027-12-31', ...days },
    });
    await programme.get(OfferLifeService).publish(tx, { offerId, version: 1 });
    return programme.get(FundSurplusService).pledge(tx, { offerId, version: 2 }, { fundId, amount: 40n });
  });
  const agreement = await programme.as(programme.donorPerson, (tx) =>
    programme.get(FundsQueries).agreement(tx, agreementId),
  );
  expect(agreement).toMatchObject({ usableFrom, validUntil: '2027-12-31' });
});
