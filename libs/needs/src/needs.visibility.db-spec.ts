// Danger: what a State keeps to itself shows in a list, a count, a search, an order or an error of somebody else.
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import fc from 'fast-check';
import { itemOf, needsWorld } from './needs.fixtures.js';
import { VISIBILITIES, type NeedState, type Visibility } from './need.states.js';
import { NeedRevisionsQueries } from './need-revisions.queries.js';
import type { SeenNeed } from './move-need.js';
import { NeedsCounts } from './needs.counts.js';
import { NEED_SORTS } from './needs.sorting.js';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const world = needsWorld();
const readRevisions = new NeedRevisionsQueries();
const counts = new NeedsCounts();
const { drafts, life, review, coverage, thread, stateA, stateB, donor, foundation, coordinator, finance, auditor } =
  world;
const { administrator, revisions, expiry } = world;

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

const EVERYONE = { ANONYMOUS, stateA, stateB, donor, foundation, coordinator, finance, auditor, administrator };
const OFFICE = ['stateA', 'coordinator', 'finance', 'auditor'];
/** States and the organizations that they founded. */
const OF_STATES = Object.keys(EVERYONE).filter((name) => !['ANONYMOUS', 'foundation'].includes(name));

/** Written by hand: who sees a need of State A. */
const SEEN_BY: readonly [NeedState | 'withdrawn draft', Visibility, string[]][] = [
  ...VISIBILITIES.map(
    (visibility) => ['draft', visibility, ['stateA', 'auditor']] as [NeedState, Visibility, string[]],
  ),
  ['submitted', 'public', ['stateA', 'coordinator', 'auditor']],
  ['under-review', 'public', ['stateA', 'coordinator', 'auditor']],
  ['returned', 'public', ['stateA', 'coordinator', 'auditor']],
  ['validated', 'public', ['stateA', 'coordinator', 'auditor']],
  ['rejected', 'public', ['stateA', 'coordinator', 'auditor']],
  ['withdrawn draft', 'public', ['stateA', 'auditor']],
  ['published', 'public', Object.keys(EVERYONE)],
  ['published', 'states-only', OF_STATES],
  ['published', 'parties-only', OFFICE],
  ['published', 'coordinators', ['stateA', 'coordinator', 'auditor']],
  ['withdrawn', 'public', Object.keys(EVERYONE)],
  ['withdrawn', 'parties-only', OFFICE],
];

const QUESTIONS = [{ about: null, body: 'How many weapons are there?' }];
const published = (content: object) => world.published(content);
const underReview = (content: object) => world.underReview(content);
const BEGUN_AS: Readonly<Record<string, (content: object) => Promise<string>>> = {
  draft: (content) => world.draft(content),
  'withdrawn draft': (content) => world.draft(content),
  submitted: (content) => world.submitted(content),
  'under-review': underReview,
  returned: underReview,
  rejected: underReview,
  validated: (content) => world.validated(content),
  published,
  withdrawn: published,
};

it.each(SEEN_BY)('a need that is %s and %s is seen by %p', async (state, visibility, expected) => {
  const id = await BEGUN_AS[state]!({ visibility });
  if (state === 'returned') await world.judge(id, (tx, seen) => review.giveBack(tx, seen, QUESTIONS));
  if (state === 'rejected') await world.judge(id, (tx, seen) => review.reject(tx, seen, 'Not for small arms'));
  if (state.startsWith('withdrawn')) {
    const seen = await world.seen(id);
    await world.run(stateA, (tx) => life.withdraw(tx, seen, 'no more'));
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

const act = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('draft' as const), of: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...([
          ...(['unacknowledge', 'reject', 'reconsider', 'waive', 'confirm', 'expire', 'propose', 'decide'] as const),
          ...(['submit', 'recall', 'acknowledge', 'giveBack', 'say', 'validate', 'publish', 'unpublish'] as const),
          ...([
            'withdraw',
            'reinstate',
            'close',
            'reopen',
            'revise',
            'sort',
            'commit',
            'release',
            'deliver',
            'narrow',
          ] as const),
        ] as const),
      ),
      of: fc.nat(),
    }),
  },
);

/** Its last day and the grace after it pass. */
async function lapse(id: string): Promise<void> {
  await world.db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, inDays(-15)]);
  await world.run(world.db.actor, async (tx) => {
    await expiry.askAgain(tx);
    await expiry.expire(tx);
  });
}

/** A coordinator publishes what the State proposed. */
async function decide(needId: string, { version }: SeenNeed): Promise<void> {
  const { items } = await world.db.uow.read(coordinator, (tx) => readRevisions.list(tx, needId, { limit: 1 }));
  const [{ id: revisionId } = { id: newId('nrev') }] = items;
  await world.run(coordinator, (tx) => revisions.publish(tx, { needId, revisionId, version }, null));
}

/** What a State hides, and from whom. */
const HIDDEN: readonly (readonly [readonly Visibility[], readonly Actor[]])[] = [
  [
    ['parties-only', 'coordinators'],
    [ANONYMOUS, stateB, donor, foundation, administrator],
  ],
  [['states-only'], [ANONYMOUS, foundation]],
];

it.each(HIDDEN)(
  'nothing that State A does with needs that are %p changes what others learn',
  async (tiers, outsiders) => {
    for (const visibility of ['public', 'states-only'] as const) {
      await world.published({ visibility, title: 'known', items: [itemOf({ categoryCode: 'TRACE' })] });
      await world.published({ visibility, title: 'of B' }, stateB);
    }
    const system = world.db.actor;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 15 }), async (acts) => {
        const before = await Promise.all(outsiders.map(knowledgeOf));
        // One that is published from the start: random acts alone seldom get so far.
        const made = [await world.published({ visibility: tiers[0]!, title: 'secret' })];
        for (const one of acts) {
          if (one.do === 'draft') {
            const items = [
              itemOf({ categoryCode: 'OTHER', description: 'secret depot', measure: { currency: 'USD' } }),
            ];
            made.push(await world.draft({ visibility: tiers[one.of % tiers.length]!, title: 'secret', items }));
            continue;
          }
          const id = made[one.of % made.length]!;
          const seen = await world.seen(id);
          const { id: item } = await world.itemOf(id);
          const narrower = VISIBILITIES[2 + (one.of % 2)]!;
          const verb = {
            submit: () => world.run(stateA, (tx) => life.submit(tx, seen, true)),
            recall: () => world.run(stateA, (tx) => life.recall(tx, seen)),
            acknowledge: () => world.run(coordinator, (tx) => review.acknowledge(tx, seen, 'secret')),
            giveBack: () => world.run(coordinator, (tx) => review.giveBack(tx, seen, QUESTIONS)),
            say: () => world.run(stateA, (tx) => thread.send(tx, id, { about: null, body: 'secret', answersId: null })),
            validate: () => world.run(coordinator, (tx) => review.validate(tx, seen)),
            publish: () => world.run(coordinator, (tx) => review.publish(tx, seen)),
            unpublish: () => world.run(coordinator, (tx) => review.unpublish(tx, seen, 'secret')),
            reinstate: () => world.run(stateA, (tx) => life.reinstate(tx, seen)),
            close: () => world.run(stateA, (tx) => life.close(tx, seen, 'secret')),
            reopen: () => world.run(stateA, (tx) => life.reopen(tx, seen)),
            withdraw: () => world.run(stateA, (tx) => life.withdraw(tx, seen, 'secret')),
            narrow: () => world.run(stateA, (tx) => life.showTo(tx, seen, narrower, 'secret')),
            revise: () => world.run(stateA, (tx) => drafts.revise(tx, seen, { title: 'secret again', neededBy: null })),
            sort: () =>
              world.run(coordinator, (tx) =>
                review.assignCategory(tx, seen, item, { categoryCode: 'TRACE', reason: 'Sorted here' }),
              ),
            commit: () => world.run(system, (tx) => coverage.commit(tx, item, 5n)),
            unacknowledge: () => world.run(coordinator, (tx) => review.unacknowledge(tx, seen, 'secret')),
            reject: () => world.run(coordinator, (tx) => review.reject(tx, seen, 'secret')),
            reconsider: () => world.run(coordinator, (tx) => review.reconsider(tx, seen)),
            waive: () => world.run(stateA, (tx) => coverage.waive(tx, seen, item, 1n, 'secret')),
            confirm: () => world.run(stateA, (tx) => life.confirm(tx, seen, inDays(365))),
            expire: () => lapse(id),
            propose: () =>
              world.run(stateA, (tx) => revisions.propose(tx, seen, { title: 'secret two', reason: 'secret' })),
            decide: () => decide(id, seen),
            release: () => world.run(system, (tx) => coverage.release(tx, item, 1n)),
            deliver: () => world.run(system, (tx) => coverage.deliver(tx, item, 2n)),
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
  },
);
