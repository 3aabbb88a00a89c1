import type { INestApplicationContext } from '@nestjs/common';
import { OfferAgreementsService } from '#libs/facility';
import { Fund } from '#libs/funds';
import { calendarDateOf, type Actor, type CalendarDate, type Clock } from '#libs/kernel';
import {
  DeliveriesService,
  Delivery,
  Match,
  MatchesService,
  PledgesService,
  ReceiptsService,
  Suggestions,
} from '#libs/matching';
import { Need, NeedItem } from '#libs/needs';
import { Offer, OfferLifeService, OffersService } from '#libs/offers';
import { CLOCK, UnitOfWork, type ReadTx, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import { DEMO_FUND } from './demo-content.js';
import { keepText } from './demo-files.js';
import { quantity, type SceneActors, type SceneDeal, type SceneDelivery } from './demo-scenes.js';

type Parties = Readonly<Record<'donor' | 'state', Actor>>;

/** Pledges to needs, from the pledge to what was delivered, by the acts of those who take part. */
export class DealBuilder {
  private readonly uow: UnitOfWork;
  private readonly today: CalendarDate;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
  ) {
    this.uow = services.get(UnitOfWork);
    this.today = calendarDateOf(services.get<Clock>(CLOCK).now());
  }

  async deal(deal: SceneDeal): Promise<void> {
    const donor = this.actors[deal.donor];
    const { measure, amount } = quantity(deal.amount);
    const { need, item } = await this.uow.read(operator(), async (tx) => {
      const found = (await tx.findOneBy(Need, { title: deal.need }))!;
      return { need: found, item: (await tx.findOneBy(NeedItem, { needId: found.id, position: deal.item + 1 }))! };
    });
    const pledged = await this.uow.read(operator(), (tx) =>
      tx.findOneBy(Offer, { organizationId: donor.organizationId, title: deal.title }),
    );
    // In a world of before this deal its need may have ended.
    if (!pledged && need.state !== 'published') return;
    if (!pledged) {
      await this.uow.run(donor, async (tx) => {
        await this.services.get(PledgesService).pledge(tx, {
          needId: need.id,
          needItemId: item.id,
          amount,
          measure,
          title: deal.title,
          conditions: '',
          validUntil: null,
          visibility: deal.visibility ?? 'public',
        });
        const { id: offerId, version } = (await tx.findOneBy(Offer, {
          organizationId: donor.organizationId,
          title: deal.title,
        }))!;
        await this.services.get(OffersService).revise(tx, { offerId, version }, { tags: ['illustrative'] });
      });
    }
    const state = Object.values(this.actors).find(({ organizationId }) => organizationId === need.organizationId)!;
    await this.carry(deal, { donor, state });
  }

  /** Review, the two consents, delivery: as far as the deal went. */
  private async carry(deal: SceneDeal, { donor, state }: Parties): Promise<void> {
    const matches = this.services.get(MatchesService);
    const act = (by: Actor, from: Match['state'], what: (tx: Tx, match: Match) => Promise<void>) =>
      this.uow.run(by, async (tx) => {
        const match = await this.matchOf(tx, deal.donor, deal.title);
        if (match.state === from) await what(tx, match);
      });
    const seen = ({ id, version }: Match) => ({ matchId: id, version });
    if (deal.until === 'suggested') return;
    if (deal.until === 'superseded') return this.takeBack(donor, deal.title);
    await act(this.actors['coordinator-2'], 'suggested', (tx, match) => matches.accept(tx, seen(match), {}));
    if (deal.until === 'reviewed') return;
    if (deal.until === 'declined') {
      return act(state, 'reviewed', (tx, match) => matches.decline(tx, seen(match), 'The model must be known before.'));
    }
    await act(donor, 'reviewed', (tx, match) => matches.consent(tx, seen(match)));
    await act(state, 'reviewed', (tx, match) => matches.consent(tx, seen(match)));
    if (deal.until === 'confirmed') return;
    if (deal.until === 'rescinded') {
      return act(this.actors['coordinator-2'], 'confirmed', (tx, match) =>
        matches.rescind(tx, seen(match), 'The donor’s budget was cut before anything was sent.'),
      );
    }
    if (deal.until === 'agreed')
      return act(this.actors['finance-1'], 'confirmed', (tx, match) => this.agree(tx, match));
    await act(donor, 'confirmed', (tx, match) =>
      this.services
        .get(DeliveriesService)
        .start(tx, seen(match), { plannedOn: this.today, note: 'By road, with one person to call.' }),
    );
    for (const [index, delivery] of (deal.deliveries ?? []).entries()) {
      await this.deliver(deal, index + 1, delivery, { donor, state });
    }
  }

  private async deliver(
    { donor: donorId, title, need }: SceneDeal,
    position: number,
    { quantity, until, accepted, reason = '' }: SceneDelivery,
    { donor, state }: Parties,
  ): Promise<void> {
    const services = this.services;
    const found = async (tx: ReadTx) => {
      const match = await this.matchOf(tx, donorId, title);
      return { match, record: await tx.findOneBy(Delivery, { matchId: match.id, position }) };
    };
    const { match, record } = await this.uow.read(operator(), found);
    if (match.state !== 'delivering' || (record && record.state !== 'delivered')) return;
    const seen = ({ id, version }: Match) => ({ matchId: id, version });
    if (!record) {
      const note = `Illustrative consignment note.\n\n${title}\nFor: ${need}\nPart ${position}: ${quantity}\n`;
      const evidenceFileId = await keepText(services, donor, 'illustrative-consignment-note.txt', note);
      const content = { quantity, deliveredOn: this.today, note: null, evidenceFileId };
      await this.uow.run(donor, (tx) => services.get(DeliveriesService).record(tx, seen(match), content));
    }
    if (until === 'delivered') return;
    await this.uow.run(until === 'undone' ? donor : state, async (tx) => {
      const now = await found(tx);
      const { id } = now.record!;
      if (until === 'undone') return services.get(DeliveriesService).undo(tx, seen(now.match), id, reason);
      const receipts = services.get(ReceiptsService);
      if (until === 'returned') return receipts.giveBack(tx, seen(now.match), id, reason);
      await receipts.accept(tx, seen(now.match), id, { accepted, reason: accepted === undefined ? null : reason });
    });
  }

  private async matchOf(tx: ReadTx, donor: SceneDeal['donor'], title: string): Promise<Match> {
    const { organizationId } = this.actors[donor];
    const offer = (await tx.findOneBy(Offer, { organizationId, title }))!;
    return (await tx.findOneBy(Match, { offerId: offer.id, origin: 'pledge' }))!;
  }

  /** The offer leaves the market: from now on the fund holds it. */
  private async agree(tx: Tx, { id: matchId, offerId }: Match): Promise<void> {
    const fund = await tx.findOneBy(Fund, { name: DEMO_FUND.name });
    if (!fund || (await tx.findOneBy(Offer, { id: offerId }))?.state === 'agreed') return;
    const terms = { feeRateMillionths: DEMO_FUND.feeRateMillionths, pledgedOn: this.today };
    await this.services.get(OfferAgreementsService).record(tx, { matchId, fundId: fund.id, ...terms });
  }

  /** A donor takes a pledge back before anybody looked at it; the engine's next turn ends its match. */
  private async takeBack(donor: Actor, title: string): Promise<void> {
    const { organizationId } = donor;
    await this.uow.run(donor, async (tx) => {
      const offer = (await tx.findOneBy(Offer, { organizationId, title }))!;
      if (offer.state !== 'published') return;
      const seen = { offerId: offer.id, version: offer.version };
      await this.services.get(OfferLifeService).withdraw(tx, seen, 'Promised elsewhere.');
    });
    await this.uow.run(operator(), async (tx) => {
      const offer = (await tx.findOneBy(Offer, { organizationId, title }))!;
      await this.services.get(Suggestions).refreshOffer(tx, offer.id);
    });
  }
}
