import { Injectable } from '@nestjs/common';
import { AgreementsService, FundsQueries, OtherCurrencyThanFund } from '#libs/funds';
import { InvalidInput, Money, type CalendarDate, type ProblemItem } from '#libs/kernel';
import { MatchesQueries, MatchesService } from '#libs/matching';
import { OffersService, useWindowOf } from '#libs/offers';
import type { Tx } from '#libs/platform';
import { MatchNotAllocatable } from './facility.errors.js';
import { requireRole } from './move-project.js';
import { amountToAgree, earmarkOf } from './offer-agreement.rules.js';

export interface OfferAgreement {
  readonly matchId: string;
  readonly fundId: string;
  /** 10 000 is 1 %. */
  readonly feeRateMillionths: number;
  readonly pledgedOn: CalendarDate;
}

/** A donor's own cash offer becomes an agreement with a fund, from which the matches of the offer are paid. */
@Injectable()
export class OfferAgreementsService {
  constructor(
    private readonly matches: MatchesService,
    private readonly matchQueries: MatchesQueries,
    private readonly funds: FundsQueries,
    private readonly offers: OffersService,
    private readonly agreements: AgreementsService,
  ) {}

  /**
   * Records that the offer of a confirmed match is from now on an agreement with a fund, with what the offer asked for: the
   * offer leaves the market whole, and the fund alone holds what is committed and received. Returns the agreement's id.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws NotFound, OwnMatch, MatchNotAllocatable, InvalidInput, OtherCurrencyThanFund, OfferNotOpen, and what {@link AgreementsService.pledge} throws
   */
  async record(tx: Tx, agreement: OfferAgreement, wrong: readonly ProblemItem[] = []): Promise<string> {
    const { matchId, fundId, feeRateMillionths, pledgedOn } = agreement;
    requireRole(tx.actor, 'finance');
    const match = await this.matchQueries.get(tx, matchId);
    const { state } = await this.matches.lockAsOutsider(tx, matchId);
    if (!('currency' in match.measure)) throw new MatchNotAllocatable('in-kind');
    if (state !== 'confirmed') throw new MatchNotAllocatable(state);
    if (wrong.some(({ path }) => path === 'fundId')) throw new InvalidInput(wrong);
    const fund = await this.funds.fund(tx, fundId);
    const offer = await this.offers.agree(tx, match.offer.id);
    if (await this.matches.isPaidByDonor(tx, offer.id)) throw new MatchNotAllocatable('paid-by-donor');
    const { until } = useWindowOf(offer);
    const amount = Money.of(amountToAgree(offer), match.measure.currency);
    if (fund.currency !== amount.currency) throw new OtherCurrencyThanFund(fund.name, fund.currency, amount);
    const pledge = {
      fundId,
      donorOrganizationId: offer.organizationId,
      offerId: offer.id,
      amount,
      feeRateMillionths,
      earmark: earmarkOf(offer),
      // A share of each item is nothing that an earmark can say: only its own matches were checked against it.
      ownMatchesOnly: offer.maximumShareBp !== null,
      pledgedOn,
      usableFrom: offer.usableFrom,
      validUntil: until,
    };
    return this.agreements.pledge(tx, pledge, [...wrong, ...checkUsable(until, pledgedOn)]);
  }

  /**
   * A match or an agreement of the offer was taken back. When the offer gives to no match any more, an agreement that its donor
   * has not signed is withdrawn and the offer is on the market again; one that is signed or paid into stays with the fund.
   */
  async end(tx: Tx, offerId: string): Promise<void> {
    const offer = await this.offers.hold(tx, offerId);
    if (offer.committed > 0n) return;
    const isFree = await this.agreements.withdrawUnsigned(tx, offerId, 'The last match of its offer was taken back.');
    if (isFree) await this.offers.returnToMarket(tx, offer);
  }
}

function checkUsable(validUntil: CalendarDate | null, pledgedOn: CalendarDate): ProblemItem[] {
  if (validUntil === null || pledgedOn <= validUntil) return [];
  const detail = `Choose a day up to ${validUntil}, the last one on which the money of the offer may be used.`;
  return [{ path: 'pledgedOn', detail }];
}
