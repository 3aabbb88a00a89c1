// Danger: what a State keeps to itself shows in a list, a count, a search, an order or an error of somebody else.
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import fc from 'fast-check';
import { itemOf, needsWorld } from './needs.fixtures.js';
import { VISIBILITIES, type NeedState, type Visibility } from './need.states.js';
import { NeedsCounts } from './needs.counts.js';
import { NEED_SORTS } from './needs.queries.js';

const world = needsWorld();
const counts = new NeedsCounts();
const { needs, stateA, stateB, donor, coordinator, finance, auditor, administrator } = world;

async function sees(actor: Actor, id: string): Promise<boolean> {
  const listed = await world.db.uow.read(actor, (tx) => world.queries.list(tx, { limit: 100, total: true }));
  const isListed = listed.items.some((need) => need.id === id);
  const opened = await world.db.uow
    .read(actor, (tx) => world.queries.get(tx, id))
    .then(
      () => true,
      (error: { code?: string }) => {
        expect(error.code).toBe('not-found');
        return false;
      },
    );
  expect(isListed).toBe(opened);
  return opened;
}

const EVERYONE = { ANONYMOUS, stateA, stateB, donor, coordinator, finance, auditor, administrator };
const OFFICE = ['stateA', 'coordinator', 'finance', 'auditor'];
const SIGNED_IN = Object.keys(EVERYONE).filter((name) => name !== 'ANONYMOUS');

/** Written by hand: who sees a need of State A. */
const SEEN_BY: readonly [NeedState | 'withdrawn draft', Visibility, string[]][] = [
  ...VISIBILITIES.map(
    (visibility) => ['draft', visibility, ['stateA', 'auditor']] as [NeedState, Visibility, string[]],
  ),
  ['submitted', 'public', ['stateA', 'coordinator', 'auditor']],
  ['withdrawn draft', 'public', ['stateA', 'auditor']],
  ['published', 'public', Object.keys(EVERYONE)],
  ['published', 'states-only', SIGNED_IN],
  ['published', 'parties-only', OFFICE],
  ['published', 'coordinators', OFFICE],
  ['withdrawn', 'public', Object.keys(EVERYONE)],
  ['withdrawn', 'parties-only', OFFICE],
];

it.each(SEEN_BY)('a need that is %s and %s is seen by %p', async (state, visibility, expected) => {
  const began = { draft: 'draft', 'withdrawn draft': 'draft', submitted: 'submitted' }[state as string] ?? 'published';
  const id = await world[began as 'draft' | 'submitted' | 'published']({ visibility });
  if (state.startsWith('withdrawn')) {
    const seen = await world.seen(id);
    await world.run(stateA, (tx) => needs.withdraw(tx, seen, 'no more'));
  }
  const seen = [];
  for (const [name, actor] of Object.entries(EVERYONE)) if (await sees(actor, id)) seen.push(name);
  expect(seen.sort()).toEqual([...expected].sort());
});

/** Everything that lists and counts tell a person: every order, pages, totals, searches, filters, facets, map and matrix. */
async function knowledgeOf(actor: Actor): Promise<string> {
  const filters = [
    { q: 'secret or known' },
    { q: 'known -secret' },
    {},
    { area: ['HT'] },
    { category: ['TRACE'] },
    { group: ['ldc' as const] },
    { coverage: ['partly' as const, 'full' as const] },
    { openFrom: 0, neededByFrom: '2027-01-01' },
  ];
  const asked = NEED_SORTS.flatMap((sort) =>
    (sort === 'best-match' ? filters.slice(0, 2) : filters).map((filter) => ({
      sort,
      limit: 3,
      total: true,
      ...filter,
    })),
  );
  return world.db.uow.read(actor, async (tx) => {
    const told: unknown[] = [];
    for (const filter of asked) told.push(await world.queries.list(tx, filter));
    for (const filter of filters) {
      told.push(await counts.facets(tx, filter), await counts.map(tx, filter), await counts.matrix(tx, filter));
    }
    return JSON.stringify(told);
  });
}

/** What a person is told who asks for a need by its id. */
function answerTo(actor: Actor, id: string): Promise<string> {
  return world.db.uow
    .read(actor, (tx) => world.queries.get(tx, id))
    .then(
      (need) => JSON.stringify(need),
      (error: Error) => error.message.replaceAll(id, 'ID'),
    );
}

const hidden = fc.constantFrom<Visibility>('parties-only', 'coordinators');
const act = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('draft' as const), visibility: hidden }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['submit', 'publish', 'withdraw', 'revise', 'sort', 'commit', 'release', 'deliver'] as const),
      ),
      of: fc.nat(),
    }),
  },
);

it('nothing that State A does with needs it hides changes what others learn', async () => {
  for (const visibility of ['public', 'states-only'] as const) {
    await world.published({ visibility, title: 'known', items: [itemOf({ categoryCode: 'TRACE' })] });
    await world.published({ visibility, title: 'of B' }, stateB);
  }
  const outsiders = [ANONYMOUS, stateB, donor, administrator];
  const system = world.db.actor;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 15 }), async (acts) => {
      const before = await Promise.all(outsiders.map(knowledgeOf));
      // One that is published from the start: random acts alone seldom get so far.
      const made = [await world.published({ visibility: 'parties-only', title: 'secret' })];
      for (const one of acts) {
        if (one.do === 'draft') {
          const items = [itemOf({ categoryCode: 'OTHER', description: 'secret depot', measure: { currency: 'USD' } })];
          made.push(await world.draft({ visibility: one.visibility, title: 'secret', items }));
          continue;
        }
        const id = made[one.of % made.length]!;
        const seen = await world.seen(id);
        const { id: item } = await world.itemOf(id);
        const verb = {
          submit: () => world.run(stateA, (tx) => needs.submit(tx, seen)),
          publish: () => world.run(coordinator, (tx) => needs.publish(tx, seen)),
          withdraw: () => world.run(stateA, (tx) => needs.withdraw(tx, seen, 'secret')),
          revise: () => world.run(stateA, (tx) => needs.revise(tx, seen, { title: 'secret again', neededBy: null })),
          sort: () => world.run(coordinator, (tx) => needs.assignCategory(tx, seen, item, 'TRACE')),
          commit: () => world.run(system, (tx) => needs.commit(tx, item, 5n)),
          release: () => world.run(system, (tx) => needs.release(tx, item, 1n)),
          deliver: () => world.run(system, (tx) => needs.deliver(tx, item, 2n)),
        }[one.do];
        await verb().catch((error: { code?: string }) => expect(error.code).toBeDefined());
      }
      for (const [index, actor] of outsiders.entries()) {
        expect(await knowledgeOf(actor)).toBe(before[index]);
        // A need that is hidden answers as one that never was.
        const nothing = await answerTo(actor, newId('need'));
        for (const id of made) expect(await answerTo(actor, id)).toBe(nothing);
      }
    }),
    { numRuns: 10 },
  );
});
