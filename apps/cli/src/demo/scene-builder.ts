import type { INestApplicationContext } from '@nestjs/common';
import { calendarDateOf, type CalendarDate, type Clock } from '#libs/kernel';
import { MatchedNeedsService } from '#libs/matching';
import {
  Need,
  NeedDraftsService,
  NeedExpiryService,
  NeedLifeService,
  NeedReviewService,
  type NeedState,
  type SeenNeed,
} from '#libs/needs';
import { Offer, OfferExpiryService, OfferLifeService, OffersService } from '#libs/offers';
import { CLOCK, UnitOfWork, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import { DealBuilder } from './deal-builder.js';
import { DEALS } from './demo-deals.js';
import { sceneOffers, type SceneOffer } from './demo-offers.js';
import type { SceneActors, SceneNeed } from './demo-scenes.js';
import { NEEDS_AFRICA } from './needs-africa.js';
import { NEEDS_AMERICAS } from './needs-americas.js';
import { NEEDS_ASIA } from './needs-asia.js';
import { NEEDS_LATE } from './needs-late.js';
import { NEEDS_MORE } from './needs-more.js';
import { reportOf } from './report-builder.js';

const SCENE_NEEDS = [...NEEDS_AFRICA, ...NEEDS_AMERICAS, ...NEEDS_ASIA, ...NEEDS_MORE, ...NEEDS_LATE];

/** A request of the demonstration stands that many months longer than its goods are needed. */
const MONTHS_OVER = 6;
/** No request stands for longer. */
const MONTHS_MAX = 24;

/** Longer ago than the grace that an expired need has. */
const DAYS_OVER = 30;
/** Within it. */
const DAYS_IN_GRACE = 5;
/** So long the offers of then had stood. */
const DAYS_STOOD = 180;

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
    for (const need of SCENE_NEEDS) await this.need(need, stageBeforeDeals(need));
    const deals = new DealBuilder(this.services, this.actors);
    for (const deal of DEALS) await deals.deal(deal);
    for (const need of SCENE_NEEDS) await this.need(need, stageAfterDeals(need));
    // After the pledges, which go to one need each: lists begin with the newest.
    for (const offer of sceneOffers(Number(this.today.slice(0, 4)))) await this.offer(offer);
    await this.letTimePass();
  }

  private async need(scene: SceneNeed, until: NeedState): Promise<void> {
    const owner = this.actors[scene.by];
    const found = await this.find(scene);
    if (!found)
      await this.uow.run(owner, async (tx) => {
        const content = { ...this.contentOf(scene), ...(await reportOf(tx, scene.content.title)) };
        return this.services.get(NeedDraftsService).draft(tx, content);
      });
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
  private nextStep(state: NeedState, until: NeedState, { reason = '', into, publishTo }: SceneNeed): Step | null {
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
    if (state === 'validated') return { by: 'coordinator', act: (tx, seen) => review.publish(tx, seen, publishTo) };
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
      if (until === 'reduced') {
        const capacity = (content.capacity * 2n) / 3n;
        await life.reduce(tx, { offerId, version: 2 }, { capacity, reason: 'Promised elsewhere.' });
      }
      if (until === 'withdrawn') await life.withdraw(tx, { offerId, version: 2 }, 'Promised elsewhere.');
    });
  }

  /**
   * Time cannot be made to pass, so the days of what is to be expired, in grace or asked again are moved to the past: once, so that who
   * gives it a later day keeps that.
   */
  private async letTimePass(): Promise<void> {
    const needs = (state: SceneNeed['until']) =>
      SCENE_NEEDS.filter(({ until }) => until === state).map(({ content }) => content.title);
    const offers = (state: SceneOffer['until']) =>
      sceneOffers(0)
        .filter(({ until }) => until === state)
        .map(({ content }) => content.title);
    const ago = (days: number) => `(now() AT TIME ZONE 'UTC')::date - ${days}`;
    await this.uow.run(operator(), async (tx) => {
      for (const [state, days] of [
        ['expired', DAYS_OVER],
        ['in-grace', DAYS_IN_GRACE],
      ] as const) {
        await tx.query(
          `UPDATE needs SET valid_until = ${ago(days)}
            WHERE state = 'published' AND valid_until >= ${ago(0)} AND confirmed_on IS NULL AND title = ANY($1)`,
          [needs(state)],
        );
        await tx.query(
          `UPDATE offers SET valid_from = ${ago(days + DAYS_STOOD)}, valid_until = ${ago(days)}
            WHERE state = 'published' AND coalesce(valid_until >= ${ago(0)}, true) AND passed_of IS NULL AND title = ANY($1)`,
          [offers(state)],
        );
      }
      await tx.query(
        `UPDATE needs SET published_at = reporting_cycle_start() - interval '60 days',
                          acknowledged_at = reporting_cycle_start() - interval '61 days',
                          submitted_at = reporting_cycle_start() - interval '62 days',
                          created_at = reporting_cycle_start() - interval '63 days'
          WHERE state = 'published' AND confirmed_on IS NULL AND asked_on IS NULL AND title = ANY($1)`,
        [needs('asked-again')],
      );
      await this.services.get(NeedExpiryService).askAgain(tx);
      await this.services.get(NeedExpiryService).expire(tx);
      await this.services.get(OfferExpiryService).pass(tx);
      await this.services.get(OfferExpiryService).expire(tx);
    });
  }
}

interface Step {
  readonly by: 'owner' | 'coordinator';
  readonly act: (tx: Tx, seen: SeenNeed) => Promise<void>;
}

/** What ends later must first be on the table, for its deals. */
function stageBeforeDeals(need: SceneNeed): NeedState {
  const until = stageAfterDeals(need);
  return until === 'closed-partly' || until === 'withdrawn' || until === 'expired' ? 'published' : until;
}

function stageAfterDeals({ until }: SceneNeed): NeedState {
  return until === 'in-grace' || until === 'asked-again' ? 'published' : until;
}

function monthsAfter(day: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months + 1, 0)).toISOString().slice(0, 10);
}
