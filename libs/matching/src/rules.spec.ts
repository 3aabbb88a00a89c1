import { checkRules, RULE_NAMES, type RuleName } from './hard.rules.js';
import { requireFit } from './match.rules.js';
import { mostOf, type ItemFacts, type OfferFacts, type Pair } from './pair.js';
import { knownBy, whyNot, type Reader } from './rule-sentences.js';
import { explain, SCORING_POLICY } from './score.rules.js';
import { isKnown, toldReasons } from './told.rules.js';

const READERS = ['pledging', 'proposing', 'reviewing', 'state', 'donor'] as const;

const sideOf = (reader: Reader) => (reader === 'donor' ? 'need' : 'offer');

const TODAY = '2026-11-24';

function pairOf({ item = {}, offer = {}, today = TODAY }: PairChanges = {}): Pair {
  return {
    today,
    item: {
      needId: 'need_1',
      needRevision: 1,
      itemId: 'item_1',
      organizationId: 'org_state',
      needState: 'published',
      visibility: 'parties-only',
      priority: 3,
      neededBy: '2027-07-15',
      validUntil: null,
      area: 'HT',
      regions: ['019', '419', '029'],
      groups: ['ldc', 'sids'],
      category: 'STOCK',
      categoryNeverMatches: false,
      type: 'equipment',
      implementer: { id: 'org_state', name: 'Haiti', kind: 'state' },
      measure: { unit: 'safe' },
      requested: 100n,
      committed: 20n,
      waived: 0n,
      minimum: null,
      ...item,
    },
    offer: {
      offerId: 'offer_1',
      organizationId: 'org_donor',
      offerState: 'published',
      isPublic: true,
      isOfStates: true,
      categories: ['STOCK', 'MARK'],
      types: [],
      measure: { unit: 'safe' },
      capacity: 50n,
      committed: 0n,
      earmarkLevel: 2,
      earmarkAreas: [],
      earmarkRegions: ['029'],
      earmarkGroups: [],
      excludedAreas: [],
      excludedCategories: [],
      excludedTypes: [],
      implementer: null,
      implementerKinds: [],
      minimumLot: null,
      maximumPerRecipient: null,
      maximumShareBp: null,
      givenTo: new Map(),
      validFrom: '2026-01-01',
      validUntil: null,
      pledgedTo: null,
      usableFrom: null,
      usableUntil: null,
      ...offer,
    },
  };
}

interface PairChanges {
  item?: Partial<ItemFacts>;
  offer?: Partial<OfferFacts>;
  today?: string;
}

function failing(pair: Pair) {
  return checkRules(pair).filter((result) => !result.holds);
}

describe('hard rules, each seen to fire alone', () => {
  it('lets a fitting pair through', () => expect(failing(pairOf())).toEqual([]));

  const cases: [string, PairChanges, object | undefined][] = [
    ['need-published', { item: { needState: 'withdrawn' } }, undefined],
    ['offer-published', { offer: { offerState: 'draft' } }, undefined],
    ['pledged-elsewhere', { offer: { pledgedTo: 'item_2' } }, undefined],
    ['category', { item: { category: 'TRACE' } }, { of: 'offer', field: 'categoryCodes', do: 'add', value: 'TRACE' }],
    ['category', { item: { category: 'OTHER', categoryNeverMatches: true }, offer: { categories: [] } }, undefined],
    ['type', { offer: { types: ['training'] } }, { of: 'offer', field: 'typeCodes', do: 'add', value: 'equipment' }],
    [
      'category-exclusion',
      { offer: { categories: [], excludedCategories: ['MARK', 'STOCK'] } },
      { of: 'offer', field: 'excludedCategories', do: 'remove', value: 'STOCK' },
    ],
    [
      'type-exclusion',
      { offer: { excludedTypes: ['equipment'] } },
      { of: 'offer', field: 'excludedTypes', do: 'remove', value: 'equipment' },
    ],
    ['measure', { offer: { measure: { unit: 'container' } } }, undefined],
    ['measure', { item: { measure: { currency: 'USD' } }, offer: { measure: { currency: 'EUR' } } }, undefined],
    ['different-organizations', { offer: { organizationId: 'org_state' } }, undefined],
    [
      'visibility',
      { item: { visibility: 'coordinators' } },
      { of: 'need', field: 'visibility', do: 'set', value: 'parties-only' },
    ],
    [
      'visibility',
      { item: { visibility: 'states-only' }, offer: { isOfStates: false } },
      { of: 'need', field: 'visibility', do: 'set', value: 'parties-only' },
    ],
    [
      'earmark-exclusion',
      { offer: { excludedAreas: ['HT'] } },
      { of: 'offer', field: 'excludedAreas', do: 'remove', value: 'HT' },
    ],
    [
      'earmark-place',
      { offer: { earmarkRegions: [], earmarkAreas: ['CU'] } },
      { of: 'offer', field: 'earmarkAreas', do: 'add', value: 'HT' },
    ],
    [
      'earmark-group',
      { offer: { earmarkGroups: ['lldc'] } },
      { of: 'offer', field: 'earmarkGroups', do: 'add', value: 'ldc' },
    ],
    [
      'implementing-body',
      { offer: { implementer: { id: 'org_undp', name: 'UNDP' }, implementerKinds: ['ngo'] } },
      { of: 'offer', field: 'implementerKinds', do: 'add', value: 'state' },
    ],
    [
      'implementing-body',
      {
        offer: { implementerKinds: ['ngo'] },
        item: { implementer: { id: 'org_x', name: 'Relief', kind: 'unstated' } },
      },
      undefined,
    ],
    [
      'offer-in-force',
      { offer: { validUntil: '2026-11-23', usableUntil: '2028-12-31' } },
      { of: 'offer', field: 'validUntil', do: 'set', value: TODAY },
    ],
    [
      'need-in-force',
      { item: { validUntil: '2026-11-23' } },
      { of: 'need', field: 'validUntil', do: 'set', value: TODAY },
    ],
    [
      'time-window',
      { offer: { validUntil: '2027-06-30' } },
      { of: 'offer', field: 'validUntil', do: 'set', value: '2027-07-15' },
    ],
    [
      'time-window',
      { offer: { validFrom: '2027-08-01' } },
      { of: 'offer', field: 'validFrom', do: 'set', value: '2027-07-15' },
    ],
    [
      'time-window',
      { offer: { validUntil: '2028-06-30', usableUntil: '2027-06-30' } },
      { of: 'offer', field: 'usableUntil', do: 'set', value: '2027-07-15' },
    ],
    [
      'time-window',
      { offer: { usableFrom: '2027-08-01' } },
      { of: 'offer', field: 'usableFrom', do: 'set', value: '2027-07-15' },
    ],
    ['co-funding-share', { item: { requested: 1n, committed: 0n }, offer: { maximumShareBp: 5_000 } }, undefined],
    ['recipient-maximum', { offer: { maximumPerRecipient: 10n, givenTo: new Map([['HT', 10n]]) } }, undefined],
    ['minimum-lot', { offer: { minimumLot: 51n } }, { of: 'offer', field: 'minimumLot', do: 'set', value: '50' }],
    ['useful-quantity', { item: { minimum: 71n } }, { of: 'need', field: 'minimum', do: 'set', value: '70' }],
  ];
  it.each(cases)('%s (%#)', (rule, changes, change) => {
    const results = failing(pairOf(changes));
    expect(results.map((result) => result.rule)).toEqual([rule]);
    expect(results[0]?.change).toEqual(change);
  });

  it.each(cases)(
    '%s (%#) is said to each reader in sentences that tell nothing of what others give or get',
    (rule, changes) => {
      const pair = { ...pairOf(changes), amount: 7n };
      const { item, offer } = pair;
      const others = {
        ...pair,
        item: { ...item, committed: 61n, requested: 611n, waived: 3n },
        offer: { ...offer, committed: 62n, capacity: 622n, givenTo: new Map([['HT', 63n]]) },
      };
      for (const reader of READERS) {
        const { path, detail } = whyNot(rule as RuleName, pair, reader);
        expect(detail).toMatch(/^[A-Z][^{}"]+[a-z0-9]\. [A-Z][^{}"]+\.$/);
        expect(detail).not.toMatch(/null|undefined|org_|item_/);
        expect(['validUntil', isKnown(knownBy(reader, pair), rule as RuleName) ? rule : sideOf(reader)]).toContain(
          path,
        );
        expect(whyNot(rule as RuleName, others, reader)).toEqual({ path, detail });
      }
    },
  );

  const offerCases = cases.filter(([rule, { item }]) => item === undefined && rule !== 'different-organizations');
  it.each(offerCases)('%s (%#) is not told apart by a State that may not read the offer', (rule, changes) => {
    const hidden = { ...changes, offer: { ...changes.offer, isPublic: false } };
    const said = whyNot(rule as RuleName, pairOf(hidden), 'state');
    expect(said).toEqual(whyNot('offer-left', pairOf(), 'state'));
    expect(said).toEqual({ path: 'offer', detail: expect.stringContaining('Ask a coordinator') as string });
  });

  it.each<[Reader, PairChanges, string]>([
    ['reviewing', { item: { committed: 95n } }, 'only 5 × safe of the item is still open. Lower'],
    ['reviewing', { item: { committed: 100n } }, 'nothing of the item is open. Decline'],
    ['reviewing', { offer: { committed: 48n } }, 'only 2 × safe is left of the offer. Lower'],
    ['reviewing', { offer: { committed: 50n } }, 'nothing is left of the offer. Decline'],
    ['donor', { offer: { maximumPerRecipient: 3n } }, 'the offer gives the country of the need only 3 × safe more'],
    [
      'donor',
      { offer: { maximumShareBp: 400 } },
      'the share of an item that the offer gives is only 4 × safe of this one',
    ],
    [
      'state',
      { item: { committed: 95n }, offer: { committed: 48n } },
      'only 5 × safe of the item is still open. Lower',
    ],
    ['state', { offer: { committed: 48n } }, 'the offer cannot give that much any more. Decline'],
    [
      'state',
      { offer: { maximumShareBp: 400 } },
      'the share of an item that the offer gives is only 4 × safe of this one',
    ],
    ['state', { offer: { maximumShareBp: 400, isPublic: false } }, 'the offer cannot give that much any more. Decline'],
  ])('says to who is %s by %j: %s', (reader, changes, sentence) =>
    expect(() => requireFit({ ...pairOf(changes), amount: 7n }, reader)).toThrow(sentence),
  );

  it('says to each reader what is in their hands, and in whose hands the rest is', () => {
    const late = pairOf({ offer: { validUntil: '2027-06-30' } });
    const said = READERS.map((reader) => whyNot('time-window', late, reader));
    const wrong = 'The item is due on 2027-07-15, but the offer may be used from 2026-01-01 to 2027-06-30 only.';
    expect(said).toEqual([
      {
        path: 'validUntil',
        detail: `${wrong} Let the offer be used until 2027-07-15 or later, or pledge to another item.`,
      },
      ...[
        'Ask the donor to let the offer be used until 2027-07-15 or later, or choose another offer.',
        'Ask the donor to let the offer be used until 2027-07-15 or later, or decline this match.',
        'Ask a coordinator whether the donor can let the offer be used until 2027-07-15 or later, or decline this match.',
        'Let the offer be used until 2027-07-15 or later, or decline this match.',
      ].map((advice) => ({ path: 'time-window', detail: `${wrong} ${advice}` })),
    ]);
  });

  it.each([
    ['open-quantity', { item: { committed: 100n } }],
    ['offer-left', { offer: { committed: 50n } }],
  ])('%s', (rule, changes) => expect(failing(pairOf(changes)).map((result) => result.rule)).toContain(rule));

  it.each<[string, PairChanges]>([
    ['its very body', { offer: { implementer: { id: 'org_state', name: 'Haiti' } } }],
    [
      'a body of a kind, beside another body',
      { offer: { implementer: { id: 'org_undp', name: 'UNDP' }, implementerKinds: ['state'] } },
    ],
    ['use after its last day', { offer: { validUntil: '2026-12-31', usableUntil: '2027-12-31' } }],
  ])('lets through %s', (_, changes) => expect(failing(pairOf(changes))).toEqual([]));

  it.each([
    [5_000, 100n, 0n, 50n],
    [3_333, 100n, 0n, 33n],
    [3_333, 100n, 90n, 10n],
    [10_000, 100n, 0n, 100n],
  ])('with a share of %d of %d, %d of it committed, gives at most %d', (maximumShareBp, requested, committed, most) =>
    expect(mostOf(pairOf({ item: { requested, committed }, offer: { maximumShareBp, capacity: 1_000n } }))).toBe(most),
  );

  it('lets an overdue need take what is in force today', () =>
    expect(failing(pairOf({ item: { neededBy: '2010-12-31' } }))).toEqual([]));

  it('has no rule that no test makes fire', () => {
    const fired = new Set([...cases.map(([rule]) => rule), 'open-quantity', 'offer-left']);
    expect([...fired].sort()).toEqual([...RULE_NAMES].sort());
  });
});

describe('the score', () => {
  it('gives a priority that nobody stated nothing, and says that it is not stated', () => {
    const { parts } = explain(pairOf({ item: { priority: null } }));
    expect(parts.find(({ part }) => part === 'priority')).toMatchObject({ value: 0, facts: { priority: null } });
  });

  it('is told with all of its parts or not at all', () => {
    const reasons = explain(pairOf());
    expect(toldReasons(reasons, { need: true, offer: true, account: true })).toEqual(reasons);
    const toState = toldReasons(reasons, { need: true, offer: false, account: false });
    expect(toState.score).toBeNull();
    expect(toState.parts.map(({ part }) => part)).toEqual(['priority', 'urgency', 'share-covered', 'group-priority']);
    expect(toldReasons(reasons, { need: false, offer: false, account: false })).toMatchObject({
      parts: [],
      rules: [{ rule: 'different-organizations' }],
    });
  });

  it('weighs its parts to exactly 100', () => {
    expect(Object.values(SCORING_POLICY.weights).reduce<number>((sum, weight) => sum + weight, 0)).toBe(100);
  });
});
