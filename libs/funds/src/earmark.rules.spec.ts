import fc from 'fast-check';
import {
  EARMARK_GROUPS,
  EARMARK_LEVELS,
  earmarkInWords,
  isConsistent,
  unmetConditions,
  type Earmark,
  type Purpose,
} from './earmark.rules.js';

const free: Earmark = { level: 1, areas: [], regions: [], groups: [], categories: [], excludedAreas: [] };
const haiti: Purpose = { area: 'HT', regions: ['001', '019', '419', '029'], groups: ['ldc', 'sids'], category: 'MARK' };

describe('what an earmark allows', () => {
  it.each<[string, Partial<Earmark>, string[]]>([
    ['nothing said', {}, []],
    ['its country', { areas: ['HT', 'CU'] }, []],
    ['another country', { areas: ['CU'] }, ['place']],
    ['its region', { regions: ['029'] }, []],
    ['another region', { regions: ['002'] }, ['place']],
    ['another country, but its region', { areas: ['CU'], regions: ['419'] }, []],
    ['one of its groups', { groups: ['lldc', 'ldc'] }, []],
    ['another group', { groups: ['lldc'] }, ['group']],
    ['its category', { categories: ['TRACE', 'MARK'] }, []],
    ['another category', { categories: ['TRACE'] }, ['category']],
    ['its region without it', { regions: ['029'], excludedAreas: ['HT'] }, ['exclusion']],
    ['nothing that fits', { areas: ['CU'], groups: ['lldc'], categories: ['DDR'] }, ['place', 'group', 'category']],
  ])('%s', (_, change, unmet) => expect(unmetConditions({ ...free, ...change }, haiti)).toEqual(unmet));

  it('binds to a place even what is for no single country', () => {
    const global: Purpose = { area: null, regions: [], groups: [], category: 'MARK' };
    expect(unmetConditions(free, global)).toEqual([]);
    expect(unmetConditions({ ...free, areas: ['HT'] }, global)).toEqual(['place']);
    expect(unmetConditions({ ...free, regions: ['029'] }, global)).toEqual(['place']);
  });

  const codes = fc.uniqueArray(fc.constantFrom('HT', 'CU', 'ML'), { maxLength: 3 });
  const earmark: fc.Arbitrary<Earmark> = fc.record({
    level: fc.constantFrom(...EARMARK_LEVELS),
    areas: codes,
    regions: fc.uniqueArray(fc.constantFrom('029', '002', '419'), { maxLength: 2 }),
    groups: fc.uniqueArray(fc.constantFrom(...EARMARK_GROUPS), { maxLength: 2 }),
    categories: fc.uniqueArray(fc.constantFrom('MARK', 'TRACE', 'DDR'), { maxLength: 2 }),
    excludedAreas: codes,
  });

  it('allows more when a condition is taken away, and everything when all are', () => {
    const conditions: (keyof Earmark)[][] = [['areas', 'regions'], ['groups'], ['categories'], ['excludedAreas']];
    const cleared = (fields: (keyof Earmark)[]) => Object.fromEntries(fields.map((field) => [field, []]));
    fc.assert(
      fc.property(earmark, fc.constantFrom(...conditions), (one, fields) => {
        const before = unmetConditions(one, haiti);
        expect(before).toEqual(expect.arrayContaining(unmetConditions({ ...one, ...cleared(fields) }, haiti)));
        expect(unmetConditions({ ...one, ...cleared(conditions.flat()) }, haiti)).toEqual([]);
      }),
    );
  });
});

describe('levels', () => {
  it('say the same as the conditions', () => {
    expect(isConsistent(free)).toBe(true);
    expect(isConsistent({ ...free, categories: ['MARK'] })).toBe(false);
    expect(isConsistent({ ...free, level: 3 })).toBe(false);
    expect(isConsistent({ ...free, level: 2, excludedAreas: ['CU'] })).toBe(true);
  });

  it('are put into words', () => {
    expect(earmarkInWords(free)).toBe('not earmarked');
    const tight: Earmark = {
      ...free,
      level: 4,
      areas: ['HT'],
      regions: ['002'],
      categories: ['MARK'],
      excludedAreas: ['ML'],
    };
    expect(earmarkInWords(tight)).toBe('level 4: HT, 002; MARK; not ML');
  });
});
