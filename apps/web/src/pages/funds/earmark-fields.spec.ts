// Danger: a donor's pledge goes out bound tighter or looser than they chose.
import { earmarkOf } from './earmark-fields.js';

const filled = (names: readonly string[], level = '') => {
  const data = new FormData();
  for (const name of names) data.set(name, 'on');
  data.set('earmark.level', level);
  return data;
};

it.each([
  [[], '', 1],
  [['earmark.groups.ldc'], '', 2],
  [['earmark.excludedAreas.CU'], '', 2],
  [['earmark.areas.HT', 'earmark.categories.MARK'], '', 3],
  [['earmark.areas.HT'], '4', 4],
  [['earmark.excludedTypes.travel'], '', 2],
  [['earmark.implementerKinds.ngo'], '', 2],
])('of %j with level “%s” makes level %s', (names, level, expected) => {
  expect(earmarkOf(filled(names, level)).level).toBe(expected);
});

it('reads every list under its own name', () => {
  const names = [
    ...['areas.HT', 'regions.029', 'groups.sids', 'categories.MARK', 'types.training', 'implementerKinds.ngo'],
    ...['excludedAreas.CU', 'excludedCategories.DDR', 'excludedTypes.travel'],
  ];
  expect(earmarkOf(filled(names.map((name) => `earmark.${name}`)))).toEqual({
    ...{ areas: ['HT'], regions: ['029'], groups: ['sids'], categories: ['MARK'], excludedAreas: ['CU'], level: 3 },
    ...{ types: ['training'], excludedCategories: ['DDR'], excludedTypes: ['travel'], implementerKinds: ['ngo'] },
    implementerId: null,
  });
});

it('binds to a body at level 3, as an offer does', () => {
  const data = filled([]);
  data.set('earmark.implementerId', 'org_1');
  expect(earmarkOf(data)).toMatchObject({ implementerId: 'org_1', level: 3 });
});
