// Danger: a list that mixes what needs no help with what does, offers what its reader never meets, or shows another list than a link says.
import type { Role } from '../../api/types.js';
import { parseSearch } from '../../search.js';
import { sessionOf } from '../../testing/show.js';
import { readFilters } from './filters.js';
import { askedOf, inView, statesIn, viewOf, viewsOf } from './views.js';

const read = (address: string) => readFilters(parseSearch(address));
const asked = (address: string, role: Role | null) => {
  const filters = read(address);
  const view = viewOf(filters, role);
  return askedOf(inView(filters, view, role), view, role && sessionOf(role));
};
const LOOKING = { state: ['published'], coverage: ['open', 'partly'] };

it.each<[Role | null, string, object]>([
  [null, '', LOOKING],
  ['donor', '?area=HT', { ...LOOKING, area: 'HT' }],
  ['auditor', '?view=to-review', LOOKING],
  ['donor', '?coverage=open', { ...LOOKING, coverage: ['open'] }],
  ['donor', '?view=looking&coverage=full&state=expired', LOOKING],
  ['coordinator', '', {}],
  ['coordinator', '?view=to-review', { state: ['submitted', 'under-review', 'validated'] }],
  ['coordinator', '?view=to-review&state=submitted', { state: ['submitted'] }],
  ['coordinator', '?view=to-review&state=expired', { state: ['submitted', 'under-review', 'validated'] }],
  ['focal-point', '?view=ours&state=draft', { state: ['draft'], organization: 'org_me' }],
  ['focal-point', `?view=ours&organization=org_${'a'.repeat(26)}`, { organization: 'org_me' }],
  ['donor', '?view=ours', LOOKING],
  // Addresses of before there were views.
  ['donor', '?state=expired', { state: ['expired'] }],
  ['coordinator', '?state=submitted', { state: ['submitted'] }],
  [null, '?coverage=full', { coverage: ['full'] }],
])('asks for a %s: %s', (role, address, filter) => {
  expect(JSON.parse(JSON.stringify(asked(address, role)))).toEqual(filter);
});

it.each<Role | null>([null, 'donor', 'focal-point', 'coordinator', 'auditor'])(
  'a %s finds each view at its address, and stays in it while the list is narrowed',
  (role) => {
    for (const view of viewsOf(role)) {
      const address = inView(read('?area=HT'), view, role);
      expect(viewOf(address, role)).toBe(view);
      expect(viewOf(inView(read('?state=expired&coverage=full'), view, role), role)).toBe(view);
    }
  },
);

it('offers the states that the reader can meet', () => {
  for (const role of [null, 'donor', 'administrator', 'finance'] as const) {
    expect(statesIn('all', role)).not.toEqual(expect.arrayContaining(['draft']));
    expect(statesIn('all', role)).not.toEqual(expect.arrayContaining(['submitted']));
    expect(statesIn('looking', role)).toEqual([]);
  }
  expect(statesIn('all', 'coordinator')).not.toContain('draft');
  expect(statesIn('ours', 'focal-point')).toContain('draft');
});
