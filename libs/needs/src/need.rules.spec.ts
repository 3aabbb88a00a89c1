// Danger: a request that contradicts itself gets through, a good draft is refused, or the score praises an empty one.
import { Money } from '#libs/kernel';
import fc from 'fast-check';
import { completenessOf, missingFor, type ItemFacts, type NeedFacts } from './completeness.rules.js';
import { checkContent, isFulfilled, missingForSubmission, type ItemContent, type NeedContent } from './need.rules.js';
import { isWithin, NEED_VERBS, needStates, VISIBILITIES } from './need.states.js';

const item: ItemContent = {
  categoryCode: 'MARK',
  typeCode: 'equipment',
  description: 'Marking machines',
  measure: { unit: 'machine' },
  requested: 10n,
  minimum: null,
  unitCost: null,
};
const content: NeedContent = {
  areaIso2: 'HT',
  title: 'Marking',
  summary: 'Weapons of the police are not marked',
  language: 'en',
  visibility: 'public',
  priority: 3,
  neededFrom: null,
  neededBy: null,
  validUntil: null,
  tags: [],
  items: [item],
};
const pathsOf = (changes: Partial<NeedContent>) => checkContent({ ...content, ...changes }).map(({ path }) => path);
const pathsOfItem = (changes: Partial<ItemContent>) => pathsOf({ items: [{ ...item, ...changes }] });

describe('a need', () => {
  it('may be unfinished', () => {
    expect(pathsOf({ summary: '', items: [] })).toEqual([]);
    expect(missingForSubmission({ summary: ' ', items: [] }).map(({ path }) => path)).toEqual(['summary', 'items']);
    expect(missingForSubmission(content)).toEqual([]);
  });

  it.each<[Partial<ItemContent>, string[]]>([
    [{}, []],
    [{ measure: { currency: 'USD' } }, []],
    [{ measure: {}, unitCost: Money.of(1n, 'USD') }, []],
    [{ measure: { currency: 'USD', unit: 'machine' } }, ['items.0.measure']],
    [{ requested: 0n }, []],
    [{ minimum: 10n }, []],
    [{ minimum: 11n }, ['items.0.minimum']],
    [{ minimum: 0n }, ['items.0.minimum']],
    [{ unitCost: Money.of(1n, 'USD') }, []],
    [{ unitCost: Money.of(1n, 'USD'), measure: { currency: 'USD' } }, ['items.0.unitCost']],
  ])('of an item %p is wrong at %p', (changes, paths) => {
    expect(pathsOfItem(changes)).toEqual(paths);
  });

  it('does not end before it begins, and names no item twice', () => {
    expect(pathsOf({ neededFrom: '2027-01-01', neededBy: '2027-01-01' })).toEqual([]);
    expect(pathsOf({ neededFrom: '2027-01-02', neededBy: '2027-01-01' })).toEqual(['neededBy']);
    expect(pathsOf({ items: [{ ...item, id: 'a' }, item, { ...item, id: 'a' }] })).toEqual(['items']);
    const late = { ...item, neededBy: '2027-02-01' };
    expect(pathsOf({ neededBy: '2027-01-31', items: [item, late] })).toEqual(['items.1.neededBy']);
    expect(pathsOf({ neededBy: null, items: [late] })).toEqual([]);
  });

  it('ranks in a plan that it names, and names whom else it was submitted to', () => {
    expect(pathsOf({ actionPlanRank: 2 })).toEqual(['actionPlan']);
    expect(pathsOf({ actionPlanRank: 2, actionPlan: 'Plan' })).toEqual([]);
    expect(pathsOf({ alsoSubmittedTo: ['other'] })).toEqual(['alsoSubmittedNote']);
    expect(pathsOf({ alsoSubmittedTo: ['unscar'] })).toEqual([]);
  });

  it('is fulfilled when all of every line was paid or accepted, and never by a line that says no amount', () => {
    const line = (requested: bigint, delivered: bigint, waived = 0n) => ({
      ...{ requested, delivered, waived, accepted: 0n },
      unitCode: null,
    });
    const units = (requested: bigint, accepted: bigint) => ({
      ...{ requested, delivered: requested, waived: 0n, accepted },
      unitCode: 'safe',
    });
    expect(isFulfilled([line(2n, 2n)])).toBe(true);
    expect(isFulfilled([line(2n, 1n, 1n)])).toBe(true);
    expect(isFulfilled([line(2n, 2n), line(1n, 0n)])).toBe(false);
    expect(isFulfilled([line(2n, 2n), line(0n, 0n)])).toBe(false);
    expect(isFulfilled([])).toBe(false);
    expect(isFulfilled([units(2n, 2n)])).toBe(true);
    expect(isFulfilled([units(2n, 1n)])).toBe(false);
  });

  it('moves by verbs, which together are the table of its states', () => {
    const verbs = Object.values(NEED_VERBS);
    const moves = new Set(verbs.flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`)));
    const table = needStates.all.flatMap((from) => needStates.moves[from].map((to) => `${from} → ${to}`));
    expect([...moves].sort()).toEqual(table.sort());
  });

  it('never ends for good: every end can be taken back', () => {
    expect(needStates.all.filter((state) => needStates.isFinal(state))).toEqual([]);
  });

  it('is never published without a review', () => {
    const before = needStates.all.filter((state) => needStates.canMove(state, 'published'));
    expect(before.sort()).toEqual(['closed-partly', 'expired', 'fulfilled', 'merged', 'validated', 'withdrawn']);
  });
});

it('a circle is within itself and every wider one', () => {
  expect(VISIBILITIES.filter((circle) => isWithin(circle, 'states-only'))).toEqual([
    'states-only',
    'parties-only',
    'coordinators',
  ]);
});

describe('the completeness score', () => {
  const whole: ItemFacts = {
    unsorted: false,
    hasType: true,
    description: 'Dot-peen marking machines with spare needles',
    measure: { unit: 'machine' },
    requested: 10n,
    minimum: 1n,
    hasUnitCost: true,
    hasPlace: true,
    hasOwnContribution: true,
  };
  const best: NeedFacts = {
    summary:
      'The police hold some 4,000 weapons without a mark, so that none that is lost can be traced back to its store.',
    neededBy: '2027-06-30',
    validUntil: '2028-01-31',
    actionPlan: 'National action plan 2026–2030',
    alreadyDone: 'A survey of all stores',
    items: [whole],
  };

  it('is 100 when nothing is missing, 0 when everything is', () => {
    expect(completenessOf(best)).toEqual({ score: 100, missing: [] });
    const nothing = { summary: '', neededBy: null, validUntil: null, actionPlan: null, alreadyDone: null, items: [] };
    expect(completenessOf(nothing)).toMatchObject({ score: 0 });
  });

  it('names what is missing, where, and why donors ask', () => {
    const { score, missing } = completenessOf({
      ...best,
      validUntil: null,
      items: [whole, { ...whole, unsorted: true, hasUnitCost: false }],
    });
    expect(missing.map(({ fact, path }) => [fact, path])).toEqual([
      ['valid-until', 'validUntil'],
      ['category', 'items.1.categoryCode'],
      ['unit-cost', 'items.1.unitCost'],
    ]);
    expect(missing.every(({ why }) => why.length > 20)).toBe(true);
    // Of each fact of a line the half, rounded down.
    expect(score).toBe(100 - 5 - 6 - 4);
  });

  it('says of a text that is too short that it is short, not that it is missing', () => {
    const short = completenessOf({ ...best, summary: 'Marks', items: [{ ...whole, description: 'Machines' }] });
    const empty = completenessOf({ ...best, summary: ' ', items: [{ ...whole, description: '' }] });
    const told = [short, empty].map((of) =>
      missingFor({ minimumScore: 0, requiredFacts: ['summary', 'description'] }, of).map(({ path, detail }) => [
        path,
        detail.replace(/\. .*/, ''),
      ]),
    );
    expect(told).toEqual([
      [
        ['summary', 'This is short: write at least 100 letters'],
        ['items.0.description', 'This is short: write at least 20 letters'],
      ],
      [
        ['summary', 'Fill this in'],
        ['items.0.description', 'Fill this in'],
      ],
    ]);
  });

  it('asks for no unit cost where money is asked for', () => {
    const items = [{ ...whole, measure: { currency: 'USD' }, hasUnitCost: false }];
    expect(completenessOf({ ...best, items })).toEqual({ score: 100, missing: [] });
  });

  it('asks first what is counted, and for the cost of one unit until it is money', () => {
    const items = [{ ...whole, measure: {}, hasUnitCost: false }];
    expect(completenessOf({ ...best, items }).missing.map(({ path }) => path)).toEqual([
      'items.0.measure',
      'items.0.unitCost',
    ]);
  });

  it('stays from 0 to 100, is 100 only when nothing is missing, and never falls when something is added', () => {
    const anItem = fc.record({
      unsorted: fc.boolean(),
      hasType: fc.boolean(),
      description: fc.string({ maxLength: 40 }),
      measure: fc.constantFrom({}, { unit: 'machine' }, { currency: 'USD' }),
      requested: fc.bigInt({ min: 0n, max: 3n }),
      minimum: fc.option(fc.bigInt({ min: 1n, max: 3n })),
      hasUnitCost: fc.boolean(),
      hasPlace: fc.boolean(),
      hasOwnContribution: fc.boolean(),
    });
    const aNeed = fc.record({
      summary: fc.string({ maxLength: 150 }),
      neededBy: fc.option(fc.constant('2027-01-01')),
      validUntil: fc.option(fc.constant('2027-01-01')),
      actionPlan: fc.option(fc.constant('Plan 2026')),
      alreadyDone: fc.option(fc.constant('A survey')),
      items: fc.array(anItem, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(aNeed, (need) => {
        const { score, missing } = completenessOf(need);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(score === 100).toBe(missing.length === 0);
        const better = {
          ...need,
          neededBy: '2027-01-01',
          items: need.items.map((one) => ({ ...one, unsorted: false, measure: { currency: 'USD' } })),
        };
        expect(completenessOf(better).score).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});
