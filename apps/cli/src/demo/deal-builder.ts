import type { INestApplicationContext } from '@nestjs/common';
import { OfferAgreementsService } from '#libs/facility';
import { Fund } from '#libs/funds';
import { Money, type Actor, type CalendarDate } from '#libs/kernel';
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
import { UnitOfWork, type ReadTx, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import type { Acts } from './acts.js';
import { DEMO_FUND } from './demo-content.js';
import { keepText } from './demo-files.js';
import { quantity, type SceneActors, type SceneDeal, type SceneDelivery } from './demo-scenes.js';

type Parties = Readonly<Record<'donor' | 'state', Actor>>;

/** Pledges stand that long at the least; some have no end. */
const PLEDGE_DAYS = 200;
/** So long after they say so donors plan to deliver. */
const DAYS_PLANNED = 14;

/** What shows that something was given, by its unit. */
const PAPERS: Readonly<Record<string, readonly string[]>> = {
  journey: ['travel report'],
  'person-day': ['time sheet'],
  'training-place': ['list of participants'],
};
const PAPERS_OF_GOODS = ['consignment note', 'packing list'];

/** How many days ago each act took place, from the pledge on, and the number of the deal. */
interface When {
  readonly dayAgo: (act: number) => number;
  readonly place: number;
}

/** Pledges to needs, from the pledge to what was delivered, by the acts of those who take part. */
export class DealBuilder {
  private readonly uow: UnitOfWork;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
    private readonly acts: Acts,
  ) {
    this.uow = services.get(UnitOfWork);
  }

  /** `course`: how many days ago each act took place. `place`: the number of the deal. */
  async deal(deal: SceneDeal, course: readonly number[], place: number): Promise<void> {
    const when: When = { dayAgo: (act) => course[act]!, place };
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
      await this.acts.create(donor, when.dayAgo(0), place, async (tx) => {
        await this.services.get(PledgesService).pledge(tx, {
          needId: need.id,
          needItemId: item.id,
          amount,
          measure,
          title: deal.title,
          conditions: '',
          validUntil: place % 3 === 0 ? null : this.acts.dayAgo(-PLEDGE_DAYS - 10 * place),
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
    await this.carry(deal, { donor, state }, when);
  }

  /** Review, the two consents, delivery: as far as the deal went. */
  private async carry(deal: SceneDeal, { donor, state }: Parties, when: When): Promise<void> {
    const matches = this.services.get(MatchesService);
    const act = (number: number, by: Actor, from: Match['state'], what: (tx: Tx, match: Match) => Promise<void>) =>
      this.acts.run(by, when.dayAgo(number), when.place, async (tx) => {
        const match = await this.matchOf(tx, deal.donor, deal.title);
        if (match.state === from) await what(tx, match);
      });
    const seen = ({ id, version }: Match) => ({ matchId: id, version });
    if (deal.until === 'suggested') return;
    if (deal.until === 'superseded') return this.takeBack(donor, deal.title, when);
    await act(1, this.actors['coordinator-2'], 'suggested', (tx, match) => matches.accept(tx, seen(match), {}));
    if (deal.until === 'reviewed') return;
    if (deal.until === 'declined') {
      return act(2, state, 'reviewed', (tx, match) =>
        matches.decline(tx, seen(match), 'The model must be known before.'),
      );
    }
    await act(2, donor, 'reviewed', (tx, match) => matches.consent(tx, seen(match)));
    await act(3, state, 'reviewed', (tx, match) => matches.consent(tx, seen(match)));
    if (deal.until === 'confirmed') return;
    if (deal.until === 'rescinded') {
      return act(4, this.actors['coordinator-2'], 'confirmed', (tx, match) =>
        matches.rescind(tx, seen(match), 'The donor’s budget was cut before the course began.'),
      );
    }
    if (deal.until === 'agreed') {
      return act(4, this.actors['finance-1'], 'confirmed', (tx, match) =>
        this.agree(tx, match, this.acts.dayAgo(when.dayAgo(4))),
      );
    }
    const plannedOn = this.acts.dayAgo(when.dayAgo(4) - DAYS_PLANNED);
    await act(4, donor, 'confirmed', (tx, match) =>
      this.services.get(DeliveriesService).start(tx, seen(match), { plannedOn, note: deal.plan ?? null }),
    );
    let number = 5;
    for (const [index, delivery] of (deal.deliveries ?? []).entries()) {
      await this.deliver(deal, { number, position: index + 1, ...delivery }, { donor, state }, when);
      number += delivery.until === 'delivered' ? 1 : 2;
    }
  }

  private async deliver(
    deal: SceneDeal,
    { number, position, quantity, until, accepted, reason = '' }: SceneDelivery & Record<'number' | 'position', number>,
    { donor, state }: Parties,
    when: When,
  ): Promise<void> {
    const { donor: donorId, title, need } = deal;
    const services = this.services;
    const found = async (tx: ReadTx) => {
      const match = await this.matchOf(tx, donorId, title);
      return { match, record: await tx.findOneBy(Delivery, { matchId: match.id, position }) };
    };
    const { match, record } = await this.uow.read(operator(), found);
    if (match.state !== 'delivering' || (record && record.state !== 'delivered')) return;
    const seen = ({ id, version }: Match) => ({ matchId: id, version });
    if (!record) {
      const evidenceFileIds: string[] = [];
      for (const paper of papersOf(deal)) {
        const text = `Illustrative ${paper}.\n\n${title}\nFor: ${need}\nPart ${position}: ${amountText(deal, quantity)}\n`;
        evidenceFileIds.push(await keepText(services, donor, `illustrative-${paper.replaceAll(' ', '-')}.txt`, text));
      }
      const deliveredOn = this.acts.dayAgo(when.dayAgo(number));
      const content = { quantity, deliveredOn, note: null, evidenceFileIds };
      await this.acts.run(donor, when.dayAgo(number), when.place, (tx) =>
        services.get(DeliveriesService).record(tx, seen(match), content),
      );
    }
    if (until === 'delivered') return;
    await this.acts.run(until === 'undone' ? donor : state, when.dayAgo(number + 1), when.place, async (tx) => {
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
  private async agree(tx: Tx, { id: matchId, offerId }: Match, pledgedOn: CalendarDate): Promise<void> {
    const fund = await tx.findOneBy(Fund, { name: DEMO_FUND.name });
    if (!fund || (await tx.findOneBy(Offer, { id: offerId }))?.state === 'agreed') return;
    const terms = { feeRateMillionths: DEMO_FUND.feeRateMillionths, pledgedOn };
    await this.services.get(OfferAgreementsService).record(tx, { matchId, fundId: fund.id, ...terms });
  }

  /** A donor takes a pledge back before anybody looked at it; the engine's next turn ends its match. */
  private async takeBack(donor: Actor, title: string, { dayAgo, place }: When): Promise<void> {
    const { organizationId } = donor;
    await this.acts.run(donor, dayAgo(1), place, async (tx) => {
      const offer = (await tx.findOneBy(Offer, { organizationId, title }))!;
      if (offer.state !== 'published') return;
      const seen = { offerId: offer.id, version: offer.version };
      await this.services.get(OfferLifeService).withdraw(tx, seen, 'Another donor gives these places.');
    });
    await this.acts.run(operator(), dayAgo(1), place, async (tx) => {
      const offer = (await tx.findOneBy(Offer, { organizationId, title }))!;
      if (await tx.existsBy(Match, { offerId: offer.id, origin: 'pledge', state: 'suggested' }))
        await this.services.get(Suggestions).refreshOffer(tx, offer.id);
    });
  }
}

function papersOf({ amount }: SceneDeal): readonly string[] {
  const { measure } = quantity(amount);
  return 'currency' in measure ? ['payment advice'] : (PAPERS[measure.unit] ?? PAPERS_OF_GOODS);
}

function amountText({ amount }: SceneDeal, part: bigint): string {
  const { measure } = quantity(amount);
  return 'currency' in measure ? `${Money.of(part, measure.currency)}` : `${part}`;
}
