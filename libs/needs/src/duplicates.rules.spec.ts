// Danger: coordinators are shown pairs that have nothing to do with each other, or are not shown the same request in two languages.
import fc from 'fast-check';
import { duplicateEvidence, likeness, SUGGESTED_FROM, type AskedFor } from './duplicates.rules.js';

const item: AskedFor['items'][number] = {
  categoryCode: 'MARK',
  typeCode: 'equipment',
  measure: { unit: 'machine' },
  requested: 10n,
  place: null,
};
const need: AskedFor = {
  id: 'need_a',
  organizationId: 'org_a',
  areaIso2: 'HT',
  title: 'Marking machines for the police',
  submittedOn: '2026-03-01',
  neededFrom: null,
  neededBy: '2027-06-30',
  validUntil: null,
  reportId: null,
  reportParagraph: null,
  alsoSubmittedTo: [],
  items: [item],
};
const other = (changes: Partial<AskedFor> = {}): AskedFor => ({
  ...need,
  id: 'need_b',
  title: '警用枪械打标机',
  ...changes,
});
const withItem = (changes: Partial<typeof item>) => ({ items: [{ ...item, ...changes }] });
const isShown = (a: AskedFor, b: AskedFor, words = 0) => (duplicateEvidence(a, b, words)?.score ?? 0) >= SUGGESTED_FROM;

it('finds the same line in another language, by category, type, measure and a close amount', () => {
  expect(isShown(need, other())).toBe(true);
  expect(isShown(need, other(withItem({ requested: 8n })))).toBe(true);
  expect(isShown(need, other(withItem({ requested: 7n })))).toBe(false);
  expect(isShown(need, other(withItem({ typeCode: 'training' })))).toBe(false);
  expect(isShown(need, other(withItem({ measure: { currency: 'USD' } })))).toBe(false);
  expect(isShown({ ...need, ...withItem({ requested: 0n }) }, other(withItem({ requested: 0n })))).toBe(false);
});

it.each<[string, Partial<AskedFor>]>([
  ['another area', { areaIso2: 'MW' }],
  ['no category in common', withItem({ categoryCode: 'STOCK' })],
  ['a time after it', { neededFrom: '2027-07-01', neededBy: '2028-01-01' }],
  ['a time before it', { submittedOn: '2025-01-01', neededBy: '2025-12-31' }],
])('never finds %s', (_, changes) => {
  expect(duplicateEvidence(need, other({ title: need.title, ...changes }), 1)).toBeNull();
});

it('holds places against each other only where both state one, however they are written', () => {
  const inJacmel = { ...need, ...withItem({ place: 'Jacmel' }) };
  expect(isShown(inJacmel, other())).toBe(true);
  expect(isShown(inJacmel, other(withItem({ place: 'Hinche' })))).toBe(false);
  expect(duplicateEvidence(inJacmel, other(withItem({ place: 'Hinche' })), 0)?.placesDiffer).toBe(true);
  expect(duplicateEvidence(inJacmel, other(withItem({ place: ' JACMÉL ' })), 0)?.places).toEqual(['Jacmel']);
});

it.each([
  ['Kingston', 'Kingston, Jamaica'],
  ['Port-au-Prince', 'Port au Prince'],
  ['Amman governorate', 'Amman'],
  ['Amman', 'عمّان'],
])('finds the same line at %s and at %s', (place, otherPlace) => {
  expect(isShown({ ...need, ...withItem({ place }) }, other(withItem({ place: otherPlace })))).toBe(true);
});

it('finds the same words for another place, less surely than for the same one', () => {
  const [here, there] = ['Jacmel', 'Hinche'].map((place) =>
    duplicateEvidence(
      { ...need, ...withItem({ place: 'Jacmel' }) },
      other({ title: need.title, ...withItem({ place }) }),
      1,
    ),
  );
  expect(there!.score).toBeGreaterThanOrEqual(SUGGESTED_FROM);
  expect(there!.score).toBeLessThan(here!.score);
});

it('finds titles that are alike, and nothing where two only share their category', () => {
  const much = withItem({ requested: 1_000n });
  expect(isShown(need, other({ ...much, title: 'Machines for marking, police' }))).toBe(true);
  expect(isShown(need, other({ ...much, title: 'A database of seized pistols' }), 0.2)).toBe(false);
});

it('finds one paragraph of one report, which one report alone is not', () => {
  const from = (reportParagraph: string | null) => ({
    reportId: 'nrep_1',
    reportParagraph,
    ...withItem({ requested: 99n }),
  });
  expect(isShown({ ...need, ...from('4.2') }, other({ ...from('4.2'), items: [item] }))).toBe(true);
  expect(isShown({ ...need, ...from('4.2') }, other({ ...from('5'), items: [item] }))).toBe(false);
  expect(isShown({ ...need, ...from(null) }, other({ ...from(null), items: [item] }))).toBe(false);
});

it('compares letters of any script', () => {
  expect(likeness('Marquage des armes à feu', 'MARQUAGE DES ARMES A FEU')).toBe(1);
  for (const [a, b] of [
    ['Маркировка оружия полиции', 'Маркировка оружия армии'],
    ['وسم الأسلحة', 'وسم الأسلحة النارية'],
    ['警察武器标识设备', '军队武器标识设备'],
  ] as const) {
    expect(likeness(a, b)).toBeGreaterThan(0.35);
  }
  expect(likeness('', '!')).toBe(0);
});

const day = fc
  .integer({ min: 0, max: 1_500 })
  .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const anyItem = fc.record({
  categoryCode: fc.constantFrom('MARK', 'STOCK', 'TRACE'),
  typeCode: fc.constantFrom('equipment', 'training'),
  measure: fc.constantFrom({ unit: 'machine' }, { currency: 'USD' }, { currency: 'EUR' }),
  requested: fc.bigInt(0n, 30n),
  place: maybe(fc.constantFrom('Jacmel', 'jacmel ', 'Hinche')),
});
const anyNeed: fc.Arbitrary<AskedFor> = fc.record({
  id: fc.constantFrom('need_a', 'need_b', 'need_c'),
  organizationId: fc.constantFrom('org_a', 'org_b'),
  areaIso2: fc.constantFrom('HT', 'HT', 'MW'),
  title: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Marking machines', 'Marking of machines')),
  submittedOn: day,
  neededFrom: maybe(day),
  neededBy: maybe(day),
  validUntil: maybe(day),
  reportId: maybe(fc.constant('nrep_1')),
  reportParagraph: maybe(fc.constantFrom('1', '2')),
  alsoSubmittedTo: fc.subarray(['unscar', 'att-vtf'] as const).map((list) => [...list]),
  items: fc.array(anyItem, { maxLength: 3 }),
});

it('finds the same whichever of the two it starts from, never a need itself, and never more than certainty', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyNeed, anyNeed, share, (a, b, words) => {
      const [there, back] = [duplicateEvidence(a, b, words), duplicateEvidence(b, a, words)];
      expect(back?.score).toBe(there?.score);
      expect([back?.categories, back?.places.length, back?.report]).toEqual([
        there?.categories,
        there?.places.length,
        there?.report,
      ]);
      expect(duplicateEvidence(a, a, words)).toBeNull();
      if (there) {
        expect(there.score).toBeGreaterThanOrEqual(0);
        expect(there.score).toBeLessThanOrEqual(1);
        expect(a.areaIso2).toBe(b.areaIso2);
      }
    }),
  );
});
