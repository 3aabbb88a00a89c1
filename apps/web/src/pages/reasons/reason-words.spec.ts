// Danger: a suggestion whose reason nobody can read, or reads wrongly.
import { createIntl } from 'react-intl';
import { readFileSync } from 'node:fs';
import { ENGLISH_WORDS as en } from '../../testing/words.js';
import { formatMoney } from '../../ui/money.js';
import { changeWords, partWords, ruleWords } from './reason-words.js';
import type { Measures, Vocabulary } from './reason-words.js';

const intl = createIntl({ locale: 'en-GB', messages: en });
const named = (names: Record<string, string>) => (code: string) => names[code] ?? code;
const say: Vocabulary = {
  words: (id, values) => (id in en ? intl.formatMessage({ id }, values) : null),
  quantity: (value, measure) =>
    (measure.currency !== undefined
      ? formatMoney({ minor: value, currency: measure.currency }, 'en-GB')
      : `${value} ${measure.unit}`
    ).replaceAll('\u00a0', ' '),
  day: (value) => value,
  area: named({ HT: 'Haiti', KE: 'Kenya', '019': 'Americas' }),
  category: named({ MARK: 'Marking', STOCK: 'Stockpile management' }),
  type: named({ equipment: 'equipment' }),
  unit: named({ machine: 'marking machine' }),
  list: (items) => intl.formatList([...items], { type: 'conjunction' }),
};
const usd: Measures = { need: { currency: 'USD' }, offer: { currency: 'USD' } };
const rule = (name: string, holds: boolean, facts: Record<string, unknown>, measures = usd) =>
  ruleWords({ rule: name, holds, facts }, measures, say);
const part = (name: string, facts: Record<string, unknown>) =>
  partWords({ part: name, weight: 0.2, value: 0.5, facts }, usd, say);

describe('every rule and part of the server', () => {
  const rules = [...readFileSync('libs/matching/src/hard.rules.ts', 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \{$/gm)].map(
    ([, name]) => name,
  );
  const weights = /weights: \{([^}]*)\}/.exec(readFileSync('libs/matching/src/score.rules.ts', 'utf8'))?.[1] ?? '';
  const parts = [...weights.matchAll(/([a-z-]+)'?: \d/g)].map(([, name]) => name);

  it('has words', () => {
    expect(rules.length).toBeGreaterThan(20);
    expect(parts.length).toBeGreaterThan(4);
    const ids = [
      ...rules.flatMap((name) => [`rule.${name}.holds`, `rule.${name}.fails`]),
      ...parts.flatMap((name) => [`part.${name}`, `part.name.${name}`]),
    ];
    expect(ids.filter((id) => !(id in en))).toEqual([]);
  });
});

describe('rules in words', () => {
  it.each([
    [
      'category',
      true,
      { needed: 'MARK', unsorted: false, offered: [] },
      'the offer is for any category; Marking is asked for.',
    ],
    [
      'category',
      true,
      { needed: 'MARK', unsorted: false, offered: ['MARK'] },
      'Marking is asked for and the offer covers it.',
    ],
    [
      'category',
      false,
      { needed: 'MARK', unsorted: false, offered: ['STOCK'] },
      'Marking is asked for; the offer is only for Stockpile management.',
    ],
    ['category', false, { needed: 'OTHER', unsorted: true, offered: [] }, 'the item has no category yet.'],
    ['need-published', false, { state: 'withdrawn' }, 'the need is withdrawn, not open.'],
    [
      'open-quantity',
      true,
      { requested: '10000', committed: '0', open: '10000' },
      'open: USD 100 of the USD 100 requested.',
    ],
    [
      'earmark-place',
      true,
      { area: 'HT', regions: ['019'], earmarkAreas: [], earmarkRegions: [] },
      'the offer is not tied to a place.',
    ],
    [
      'earmark-place',
      true,
      { area: 'HT', regions: ['019'], earmarkAreas: [], earmarkRegions: ['019'] },
      'the offer is for Americas, where Haiti lies.',
    ],
    [
      'earmark-place',
      false,
      { area: 'HT', regions: ['019'], earmarkAreas: ['KE'], earmarkRegions: [] },
      'the offer is only for Kenya; the need is of Haiti.',
    ],
    [
      'earmark-group',
      false,
      { groups: [], earmarkGroups: ['ldc'] },
      'the offer is only for least developed countries; the State is in no such group.',
    ],
    ['need-in-force', true, { today: '2026-11-24', validUntil: null }, 'the need has no end date.'],
    [
      'recipient-maximum',
      false,
      { maximum: '5000', given: '5000', room: '0' },
      'the State already has USD 50 of the maximum of USD 50 per State.',
    ],
    ['category-exclusion', false, { needed: 'MARK', excludedCategories: ['MARK'] }, 'the offer excludes Marking.'],
    [
      'implementing-body',
      false,
      { implementer: 'Ministry', implementerKind: 'state', body: 'UNDP', kinds: ['ngo'] },
      'Ministry carries the item out; the offer is only for what UNDP or non-governmental organizations carry out.',
    ],
    [
      'implementing-body',
      true,
      { implementer: 'Ministry', implementerKind: 'state', body: null, kinds: [] },
      'Ministry carries the item out; the offer leaves that open.',
    ],
    [
      'co-funding-share',
      true,
      { share: '33.33', requested: '10000', most: '3333' },
      'the offer gives at most 33.33 % of an item: USD 33.33 of USD 100.',
    ],
    ['minimum-lot', true, { minimumLot: null, amount: '100' }, 'the offer sets no smallest lot.'],
    [
      'useful-quantity',
      false,
      { minimum: '5000', committed: '0', amount: '1000' },
      'USD 10 with USD 0 already committed stays below the USD 50 from which it is useful.',
    ],
  ] as const)('%s (%s)', (name, holds, facts, words) => expect(rule(name, holds, facts)).toBe(words));

  it('counts each side in its own measure', () => {
    const measures = { need: { unit: 'machine' }, offer: { currency: 'EUR' } };
    expect(rule('measure', false, { neededUnit: 'machine', offeredCurrency: 'EUR', bothMoney: false }, measures)).toBe(
      'the need counts marking machine and the offer EUR.',
    );
    expect(rule('offer-left', false, { capacity: '100', committed: '100', left: '0' }, measures)).toBe(
      'nothing left in the offer: EUR 1 of EUR 1 committed.',
    );
  });

  it('shows the facts of a rule it has no words for yet', () => {
    expect(rule('moon-phase', false, { phase: 'full' })).toBe('moon-phase: phase "full"');
  });
});

describe('parts in words', () => {
  it.each([
    ['urgency', { neededBy: '2027-01-31', daysLeft: 68 }, 'It is needed by 2027-01-31, 68 days after the comparison.'],
    ['urgency', { neededBy: '2026-11-25', daysLeft: 1 }, 'It is needed by 2026-11-25, 1 day after the comparison.'],
    [
      'urgency',
      { neededBy: '2010-12-31', daysLeft: -5807 },
      'It was needed by 2010-12-31, 5,807 days before the comparison.',
    ],
    ['urgency', { neededBy: null, daysLeft: null }, 'No date is stated, so urgency adds nothing.'],
    ['priority', { priority: 4 }, 'The State gave it priority 4 of 5.'],
    ['priority', { priority: null }, 'No priority is stated, so it adds nothing.'],
    ['share-covered', { amount: '5000', open: '10000' }, 'It covers USD 50 of USD 100 open.'],
    [
      'earmark-tightness',
      { earmarkLevel: 1 },
      'The offer is not earmarked, so it is kept for needs that nothing else fits.',
    ],
    [
      'earmark-tightness',
      { earmarkLevel: 4 },
      'The offer is tightly earmarked (level 4 of 4) and fits hardly any other need.',
    ],
    ['group-priority', { groups: [] }, 'The State is in none of the priority groups.'],
    [
      'group-priority',
      { groups: ['ldc', 'sids'] },
      'The State is one of the least developed countries and small island developing States.',
    ],
  ] as const)('%s', (name, facts, words) => expect(part(name, facts)).toBe(words));
});

describe('the smallest change in words', () => {
  it.each([
    [{ of: 'offer', field: 'categoryCodes', do: 'add', value: 'MARK' }, 'the offer also covered Marking'],
    [{ of: 'offer', field: 'earmarkAreas', do: 'add', value: 'HT' }, 'the offer were also for Haiti'],
    [{ of: 'offer', field: 'minimumLot', do: 'set', value: '1000' }, 'the smallest lot of the offer were USD 10'],
    [{ of: 'offer', field: 'color', do: 'set', value: 'blue' }, 'offer.color: blue'],
  ] as const)('%o', (change, words) => expect(changeWords(change, usd, say)).toBe(words));
});
