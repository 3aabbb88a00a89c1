import type { INestApplicationContext } from '@nestjs/common';
import { OfferAgreementsService } from '#libs/facility';
import { Fund } from '#libs/funds';
import { calendarDateOf, type Actor, type CalendarDate, type Clock } from '#libs/kernel';
import {
  DeliveriesService,
  Delivery,
  Match,
  MatchesService,
  MatchedNeedsService,
  PledgesService,
  ReceiptsService,
  Suggestions,
} from '#libs/matching';
import {
  Need,
  NeedDraftsService,
  NeedExpiryService,
  NeedItem,
  NeedLifeService,
  NeedReviewService,
  type NeedState,
  type SeenNeed,
} from '#libs/needs';
import { Offer, OfferExpiryService, OfferLifeService, OffersService } from '#libs/offers';
import { CLOCK, UnitOfWork, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import { DEMO_FUND } from './demo-content.js';
import { DEALS } from './demo-deals.js';
import { sceneOffers, type SceneOffer } from './demo-offers.js';
import { quantity, type SceneDeal, type SceneNeed, type ScenePersonId } from './demo-scenes.js';
import { NEEDS_AFRICA } from './needs-africa.js';
import { NEEDS_AMERICAS } from './needs-americas.js';
import { NEEDS_ASIA } from './needs-asia.js';
import { NEEDS_MORE } from './needs-more.js';

const SCENE_NEEDS = [...NEEDS_AFRICA, ...NEEDS_AMERICAS, ...NEEDS_ASIA, ...NEEDS_MORE];

/** A request of the demonstration stands that many months longer than its goods are needed. */
const MONTHS_OVER = 6;
/** No request stands for longer. */
const MONTHS_MAX = 24;

/** Longer ago than the grace that an expired need has. */
const DAYS_OVER = 30;

export type SceneActors = Readonly<Record<ScenePersonId, Actor>>;

/**
 * Fills the demonstration with needs and offers in every state. All of it goes through the same acts as a person's, one at a time, from
 * whatever state an earlier run left behind.
 */
export class SceneBuilder {
  private readonly uow: UnitOfWork;
  private readonly today: CalendarDate;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
  ) {
    this.uow = services.get(UnitOfWork);
    this.today = calendarDateOf(services.get<Clock>(CLOCK).now());
  }

  async build(): Promise<void> {
    for (const need of SCENE_NEEDS) await this.need(need, need.until === 'draft' ? 'draft' : stageBeforeDeals(need));
    for (const offer of sceneOffers(Number(this.today.slice(0, 4)))) await this.offer(offer);
    for (const deal of DEALS) await this.deal(deal);
    for (const need of SCENE_NEEDS) await this.need(need, need.until);
    await this.letTimePass();
  }

  private async need(scene: SceneNeed, until: NeedState): Promise<void> {
    const owner = this.actors[scene.by];
    const found = await this.find(scene);
    if (!found)
      await this.uow.run(owner, (tx) => this.services.get(NeedDraftsService).draft(tx, this.contentOf(scene)));
    for (;;) {
      const { id: needId, version, state } = (await this.find(scene))!;
      const step = this.nextStep(state, until, scene);
      if (step === null) return;
      await this.uow.run(step.by === 'owner' ? owner : this.actors.coordinator, (tx) =>
        step.act(tx, { needId, version }),
      );
    }
  }

  /** What leads from a state towards another one; null where nothing does or nothing must. */
  private nextStep(state: NeedState, until: NeedState, { reason = '', into }: SceneNeed): Step | null {
    const life = this.services.get(NeedLifeService);
    const review = this.services.get(NeedReviewService);
    if (state === until) return null;
    if (state === 'draft') return { by: 'owner', act: (tx, seen) => life.submit(tx, seen) };
    if (state === 'submitted') {
      const how = 'By note of the permanent mission';
      return { by: 'coordinator', act: (tx, seen) => review.acknowledge(tx, seen, how) };
    }
    if (state === 'under-review' && until === 'returned') {
      return { by: 'coordinator', act: (tx, seen) => review.giveBack(tx, seen, [{ about: null, body: reason }]) };
    }
    if (state === 'under-review' && until === 'rejected') {
      return { by: 'coordinator', act: (tx, seen) => review.reject(tx, seen, reason) };
    }
    if (state === 'under-review' && until === 'merged') {
      const merge = async (tx: Tx, seen: SeenNeed) => {
        const target = (await tx.findOneBy(Need, { title: into }))!;
        await this.services.get(MatchedNeedsService).merge(tx, seen, target.id, reason);
      };
      return { by: 'coordinator', act: merge };
    }
    if (state === 'under-review') return { by: 'coordinator', act: (tx, seen) => review.validate(tx, seen) };
    if (state === 'validated') return { by: 'coordinator', act: (tx, seen) => review.publish(tx, seen) };
    if (state === 'published' && until === 'withdrawn') {
      return { by: 'owner', act: (tx, seen) => life.withdraw(tx, seen, reason) };
    }
    if (state === 'published' && until === 'closed-partly') {
      return { by: 'owner', act: (tx, seen) => life.close(tx, seen, reason) };
    }
    return null;
  }

  private contentOf({ content, months }: SceneNeed) {
    return {
      language: 'en',
      visibility: 'public',
      priority: null,
      neededFrom: null,
      neededBy: months === undefined ? null : monthsAfter(this.today, months),
      validUntil: months === undefined ? null : monthsAfter(this.today, Math.min(months + MONTHS_OVER, MONTHS_MAX)),
      tags: ['illustrative'],
      ...content,
    } as const;
  }

  private find({ by, content: { title } }: SceneNeed): Promise<Need | null> {
    const { organizationId } = this.actors[by];
    return this.uow.read(operator(), (tx) => tx.findOneBy(Need, { organizationId, title }));
  }

  private async offer({ by, until, content }: SceneOffer): Promise<void> {
    const donor = this.actors[by];
    await this.uow.run(donor, async (tx) => {
      const { organizationId } = donor;
      if (await tx.existsBy(Offer, { organizationId, title: content.title })) return;
      const offerId = await this.services.get(OffersService).draft(tx, content);
      const life = this.services.get(OfferLifeService);
      if (until !== 'draft') await life.publish(tx, { offerId, version: 1 });
      if (until === 'withdrawn') await life.withdraw(tx, { offerId, version: 2 }, 'Promised elsewhere.');
    });
  }

  private async deal(deal: SceneDeal): Promise<void> {
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
          visibility: 'public',
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
  private async carry(deal: SceneDeal, { donor, state }: Record<'donor' | 'state', Actor>): Promise<void> {
    const matches = this.services.get(MatchesService);
    const find = async (tx: Tx) => {
      const offer = await tx.findOneBy(Offer, { organizationId: donor.organizationId, title: deal.title });
      return (await tx.findOneBy(Match, { offerId: offer!.id, origin: 'pledge' }))!;
    };
    const act = (by: Actor, from: Match['state'], what: (tx: Tx, match: Match) => Promise<void>) =>
      this.uow.run(by, async (tx) => {
        const match = await find(tx);
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
    await this.deliver(deal, { donor, state }, (by, what) => act(by, 'delivering', what));
  }

  /** In two parts; the second one waits for the State while the whole is not completed. */
  private async deliver(
    { delivered, until }: SceneDeal,
    { donor, state }: Record<'donor' | 'state', Actor>,
    act: (by: Actor, what: (tx: Tx, match: Match) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const half = ((delivered ?? 0n) + 1n) / 2n;
    const parts = [half, (delivered ?? 0n) - half].filter((part) => part > 0n);
    for (const [index, quantity] of parts.entries()) {
      const position = index + 1;
      const recorded = (tx: Tx, { id: matchId }: Match) => tx.findOneBy(Delivery, { matchId, position });
      await act(donor, async (tx, match) => {
        if (await recorded(tx, match)) return;
        const record = { quantity, deliveredOn: this.today, note: null, evidenceFileId: null };
        const at = { matchId: match.id, version: match.version };
        await this.services.get(DeliveriesService).record(tx, at, record);
      });
      if (position > 1 && until !== 'completed') return;
      await act(state, async (tx, match) => {
        const delivery = await recorded(tx, match);
        if (delivery?.state !== 'delivered') return;
        const at = { matchId: match.id, version: match.version };
        await this.services.get(ReceiptsService).accept(tx, at, delivery.id, { reason: null });
      });
    }
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

  /** Time cannot be made to pass, so the last days of what is to be expired are moved to the past. */
  private async letTimePass(): Promise<void> {
    const past = `(now() AT TIME ZONE 'UTC')::date - ${DAYS_OVER}`;
    const needs = SCENE_NEEDS.filter(({ until }) => until === 'expired').map(({ content }) => content.title);
    const offers = sceneOffers(0)
      .filter(({ until }) => until === 'expired')
      .map(({ content }) => content.title);
    await this.uow.run(operator(), async (tx) => {
      await tx.query(
        `UPDATE needs SET needed_by = ${past}, valid_until = ${past} WHERE state = 'published' AND title = ANY($1)`,
        [needs],
      );
      await tx.query(
        `UPDATE offers SET valid_from = ${past}, valid_until = ${past} WHERE state = 'published' AND title = ANY($1)`,
        [offers],
      );
      await this.services.get(NeedExpiryService).expire(tx);
      await this.services.get(OfferExpiryService).expire(tx);
    });
  }
}

interface Step {
  readonly by: 'owner' | 'coordinator';
  readonly act: (tx: Tx, seen: SeenNeed) => Promise<void>;
}

/** What ends later must first be on the table, for its deals. */
function stageBeforeDeals({ until }: SceneNeed): NeedState {
  return until === 'closed-partly' || until === 'withdrawn' || until === 'expired' ? 'published' : until;
}

function monthsAfter(day: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months + 1, 0)).toISOString().slice(0, 10);
}
