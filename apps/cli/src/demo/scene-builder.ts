import type { INestApplicationContext } from '@nestjs/common';
import { NeedExpiryService, type NeedState } from '#libs/needs';
import { Offer, OfferExpiryService, OfferLifeService, OffersService } from '#libs/offers';
import { UnitOfWork } from '#libs/platform';
import { operator } from '../database.js';
import type { Acts } from './acts.js';
import { dealCourse, needCourse, spread, type NeedAct } from './courses.js';
import { DealBuilder } from './deal-builder.js';
import { DEALS } from './demo-deals.js';
import { REVISIONS } from './demo-desk.js';
import { sceneOffers, type SceneOffer } from './demo-offers.js';
import type { SceneActors, SceneNeed } from './demo-scenes.js';
import { DAYS_IN_GRACE, DAYS_OVER, NeedBuilder, type NeedStory } from './need-builder.js';
import { NEEDS_AFRICA } from './needs-africa.js';
import { NEEDS_AMERICAS } from './needs-americas.js';
import { NEEDS_ASIA } from './needs-asia.js';
import { NEEDS_LATE } from './needs-late.js';
import { NEEDS_MORE } from './needs-more.js';

const SCENE_NEEDS = [...NEEDS_AFRICA, ...NEEDS_AMERICAS, ...NEEDS_ASIA, ...NEEDS_MORE, ...NEEDS_LATE];

/** So long what is over now had stood. */
const DAYS_STOOD = 180;
/** So long before this reporting cycle was published what it asks about. */
const DAYS_BEFORE_CYCLE = 60;
/** So long before its State would change it a need is published, at the least. */
const DAYS_BEFORE_REVISION = 45;

/** The last act of a need that was not published, and how many days ago it was, at the least and up to so many more. */
const UNPUBLISHED: Partial<Record<SceneNeed['until'], readonly [NeedAct, number, number]>> = {
  draft: ['draft', 1, 9],
  submitted: ['submit', 1, 8],
  'under-review': ['acknowledge', 2, 6],
  returned: ['decide', 0, 1],
  validated: ['decide', 1, 3],
  rejected: ['decide', 20, 40],
  merged: ['decide', 10, 5],
};

/**
 * Fills the demonstration with needs and offers in every state. All of it goes through the same acts as a person's, one at a time, from
 * whatever state an earlier run left behind.
 */
export class SceneBuilder {
  private readonly uow: UnitOfWork;
  private readonly needs: NeedBuilder;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
    private readonly acts: Acts,
  ) {
    this.uow = services.get(UnitOfWork);
    this.needs = new NeedBuilder(services, actors, acts);
  }

  async build(): Promise<void> {
    const began = await this.needs.cycleBegan();
    const told = SCENE_NEEDS.map((need, place) => ({ need, story: storyOf(need, place, began) }));
    for (const { need, story } of told) await this.needs.need(need, stageBeforeDeals(need), story);
    const deals = new DealBuilder(this.services, this.actors, this.acts);
    for (const [place, deal] of DEALS.entries()) await deals.deal(deal, dealCourse(deal, place), place);
    for (const { need, story } of told) {
      await this.needs.need(need, stageAfterDeals(need), story);
      if (need.until !== 'asked-again') await this.needs.stillStands(need, story);
    }
    for (const [place, offer] of sceneOffers(Number(this.acts.today.slice(0, 4))).entries()) {
      await this.offer(offer, place);
    }
    await this.letTimePass();
  }

  private async offer({ by, until, content }: SceneOffer, number: number): Promise<void> {
    const donor = this.actors[by];
    const place = SCENE_NEEDS.length + number;
    const life = this.services.get(OfferLifeService);
    const over = until === 'expired' ? DAYS_OVER : until === 'in-grace' ? DAYS_IN_GRACE : null;
    const published = over === null ? spread(place) : over + DAYS_STOOD;
    const term = over === null ? {} : { validFrom: this.acts.dayAgo(published), validUntil: this.acts.dayAgo(over) };
    const { organizationId } = donor;
    const find = () => this.uow.read(operator(), (tx) => tx.findOneBy(Offer, { organizationId, title: content.title }));
    if (await find()) return;
    const drafted = until === 'draft' ? 1 + (place % 9) : published + 2 + (place % 12);
    const offerId = await this.acts.create(donor, drafted, place, (tx) =>
      this.services.get(OffersService).draft(tx, { ...content, ...term }),
    );
    if (until === 'draft') return;
    await this.acts.run(donor, published, place, (tx) => life.publish(tx, { offerId, version: 1 }));
    if (until !== 'reduced' && until !== 'withdrawn') return;
    await this.acts.run(donor, Math.floor(published / 2), place, async (tx) => {
      if (until === 'withdrawn') return life.withdraw(tx, { offerId, version: 2 }, 'Promised elsewhere.');
      const capacity = (content.capacity * 2n) / 3n;
      await life.reduce(tx, { offerId, version: 2 }, { capacity, reason: 'Promised elsewhere.' });
    });
  }

  /** What the daily work does with what is over, and with what this reporting cycle asks about. */
  private async letTimePass(): Promise<void> {
    await this.uow.run(operator(), async (tx) => {
      await this.services.get(NeedExpiryService).askAgain(tx);
      await this.services.get(NeedExpiryService).expire(tx);
      await this.services.get(OfferExpiryService).pass(tx);
      await this.services.get(OfferExpiryService).expire(tx);
    });
  }
}

/** `began`: how many days ago this reporting cycle began, where one did. */
function storyOf({ until, content: { title } }: SceneNeed, place: number, began: number | null): NeedStory {
  const [last, least, more] =
    UNPUBLISHED[until] ?? (['publish', publishedDaysAgo(until, title, place, began), 1] as const);
  const daysAgo = least + (place % more);
  const hasDeals = DEALS.some(({ need }) => need === title);
  return { place, course: needCourse(last, daysAgo, place), end: hasDeals ? 2 : Math.floor(daysAgo / 2) };
}

function publishedDaysAgo(until: SceneNeed['until'], title: string, place: number, began: number | null): number {
  if (until === 'expired') return DAYS_OVER + DAYS_STOOD;
  if (until === 'in-grace') return DAYS_IN_GRACE + DAYS_STOOD;
  if (until === 'asked-again' && began !== null) return began + DAYS_BEFORE_CYCLE;
  const pledged = DEALS.map((deal, number) =>
    deal.need === title ? dealCourse(deal, number)[0]! + 9 + (number % 20) : 0,
  );
  const revised = REVISIONS.some(({ need }) => need === title) ? DAYS_BEFORE_REVISION : 0;
  return Math.max(spread(place), revised, ...pledged);
}

/** What ends later must first be on the table, for its deals. */
function stageBeforeDeals(need: SceneNeed): NeedState {
  const until = stageAfterDeals(need);
  return until === 'closed-partly' || until === 'withdrawn' || until === 'expired' ? 'published' : until;
}

function stageAfterDeals({ until }: SceneNeed): NeedState {
  return until === 'in-grace' || until === 'asked-again' ? 'published' : until;
}
