import fc from 'fast-check';
import {
  differences,
  REVISED_FIELDS,
  withoutSites,
  type Difference,
  type RevisionContent,
  type RevisionItem,
} from './need-revision.rules.js';

const CONTENT: RevisionContent = {
  title: 'Marking machines',
  summary: '',
  language: 'en',
  visibility: 'public',
  siteVisibility: 'coordinators',
  priority: 3,
  neededFrom: null,
  neededBy: '2027-06-30',
  tags: ['police'],
  actionPlan: null,
  actionPlanRank: null,
  alreadyDone: null,
  paragraphs: [],
  alsoSubmittedTo: [],
  alsoSubmittedNote: null,
  items: [
    {
      id: 'item_1',
      categoryCode: 'MARK',
      typeCode: 'equipment',
      description: 'Machines',
      currency: null,
      unit: 'machine',
      requested: '6',
      minimum: null,
      unitCost: { minor: '2400000', currency: 'USD' },
      neededBy: null,
      place: 'Cap-Haïtien',
      site: 'Depot 4',
      prerequisites: null,
      ownContribution: null,
      isEssential: true,
    },
  ],
};
const [ITEM] = CONTENT.items as [RevisionItem];
const OF_NEED = { item: null, itemDescription: null, isNewItem: false };

describe('differences', () => {
  it('names each field that is different, of the need and of its items, with what it was and is', () => {
    const after = {
      ...CONTENT,
      priority: null,
      tags: ['police', 'border'],
      items: [{ ...ITEM, requested: '8', unitCost: { minor: '2500000', currency: 'USD' } }],
    };
    const of = { item: 0, itemDescription: 'Machines', isNewItem: false };
    expect(differences(CONTENT, after)).toEqual([
      { field: 'priority', ...OF_NEED, before: ['3'], after: [] },
      { field: 'tags', ...OF_NEED, before: ['police'], after: ['police', 'border'] },
      { field: 'requested', ...of, before: ['6', 'unit machine'], after: ['8', 'unit machine'] },
      { field: 'unitCost', ...of, before: ['2400000', 'USD'], after: ['2500000', 'USD'] },
    ]);
  });

  it('says each quantity in what it counted then', () => {
    const before = { ...ITEM, currency: 'USD', unit: null, requested: '10000000', minimum: '5' };
    const after = { ...ITEM, currency: 'JPY', unit: null, requested: '10000000', minimum: null };
    const found = differences({ ...CONTENT, items: [before] }, { ...CONTENT, items: [after] });
    expect(found.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['currency', ['USD'], ['JPY']],
      ['requested', ['10000000', 'currency USD'], ['10000000', 'currency JPY']],
      ['minimum', ['5', 'currency USD'], []],
    ]);
  });

  it('shows a new item with all that it says', () => {
    const added = differences(CONTENT, { ...CONTENT, items: [ITEM, { ...ITEM, id: null, description: 'Parts' }] });
    expect(added.every(({ item, isNewItem, before }) => item === 1 && isNewItem && before.length === 0)).toBe(true);
    expect(added.find(({ field }) => field === 'description')?.after).toEqual(['Parts']);
  });

  it('tells nothing of sites once they are left out', () => {
    const after = { ...CONTENT, items: [{ ...ITEM, site: 'Depot 5' }] };
    expect(differences(CONTENT, after)).toHaveLength(1);
    expect(differences(withoutSites(CONTENT), withoutSites(after))).toEqual([]);
  });

  it('are all there is between two contents: put onto the first they make the second', () => {
    fc.assert(
      fc.property(contents, contents, (before, after) => {
        const same = {
          ...after,
          items: after.items.map((item, index) => ({ ...item, id: before.items[index]?.id ?? `new_${index}` })),
        };
        const found = differences(before, same);
        expect(found.every((one) => REVISED_FIELDS.includes(one.field))).toBe(true);
        expect(differences(withDifferences(before, same, found), same)).toEqual([]);
        expect(differences(same, same)).toEqual([]);
      }),
    );
  });
});

/** Written from the differences alone, but for which items there are. */
function withDifferences(before: RevisionContent, after: RevisionContent, found: Difference[]): RevisionContent {
  const empty = Object.fromEntries(Object.keys(ITEM).map((field) => [field, null]));
  const items = after.items.map(({ id }) => ({
    ...(before.items.find((one) => one.id === id) ?? empty),
    id,
  }));
  const content = structuredClone({ ...before, items }) as unknown as Record<string, unknown>;
  for (const { field, item, after: texts } of found) {
    const target = item === null ? content : (content.items as Record<string, unknown>[])[item]!;
    target[field] = valueOf(field, texts);
  }
  return content as unknown as RevisionContent;
}

function valueOf(field: string, texts: readonly string[]): unknown {
  if (['tags', 'paragraphs', 'alsoSubmittedTo'].includes(field)) return texts;
  if (field === 'unitCost') return texts.length === 0 ? null : { minor: texts[0], currency: texts[1] };
  return texts[0] ?? null;
}

const text = fc.constantFrom('a', 'b', 'a\nb', 'ü');
const maybe = fc.option(text);
const items = fc.array(
  fc.record({
    ...{ categoryCode: text, typeCode: text, description: text, currency: maybe, unit: maybe, requested: text },
    ...{ minimum: maybe, neededBy: maybe, place: maybe, site: maybe, prerequisites: maybe, ownContribution: maybe },
    unitCost: fc.option(fc.record({ minor: text, currency: text })),
    isEssential: fc.boolean(),
  }),
  { maxLength: 3 },
);
const contents = fc
  .record({
    ...{ title: text, summary: text, neededFrom: maybe, neededBy: maybe, actionPlan: maybe, alreadyDone: maybe },
    ...{ tags: fc.array(text), paragraphs: fc.array(text), priority: fc.option(fc.nat()), items },
  })
  .map((content) => ({
    ...CONTENT,
    ...content,
    items: content.items.map((item, index) => ({ ...item, id: `item_${index}` })),
  })) as fc.Arbitrary<RevisionContent>;
