import type { SceneDeal } from './demo-scenes.js';

/** How long the demonstration reaches back. */
const DAYS_BACK = 500;
/**
 * So long ago everybody who takes part was there: before the longest reporting cycle, which lasts until the end of a year of which
 * only the year is known, and before what was published ahead of it.
 */
export const DAYS_SINCE_BEGINNING = 1_100;

/** The acts that take a need onto the table, in their order. `decide`: it is validated, given back, rejected or merged. */
const NEED_ACTS = ['draft', 'submit', 'acknowledge', 'decide', 'publish'] as const;
export type NeedAct = (typeof NEED_ACTS)[number];

/** Days from the act before: at least so many, and up to so many more. */
const PAUSES: Readonly<Record<Exclude<NeedAct, 'draft'>, readonly [number, number]>> = {
  submit: [5, 16],
  acknowledge: [2, 5],
  decide: [4, 9],
  publish: [1, 3],
};

/** How many days ago each act of a need took place, the last one `daysAgo`. `place`: its number among all needs. */
export function needCourse(last: NeedAct, daysAgo: number, place: number): Readonly<Record<NeedAct, number>> {
  const course = { draft: daysAgo, submit: daysAgo, acknowledge: daysAgo, decide: daysAgo, publish: daysAgo };
  let day = daysAgo;
  for (let step = NEED_ACTS.indexOf(last); step >= 0; step -= 1) {
    const act = NEED_ACTS[step]!;
    course[act] = day;
    if (act !== 'draft') day += PAUSES[act][0] + (place % PAUSES[act][1]);
  }
  return course;
}

/** Days ago for the `place`-th of many that came one after the other, more of them lately than long ago. */
export function spread(place: number): number {
  const share = ((place * 37) % 101) / 101;
  return 9 + Math.round((DAYS_BACK - 9) * share * share);
}

const DEAL_ACTS: Readonly<Record<SceneDeal['until'], number>> = {
  suggested: 1,
  superseded: 2,
  reviewed: 2,
  declined: 3,
  confirmed: 4,
  agreed: 5,
  rescinded: 5,
  delivering: 5,
  completed: 5,
};

/** How many days ago each act of a deal took place, from the pledge on. `place`: its number among all deals. */
export function dealCourse({ until, deliveries = [] }: SceneDeal, place: number): readonly number[] {
  const received = deliveries.reduce((acts, delivery) => acts + (delivery.until === 'delivered' ? 1 : 2), 0);
  const days: number[] = [];
  let day = 3 + ((place * 7) % 25);
  for (let left = DEAL_ACTS[until] + received; left > 0; left -= 1) {
    days.unshift(day);
    day += 4 + ((place + left) % 7);
  }
  return days;
}
