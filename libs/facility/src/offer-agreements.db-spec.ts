// The danger: the money of one offer is promised to a fund twice, or to others in the market after that; or a fund is promised
// what nobody agreed to.
import { AgreementsService, FundsService, OfferAlreadyAgreed, OtherCurrencyThanFund } from '#libs/funds';
import { Denied, NotFound, type Actor } from '#libs/kernel';
import { MatchesQueries, MatchesService, OwnMatch, Suggestions } from '#libs/matching';
import { OffersQueries } from '#libs/offers';
import { testDatabase } from '#libs/platform';
import { MatchNotAllocatable } from './facility.errors.js';
import { Programme, usd } from './facility.fixture.js';
import { OfferAgreementsService } from './offer-agreements.service.js';
import { setTimeout } from 'node:timers/promises';

const db = testDatabase();
const programme = new Programme(db);

beforeAll(() => programme.open());
afterAll(() => programme.close());

const agree = (matchId: string, fundId: string, who: Actor = programme.finance) =>
  programme.as(who, (tx) => programme.agree(tx, matchId, fundId));
const offerOf = (matchId: string) =>
  programme.as(programme.donorPerson, async (tx) => {
    const { offer } = await programme.get(MatchesQueries).get(tx, matchId);
    return programme.get(OffersQueries).get(tx, offer.id);
  });

describe('the offer of a confirmed match', () => {
  it('becomes an agreement of its donor with what it asked for, and leaves the market', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.confirmedMatch(100_000n);
    await agree(matchId, fundId);
    const { own } = await programme.trail(matchId, programme.donorPerson);
    expect(own?.source).toMatchObject({
      agreement: { fund: { id: fundId }, donor: { id: programme.donor }, state: 'pledged', amount: usd(100_000n) },
      deposits: [],
    });
    const offer = await offerOf(matchId);
    expect(offer.state).toBe('agreed');
    const events = await db.asOwner('SELECT type FROM outbox_events WHERE ref_id = $1 ORDER BY id DESC LIMIT 1', [
      offer.id,
    ]);
    expect(events).toEqual([{ type: 'offer.agreed' }]);
  });

  it('is not suggested to anybody any more', async () => {
    const matchId = await programme.confirmedMatch(100_000n);
    const offer = await offerOf(matchId);
    await db.asOwner('UPDATE offers SET capacity = capacity * 2 WHERE id = $1', [offer.id]);
    const others = await programme.openNeed(50_000n);
    const suggested = async () => {
      await programme.as(programme.system, (tx) => programme.get(Suggestions).refreshOffer(tx, offer.id));
      return db.asOwner(`SELECT state FROM matches WHERE offer_id = $1 AND need_id = $2`, [offer.id, others]);
    };
    expect(await suggested()).toEqual([{ state: 'suggested' }]);
    await agree(matchId, await programme.fund());
    expect(await suggested()).toEqual([{ state: 'superseded' }]);
  });

  it('is not agreed when its match is taken back at the same moment', async () => {
    const [fundId, matchId] = [await programme.fund(), await programme.confirmedMatch(100_000n)];
    const { version } = await programme.trail(matchId, programme.coordinator).then(({ match }) => match!);
    let late: Promise<unknown> = Promise.resolve();
    await programme.as(programme.coordinator, async (tx) => {
      await programme.get(MatchesService).rescind(tx, { matchId, version }, 'plans changed');
      late = expect(agree(matchId, fundId)).rejects.toThrow(MatchNotAllocatable);
      await setTimeout(100); // it reads the match before this ends
    });
    await late;
  });

  it('is one agreement, whoever else asks at the same time', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.confirmedMatch(100_000n);
    const both = await Promise.allSettled([agree(matchId, fundId), agree(matchId, await programme.fund())]);
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toEqual([expect.any(OfferAlreadyAgreed)]);
  });

  it('that has ended since is agreed with what it is committed for', async () => {
    const matchId = await programme.confirmedMatch(100_000n);
    const offer = await offerOf(matchId);
    await db.asOwner(`UPDATE offers SET capacity = capacity * 2, state = 'expired' WHERE id = $1`, [offer.id]);
    await agree(matchId, await programme.fund());
    const { own } = await programme.trail(matchId, programme.finance);
    expect(own?.source?.agreement.amount).toEqual(usd(100_000n));
    expect((await offerOf(matchId)).state).toBe('expired');
  });

  it('whose money can no longer be used is not agreed: the day of the pledge is what is wrong', async () => {
    const matchId = await programme.confirmedMatch(100_000n);
    const offer = await offerOf(matchId);
    await db.asOwner(`UPDATE offers SET valid_from = '2026-01-01', valid_until = '2026-01-31' WHERE id = $1`, [
      offer.id,
    ]);
    const fundId = await programme.fund();
    await expect(agree(matchId, fundId)).rejects.toThrow(
      'pledgedOn: Choose a day up to 2026-01-31, the last one on which the money of the offer may be used',
    );
    const record = { matchId, fundId, feeRateMillionths: 0, pledgedOn: programme.today };
    const fee = { path: 'feeRateMillionths', detail: 'Write a fee.' };
    await expect(
      programme.as(programme.finance, (tx) => programme.get(OfferAgreementsService).record(tx, record, [fee])),
    ).rejects.toMatchObject({ errors: [{ path: 'feeRateMillionths' }, { path: 'pledgedOn' }] });
  });

  it('is agreed by finance alone, after consent, in money', async () => {
    const fundId = await programme.fund();
    const confirmed = await programme.confirmedMatch(100_000n);
    await expect(agree(confirmed, fundId, programme.coordinator)).rejects.toThrow(Denied);
    await expect(agree(await programme.confirmedMatch(1_000n, { until: 'suggested' }), fundId)).rejects.toThrow(
      NotFound,
    );
    const reviewed = await programme.confirmedMatch(1_000n, { until: 'reviewed' });
    await expect(agree(reviewed, fundId)).rejects.toThrow(MatchNotAllocatable);
    await expect(agree(await programme.confirmedMatch(4n, { inKind: true }), fundId)).rejects.toThrow(
      MatchNotAllocatable,
    );
    await expect(agree(confirmed, 'fund_00000000000000000000000000')).rejects.toThrow(NotFound);
    const euros = await programme.as(programme.finance, (tx) =>
      programme.get(FundsService).createFund(tx, { name: 'In euros', kind: 'facility', currency: 'EUR' }),
    );
    await expect(agree(confirmed, euros)).rejects.toThrow(OtherCurrencyThanFund);
    const involved = { ...programme.finance, organizationId: programme.donor };
    await expect(agree(confirmed, fundId, involved)).rejects.toThrow(OwnMatch);
    expect((await offerOf(confirmed)).state).toBe('exhausted'); // open, and all of it committed
  });
});

describe('when the match of an agreed offer is taken back', () => {
  async function takeBack(matchId: string): Promise<void> {
    const { version } = await programme.trail(matchId, programme.coordinator).then(({ match }) => match!);
    await programme.as(programme.coordinator, (tx) =>
      programme.get(MatchesService).rescind(tx, { matchId, version }, 'plans changed'),
    );
    await programme.hearNews();
  }
  const agreementsOf = async (offerId: string) =>
    (
      await db.asOwner<{ state: string }>('SELECT state FROM fund_agreements WHERE offer_id = $1 ORDER BY id', [
        offerId,
      ])
    ).map(({ state }) => state);

  it('its agreement is withdrawn and it is on the market again, while nobody has signed', async () => {
    const matchId = await programme.confirmedMatch(100_000n);
    await agree(matchId, await programme.fund());
    const { id } = await offerOf(matchId);
    await takeBack(matchId);
    expect(await agreementsOf(id)).toEqual(['withdrawn']);
    expect((await offerOf(matchId)).state).toBe('published');
    const [event] = await db.asOwner('SELECT type FROM outbox_events WHERE ref_id = $1 ORDER BY id DESC LIMIT 1', [id]);
    expect(event).toEqual({ type: 'offer.returned' });
  });

  it('its signed agreement stays with the fund, which holds its money for other matches', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    await takeBack(matchId);
    const { id, state } = await offerOf(matchId);
    expect([state, await agreementsOf(id)]).toEqual(['agreed', ['received']]);
    const partly = await programme.backedMatch(fundId, 100_000n, 20_000n);
    await takeBack(partly);
    expect((await offerOf(partly)).state).toBe('agreed');
    const unpaid = await programme.confirmedMatch(100_000n);
    await programme.as(programme.finance, async (tx) =>
      programme.get(AgreementsService).sign(tx, await programme.agree(tx, unpaid, fundId), 1, programme.today),
    );
    await takeBack(unpaid);
    expect((await offerOf(unpaid)).state).toBe('agreed');
    const other = await programme.backedMatch(fundId, 50_000n, 10_000n);
    expect((await programme.project(await programme.allocate(other, fundId, 50_000n))).state).toBe('active');
  });

  it('it is on the market again when its signed agreement is withdrawn after all', async () => {
    const matchId = await programme.confirmedMatch(100_000n);
    const agreementId = await agree(matchId, await programme.fund());
    const agreements = programme.get(AgreementsService);
    await programme.as(programme.finance, (tx) => agreements.sign(tx, agreementId, 1, programme.today));
    await takeBack(matchId);
    expect((await offerOf(matchId)).state).toBe('agreed');
    await programme.as(programme.finance, (tx) => agreements.withdraw(tx, agreementId, 2, 'another budget'));
    await programme.hearNews();
    expect((await offerOf(matchId)).state).toBe('published');
  });

  it('nothing changes while the offer gives to another match, and one that has ended stays ended', async () => {
    const first = await programme.confirmedMatch(100_000n);
    const { id } = await offerOf(first);
    await db.asOwner('UPDATE offers SET capacity = capacity * 2 WHERE id = $1', [id]);
    const second = await programme.matchWith(id, 50_000n);
    await agree(first, await programme.fund());
    await takeBack(first);
    expect([(await offerOf(first)).state, await agreementsOf(id)]).toEqual(['agreed', ['pledged']]);
    await db.asOwner(`UPDATE offers SET state = 'expired' WHERE id = $1`, [id]);
    await takeBack(second);
    expect([(await offerOf(first)).state, await agreementsOf(id)]).toEqual(['expired', ['withdrawn']]);
  });
});
