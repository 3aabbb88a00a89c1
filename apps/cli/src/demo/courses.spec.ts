// Danger: an act of the demonstration before the one that it follows from, or before anybody was there.
import { dealCourse, DAYS_SINCE_BEGINNING, needCourse, spread } from './courses.js';
import { DEALS } from './demo-deals.js';

const PLACES = Array.from({ length: 150 }, (_, place) => place);
/** From the sixth of June 2026 to the end of 2028, and what was published sixty days before it. */
const LONGEST_AGO = 939 + 60;

it('has the acts of a need one after the other, after everybody was there', () => {
  for (const place of PLACES) {
    const { draft, submit, acknowledge, decide, publish } = needCourse('publish', LONGEST_AGO, place);
    const course = [DAYS_SINCE_BEGINNING, draft, submit, acknowledge, decide, publish];
    expect(course).toEqual([...new Set(course)].sort((a, b) => b - a));
    expect(publish).toBe(LONGEST_AGO);
  }
});

it('ends with the last act of a need that is not published', () => {
  expect(needCourse('acknowledge', 3, 7)).toMatchObject({ acknowledge: 3 });
  expect(needCourse('draft', 3, 7)).toMatchObject({ draft: 3 });
});

it('has the acts of a deal one after the other, the last some days ago', () => {
  for (const [place, deal] of DEALS.entries()) {
    const course = dealCourse(deal, place);
    expect(course).toEqual([...new Set(course)].sort((a, b) => b - a));
    expect(course.at(-1)).toBeGreaterThanOrEqual(3);
  }
});

it('spreads publications over more than a year, more of them lately', () => {
  const days = PLACES.map(spread);
  expect(Math.min(...days)).toBeLessThan(14);
  expect(Math.max(...days)).toBeGreaterThan(400);
  expect(days.filter((day) => day < 180).length).toBeGreaterThan(days.length / 2);
});
