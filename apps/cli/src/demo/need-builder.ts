import type { INestApplicationContext } from '@nestjs/common';
import type { Actor, CalendarDate } from '#libs/kernel';
import { MatchedNeedsService } from '#libs/matching';
import {
  Need,
  NeedDraftsService,
  NeedLifeService,
  NeedReviewService,
  type NeedState,
  type SeenNeed,
} from '#libs/needs';
import { UnitOfWork, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import type { Acts } from './acts.js';
import type { NeedAct } from './courses.js';
import type { SceneNeed } from './demo-scenes.js';
import { reportOf } from './report-builder.js';

/** A request of the demonstration stands that many months longer than its goods are needed. */
const MONTHS_OVER = 6;
/** No request stands for longer. */
const MONTHS_MAX = 24;

/** Longer ago than the grace that an expired need or offer has. */
export const DAYS_OVER = 30;
/** Within it. */
export const DAYS_IN_GRACE = 5;

const AUTHENTICATIONS = [
  'By note verbale',
  'Filed by the point of contact, who confirmed it by telephone',
  'By letter, with a signature that is on file',
] as const;

/** When the acts of a need took place, in days ago. */
export interface NeedStory {
  /** Its number among all needs. */
  readonly place: number;
  readonly course: Readonly<Record<NeedAct, number>>;
  /** When its State withdrew or closed it, where it did. */
  readonly end: number;
}

/** Takes needs from a draft to where they stand, by the acts of their State and of a coordinator. */
export class NeedBuilder {
  private readonly uow: UnitOfWork;
  private began?: Promise<number | null>;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: Readonly<Partial<Record<SceneNeed['by'], Actor>> & { coordinator: Actor }>,
    private readonly acts: Acts,
  ) {
    this.uow = services.get(UnitOfWork);
  }

  async need(scene: SceneNeed, until: NeedState, story: NeedStory): Promise<void> {
    const owner = this.actors[scene.by]!;
    const found = await this.find(scene);
    if (!found)
      await this.acts.create(owner, story.course.draft, story.place, async (tx) => {
        const content = { ...this.contentOf(scene), ...(await reportOf(tx, scene.content.title)) };
        return this.services.get(NeedDraftsService).draft(tx, content);
      });
    for (;;) {
      const { id: needId, version, state } = (await this.find(scene))!;
      const step = this.nextStep(state, until, scene, story);
      if (step === null) return;
      await this.acts.run(step.by === 'owner' ? owner : this.actors.coordinator, step.daysAgo, story.place, (tx) =>
        step.act(tx, { needId, version }),
      );
    }
  }

  /** What was published before this reporting cycle its State has confirmed since, unless that is still to be asked for. */
  async stillStands(scene: SceneNeed, { place, course }: NeedStory): Promise<void> {
    const begun = await this.cycleBegan();
    if (begun === null || course.publish < begun) return;
    const need = (await this.find(scene))!;
    const daysAgo = Math.max(0, begun - 4 - (place % 30));
    const { id: needId, version, state, confirmedOn, validUntil } = need;
    if (
      state !== 'published' ||
      confirmedOn !== null ||
      validUntil === null ||
      validUntil < this.acts.dayAgo(daysAgo)
    ) {
      return;
    }
    await this.acts.run(this.actors[scene.by]!, daysAgo, place, (tx) =>
      this.services.get(NeedLifeService).confirm(tx, { needId, version }, validUntil),
    );
  }

  /** How many days ago the present reporting cycle began; null where the calendar knows none. */
  cycleBegan(): Promise<number | null> {
    return (this.began ??= this.readCycleBegan());
  }

  private async readCycleBegan(): Promise<number | null> {
    const [{ day }] = await this.uow.read(operator(), (tx) =>
      tx.query<[{ day: CalendarDate | null }]>('SELECT reporting_cycle_start()::text AS day'),
    );
    return day === null ? null : this.acts.daysSince(day);
  }

  /** What leads from a state towards another one; null where nothing does or nothing must. */
  private nextStep(
    state: NeedState,
    until: NeedState,
    { reason = '', into, publishTo }: SceneNeed,
    { place, course, end }: NeedStory,
  ): Step | null {
    const life = this.services.get(NeedLifeService);
    const review = this.services.get(NeedReviewService);
    const by = (who: Step['by'], daysAgo: number, act: Step['act']): Step => ({ by: who, daysAgo, act });
    if (state === until) return null;
    if (state === 'draft') return by('owner', course.submit, (tx, seen) => life.submit(tx, seen));
    if (state === 'submitted') {
      const how = AUTHENTICATIONS[place % AUTHENTICATIONS.length]!;
      return by('coordinator', course.acknowledge, (tx, seen) => review.acknowledge(tx, seen, how));
    }
    if (state === 'under-review' && until === 'returned') {
      const questions = [{ about: null, body: reason }];
      return by('coordinator', course.decide, (tx, seen) => review.giveBack(tx, seen, questions));
    }
    if (state === 'under-review' && until === 'rejected') {
      return by('coordinator', course.decide, (tx, seen) => review.reject(tx, seen, reason));
    }
    if (state === 'under-review' && until === 'merged') {
      return by('coordinator', course.decide, async (tx, seen) => {
        const target = (await tx.findOneBy(Need, { title: into }))!;
        await this.services.get(MatchedNeedsService).merge(tx, seen, target.id, reason);
      });
    }
    if (state === 'under-review') return by('coordinator', course.decide, (tx, seen) => review.validate(tx, seen));
    if (state === 'validated') {
      return by('coordinator', course.publish, (tx, seen) => review.publish(tx, seen, publishTo));
    }
    if (state === 'published' && until === 'withdrawn') {
      return by('owner', end, (tx, seen) => life.withdraw(tx, seen, reason));
    }
    if (state === 'published' && until === 'closed-partly') {
      return by('owner', end, (tx, seen) => life.close(tx, seen, reason));
    }
    return null;
  }

  private contentOf({ content, months, until }: SceneNeed) {
    const over = until === 'expired' ? DAYS_OVER : until === 'in-grace' ? DAYS_IN_GRACE : null;
    const { today } = this.acts;
    return {
      language: 'en',
      visibility: 'public',
      priority: null,
      neededFrom: null,
      neededBy: over !== null ? this.acts.dayAgo(over) : months === undefined ? null : monthsAfter(today, months),
      validUntil:
        over !== null
          ? this.acts.dayAgo(over)
          : months === undefined
            ? null
            : monthsAfter(today, Math.min(months + MONTHS_OVER, MONTHS_MAX)),
      tags: ['illustrative'],
      ...content,
    } as const;
  }

  private find({ by, content: { title } }: SceneNeed): Promise<Need | null> {
    const { organizationId } = this.actors[by]!;
    return this.uow.read(operator(), (tx) => tx.findOneBy(Need, { organizationId, title }));
  }
}

interface Step {
  readonly by: 'owner' | 'coordinator';
  readonly daysAgo: number;
  readonly act: (tx: Tx, seen: SeenNeed) => Promise<void>;
}

function monthsAfter(day: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months + 1, 0)).toISOString().slice(0, 10);
}
