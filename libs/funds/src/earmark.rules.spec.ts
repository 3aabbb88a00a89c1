import fc from 'fast-check';
import {
  EARMARK_GROUPS,
  EARMARK_LEVELS,
  earmarkInWords,
  isConsistent,
  NOT_EARMARKED,
  unmetConditions,
  type Earmark,
  type Purpose,
} from './earmark.rules.js';

const free = NOT_EARMARKED;
const haiti: Purpose = {
  ...{
    area: 'HT',
    regions: ['001', '019', '419', '029'],
    groups: ['ldc', 'sids'],
    category: 'MARK',
    type: 'equipment',
  },
  implementer: { id: 'org_haiti', kind: 'state' },
};

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
    ['its type', { types: ['training', 'equipment'] }, []],
    ['another type', { types: ['training'] }, ['type']],
    ['its body', { implementerId: 'org_haiti' }, []],
    ['another body', { implementerId: 'org_other' }, ['implementer']],
    ['another body, or its kind', { implementerId: 'org_other', implementerKinds: ['state'] }, []],
    ['another kind of body', { implementerKinds: ['ngo'] }, ['implementer']],
    ['all but its category', { excludedCategories: ['MARK'] }, ['exclusion']],
    ['all but its type', { excludedTypes: ['equipment'] }, ['exclusion']],
    ['all but other types', { excludedTypes: ['training'], excludedCategories: ['TRACE'] }, []],
    ['its region without it', { regions: ['029'], excludedAreas: ['HT'] }, ['exclusion']],
    ['nothing that fits', { areas: ['CU'], groups: ['lldc'], categories: ['DDR'] }, ['place', 'group', 'category']],
  ])('%s', (_, change, unmet) => expect(unmetConditions({ ...free, ...change }, haiti)).toEqual(unmet));

  it('binds to a place even what is for no single country', () => {
    const global: Purpose = { ...haiti, area: null, regions: [], groups: [] };
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
    types: fc.uniqueArray(fc.constantFrom('equipment', 'training'), { maxLength: 1 }),
    excludedAreas: codes,
    excludedCategories: fc.uniqueArray(fc.constantFrom('MARK', 'DDR'), { maxLength: 1 }),
    excludedTypes: fc.uniqueArray(fc.constantFrom('equipment', 'training'), { maxLength: 1 }),
    implementerId: fc.constantFrom(null, 'org_haiti', 'org_other'),
    implementerKinds: fc.uniqueArray(fc.constantFrom('state', 'ngo'), { maxLength: 1 }),
  });

  it('allows more when a condition is taken away, and everything when all are', () => {
    const conditions: (keyof Earmark)[][] = [
      ...([
        ['areas', 'regions'],
        ['groups'],
        ['categories'],
        ['types'],
        ['implementerId', 'implementerKinds'],
      ] as const),
      ...([['excludedAreas'], ['excludedCategories'], ['excludedTypes']] as const),
    ].map((fields) => [...fields]);
    const cleared = (fields: (keyof Earmark)[]) =>
      Object.fromEntries(fields.map((field) => [field, NOT_EARMARKED[field]]));
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
    expect(isConsistent({ ...free, level: 3, implementerId: 'org_haiti' })).toBe(true);
    expect(isConsistent({ ...free, implementerId: 'org_haiti' })).toBe(false);
  });

  it('are put into words', () => {
    expect(earmarkInWords(free)).toBe('not earmarked');
    const tight: Earmark = {
      ...free,
      level: 4,
      areas: ['HT'],
      regions: ['002'],
      categories: ['MARK'],
      types: ['training'],
      implementerKinds: ['ngo'],
      excludedAreas: ['ML'],
      excludedTypes: ['travel'],
    };
    expect(earmarkInWords(tight)).toBe('level 4: HT, 002; MARK; training; carried out by ngo; not ML, travel');
  });
});
