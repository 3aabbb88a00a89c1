// Danger: a report, or a need, that belongs to no cycle or to two, because the calendar has a gap or an overlap.
import { calendarDateOf } from '#libs/kernel';
import fc from 'fast-check';
import { MEETINGS } from './data/meetings.js';
import { checkPeriod, cycleOf, MEETING_KINDS, reportingCycles, type MeetingDates } from './meetings.rules.js';

const DAY_MS = 86_400_000;
const later = (date: string, days: number) => calendarDateOf(new Date(Date.parse(date) + days * DAY_MS));

describe('the calendar', () => {
  it.each([
    ['2012-09-07', 'RC2', '2010–2012'],
    ['2012-09-08', 'BMS5', '2012–2014'],
    ['2015-06-03', 'BMS6', '2014–2016'],
    ['2018-06-29', 'RC3', '2016–2018'],
    ['2018-06-30', 'BMS7', '2018–2021'],
    ['2026-06-05', 'BMS9', '2024–2026'],
    ['2026-06-06', 'BMS10', '2026–2028'],
  ])('%s lies in the cycle that leads to %s, %s', (date, code, name) => {
    expect(cycleOf(date, MEETINGS)).toMatchObject({ code, name });
  });

  it.each(['2008-07-18', '2029-01-01'])('knows no cycle of %s', (date) => expect(cycleOf(date, MEETINGS)).toBeNull());

  it('holds what the outcome document decided: 2014, 2015, 2016, 2018', () => {
    const years = MEETINGS.filter(({ source }) => /para\. [12]\b/.test(source)).map(({ startsOn }) =>
      startsOn.slice(0, 4),
    );
    expect(new Set(years)).toEqual(new Set(['2012', '2014', '2015', '2016', '2018']));
    expect(MEETINGS.flatMap(checkPeriod)).toEqual([]);
  });
});

/** Meetings one after the other, in any order of the list; some of them nobody reports to. */
const calendar = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 900 }),
      days: fc.integer({ min: 0, max: 31 }),
      kind: fc.constantFrom(...MEETING_KINDS),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .chain((rows) => {
    let end = '2000-01-01';
    const meetings = rows.map(({ gap, days, kind }, index): MeetingDates => {
      const startsOn = later(end, gap);
      end = later(startsOn, days);
      return { code: `M${index}`, kind, startsOn, endsOn: end, precision: 'day' };
    });
    return fc.shuffledSubarray(meetings, { minLength: meetings.length });
  });

it('between the first and the last meeting every day lies in exactly one cycle', () => {
  fc.assert(
    fc.property(calendar, fc.integer({ min: 0, max: 12_000 }), (meetings, day) => {
      const date = later('2000-01-01', day);
      const cycles = reportingCycles(meetings);
      const around = cycles.filter(({ from, until }) => from <= date && date <= until);
      const isInside = cycles.length > 0 && cycles[0]!.from <= date && date <= cycles.at(-1)!.until;
      expect(around).toHaveLength(isInside ? 1 : 0);
      expect(cycleOf(date, meetings)).toEqual(around[0] ?? null);
    }),
  );
});

it('a cycle follows the one before on the next day and holds the meeting that it leads to', () => {
  fc.assert(
    fc.property(calendar, (meetings) => {
      const cycles = reportingCycles(meetings);
      cycles.forEach(({ from, until, meeting, code }, index) => {
        if (index > 0) expect(from).toBe(later(cycles[index - 1]!.until, 1));
        expect(code).toBe(meeting.code);
        expect(['biennial-meeting', 'review-conference']).toContain(meeting.kind);
        expect([from <= meeting.startsOn, until]).toEqual([true, meeting.endsOn]);
      });
    }),
  );
});

it.each([
  ['2026-06-01', '2026-06-05', 'day', []],
  ['2026-06-05', '2026-06-01', 'day', ['endsOn']],
  ['2026-01-01', '2026-12-31', 'day', ['endsOn']],
  ['2028-02-01', '2028-02-29', 'month', []],
  ['2028-02-02', '2028-02-28', 'month', ['startsOn', 'endsOn']],
  ['2028-01-01', '2028-12-31', 'year', []],
  ['2028-01-01', '2029-12-31', 'year', ['endsOn']],
] as const)('from %s to %s, known to the %s: wrong is %p', (startsOn, endsOn, precision, wrong) => {
  expect(checkPeriod({ startsOn, endsOn, precision }).map(({ path }) => path)).toEqual(wrong);
});
