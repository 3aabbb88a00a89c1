import { Inject, Injectable } from '@nestjs/common';
import { AgreementsService, NOT_EARMARKED } from '#libs/funds';
import { calendarDateOf, InvalidInput, Money, type Clock } from '#libs/kernel';
import { OfferLifeService, OffersService, useWindowOf, type SeenOffer } from '#libs/offers';
import { CLOCK, type Tx } from '#libs/platform';

const MOVED = 'Pledged to a fund.';

/** A donor gives to a fund what nobody takes of their own cash offer. */
@Injectable()
export class FundSurplusService {
  constructor(
    private readonly offers: OffersService,
    private readonly life: OfferLifeService,
    private readonly agreements: AgreementsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `amount` of what is not committed leaves the offer and is pledged to the fund, not earmarked. Returns the agreement's id.
   * @throws NotFound, Denied, Stale, InvalidInput, and what {@link OfferLifeService.takeOut} and {@link AgreementsService.pledge} throw
   */
  async pledge(tx: Tx, seen: SeenOffer, { fundId, amount }: { fundId: string; amount: bigint }): Promise<string> {
    const { currency, ...offer } = await this.offers.holdOwn(tx, seen);
    if (currency === null)
      throw new InvalidInput([{ path: 'fundId', detail: 'A fund takes money only, and this offer is in kind.' }]);
    await this.life.takeOut(tx, seen, amount, MOVED);
    const { from, until } = useWindowOf(offer);
    const pledgedOn = calendarDateOf(this.clock.now());
    return this.agreements.pledge(tx, {
      fundId,
      donorOrganizationId: offer.organizationId,
      amount: Money.of(amount, currency),
      feeRateMillionths: 0,
      earmark: NOT_EARMARKED,
      pledgedOn,
      // A first day that has come binds nobody.
      usableFrom: from > pledgedOn ? from : null,
      validUntil: until,
    });
  }
}
