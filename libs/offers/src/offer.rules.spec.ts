// Danger: an offer that contradicts itself reaches matching, or a usable row of a file is refused.
import { InvalidInput } from '#libs/kernel';
import { readOffer } from './import.rules.js';
import { checkContent, leftOf, levelOf, levelsOf, UNSTATED, type OfferContent } from './offer.rules.js';
import { offerStates } from './offer.states.js';

const content: OfferContent = {
  ...UNSTATED,
  title: 'Marking machines',
  description: '',
  kind: 'in-kind',
  categoryCodes: [],
  typeCodes: ['equipment'],
  measure: { unit: 'machine' },
  capacity: 10n,
  earmarkLevel: 2,
  earmarkAreas: [],
  earmarkRegions: [],
  earmarkGroups: [],
  excludedAreas: [],
  minimumLot: null,
  maximumPerRecipient: null,
  validFrom: '2026-01-01',
  validUntil: null,
  visibility: 'public',
  conditions: '',
};

it.each<[Partial<OfferContent>, string[]]>([
  [{}, []],
  [{ kind: 'cash', measure: { currency: 'USD' } }, []],
  [{ kind: 'cash' }, ['measure']],
  [{ measure: { currency: 'USD' } }, ['measure']],
  [{ measure: {} }, ['measure']],
  [{ measure: { currency: 'USD', unit: 'machine' } }, ['measure']],
  [{ capacity: 0n }, ['capacity']],
  [{ minimumLot: 10n, maximumPerRecipient: 10n }, []],
  [{ minimumLot: 11n }, ['minimumLot']],
  [{ minimumLot: 0n }, ['minimumLot']],
  [{ minimumLot: 5n, maximumPerRecipient: 4n }, ['maximumPerRecipient']],
  [{ maximumPerRecipient: 0n }, ['maximumPerRecipient']],
  [{ maximumPerRecipient: 99n }, []],
  [{ validUntil: '2026-01-01' }, []],
  [{ validUntil: '2025-12-31' }, ['validUntil']],
  [{ earmarkAreas: ['HT'] }, ['earmarkLevel']],
  [{ earmarkGroups: ['ldc'], earmarkLevel: 1 }, ['earmarkLevel']],
  [{ earmarkLevel: 1 }, ['earmarkLevel']],
  [{ earmarkAreas: ['HT'], earmarkLevel: 2 }, ['earmarkLevel']],
  [{ earmarkAreas: ['HT'], earmarkLevel: 4 }, []],
  [{ earmarkLevel: 4 }, ['earmarkLevel']],
  [{ earmarkAreas: ['HT'], earmarkLevel: 3, excludedAreas: ['HT', 'KE'] }, ['excludedAreas']],
  [{ categoryCodes: ['MARK'], excludedCategories: ['MARK', 'TRACE'] }, ['excludedCategories']],
  [{ excludedCategories: ['MARK'] }, []],
  [{ excludedTypes: ['equipment'] }, ['excludedTypes']],
  [{ typeCodes: [], earmarkLevel: 1 }, ['typeCodes']],
  [{ kind: 'cash', measure: { currency: 'USD' }, typeCodes: [], earmarkLevel: 1 }, []],
  [{ implementerKinds: ['ngo'] }, []],
  [{ implementerId: 'org_1', earmarkLevel: 2 }, ['earmarkLevel']],
  [{ maximumShareBp: 0 }, ['maximumShareBp']],
  [{ maximumShareBp: 10_000 }, []],
  [{ maximumShareBp: 10_001 }, ['maximumShareBp']],
  [{ validUntil: '2026-12-31', usableUntil: '2027-12-31' }, []],
  [{ validUntil: '2026-12-31', usableFrom: '2027-01-01' }, ['usableUntil']],
  [{ usableFrom: '2027-01-01', usableUntil: '2026-12-31' }, ['usableUntil']],
  [{ usableUntil: '2025-12-31' }, ['usableUntil']],
])('an offer with %p is wrong at %p', (changes, paths) => {
  expect(checkContent({ ...content, ...changes }).map(({ path }) => path)).toEqual(paths);
});

it.each<[Partial<OfferContent>, number, number]>([
  [{}, 1, 1],
  [{ earmarkGroups: ['ldc'] }, 2, 2],
  [{ earmarkRegions: ['002'] }, 2, 2],
  [{ implementerKinds: ['ngo'] }, 2, 2],
  [{ categoryCodes: ['MARK'] }, 2, 2],
  [{ typeCodes: ['training'] }, 2, 2],
  [{ excludedAreas: ['HT'] }, 2, 2],
  [{ implementerId: 'org_1' }, 3, 3],
  [{ earmarkRegions: ['002'], earmarkAreas: ['HT'] }, 3, 3],
  [{ earmarkAreas: ['HT'], categoryCodes: ['MARK'] }, 3, 4],
  [{ implementerId: 'org_1', typeCodes: ['training'] }, 3, 4],
])('the earmark level of what names %p is from %p to %p', (named, least, most) => {
  const whole = { ...content, categoryCodes: [], typeCodes: [], ...named };
  expect(levelsOf(whole)).toEqual({ least, most });
  expect([levelOf(whole), levelOf(whole, 4)]).toEqual([least, most]);
});

it('never is less than nothing left, and every end can be undone', () => {
  expect(leftOf({ capacity: 10n, committed: 4n })).toBe(6n);
  expect(leftOf({ capacity: 10n, committed: 11n })).toBe(0n);
  expect(offerStates.all.filter((state) => offerStates.isFinal(state))).toEqual([]);
});

describe('a row of a file', () => {
  const row = {
    external_ref: 'o-1',
    organization: 'Donor State',
    title: 'Machines ',
    kind: 'in-kind',
    categories: 'mark; TRACE;',
    types: 'equipment',
    quantity: '12',
    unit: 'machine',
    areas: 'ht;KE',
    groups: 'LDC',
    minimum_lot: '2',
    valid_until: '2027-12-31',
  };

  it('is read in whole units where it is in kind', () => {
    expect(readOffer(row)).toMatchObject({
      externalRef: 'o-1',
      organization: 'Donor State',
      content: {
        title: 'Machines',
        kind: 'in-kind',
        categoryCodes: ['MARK', 'TRACE'],
        typeCodes: ['equipment'],
        measure: { unit: 'machine' },
        capacity: 12n,
        earmarkLevel: 3,
        earmarkAreas: ['HT', 'KE'],
        earmarkGroups: ['ldc'],
        minimumLot: 2n,
        maximumPerRecipient: null,
        validFrom: null,
        validUntil: '2027-12-31',
      },
    });
  });

  it('is read in minor units of the currency where it is cash', () => {
    const cash = { ...row, kind: 'cash', quantity: '', unit: '', amount: '1500.5', currency: 'usd', minimum_lot: '10' };
    expect(readOffer(cash).content).toMatchObject({
      kind: 'cash',
      measure: { currency: 'USD' },
      capacity: 150_050n,
      minimumLot: 1_000n,
    });
  });

  it.each<[Record<string, string>, string[]]>([
    [{ external_ref: '' }, ['external_ref']],
    [{ external_ref: 'a\nb' }, ['external_ref']],
    [{ organization: 'Donor \u202e State' }, ['organization']],
    [{ title: '\u200b\u200b' }, ['title']],
    [{ title: 'two\nlines' }, ['title']],
    [{ description: 'x\u2067y' }, ['description']],
    [{ conditions: 'x\u0007y' }, ['conditions']],
    [{ quantity: '\u200b' }, ['quantity']],
    [{ unit: '\u200b' }, ['unit']],
    [{ categories: 'MARK\u202e', groups: '\u200b' }, ['groups', 'categories']],
    [{ organization: ' ' }, ['organization']],
    [{ title: '' }, ['title']],
    [{ kind: '', quantity: '', unit: '', amount: '1', currency: 'USD' }, ['kind']],
    [{ kind: 'loan', quantity: '', unit: '', amount: '1', currency: 'USD', minimum_lot: '' }, ['kind']],
    [{ quantity: '' }, ['quantity']],
    [{ quantity: '1.5' }, ['quantity']],
    [{ quantity: '-1' }, ['quantity']],
    [{ unit: '' }, ['unit']],
    [{ amount: '5' }, ['amount']],
    [{ currency: 'USD' }, ['currency']],
    [{ minimum_lot: 'two' }, ['minimum_lot']],
    [{ groups: 'LDC;poor' }, ['groups']],
    [{ valid_from: '1 May' }, ['valid_from']],
    [{ valid_from: '0001-05-01' }, ['valid_from']],
    [{ kind: 'cash', quantity: '', unit: '', amount: '1,5', currency: 'USD' }, ['amount']],
    [{ kind: 'cash', quantity: '', unit: '', amount: '-1', currency: 'USD' }, ['amount']],
    [{ kind: 'cash', quantity: '', unit: '', amount: '1', currency: 'dollars' }, ['currency']],
    [{ kind: 'cash', quantity: '', unit: '', amount: '1', currency: '' }, ['currency']],
    [{ kind: 'cash', unit: '', amount: '1', currency: 'USD' }, ['quantity']],
  ])('with %p is refused at %p', (changes, paths) => {
    let refused: unknown;
    try {
      readOffer({ ...row, ...changes });
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(InvalidInput);
    expect((refused as InvalidInput).errors.map(({ path }) => path)).toEqual(paths);
  });
});
