// Danger: what a State writes into its request is lost, wrongly taken, or shows where its weapons are kept.
import { Audit } from '#libs/audit';
import { ANONYMOUS, Money } from '#libs/kernel';
import type { Fact } from './completeness.rules.js';
import { PARAGRAPH_SHAPE, PARAGRAPHS_MAX } from './need.limits.js';
import type { ItemContent } from './need.rules.js';
import { NeedIncomplete } from './needs.errors.js';
import { contentOf, itemOf, needsWorld } from './needs.fixtures.js';
import { SubmissionThresholdService } from './submission-threshold.js';

const world = needsWorld();
const { drafts, life, stateA, stateB, donor, coordinator, finance, auditor, administrator, db } = world;
const thresholds = new SubmissionThresholdService(new Audit());

const ITEM = {
  neededBy: '2097-03-31',
  place: 'Artibonite',
  site: 'Depot 4, old harbour',
  prerequisites: 'Mains power',
  ownContribution: 'Two officers',
  isEssential: false,
};
const NEED = {
  actionPlan: 'National action plan 2026',
  actionPlanRank: 2,
  alreadyDone: 'A survey',
  paragraphs: ['ITI A.1', 'PoA C.19'],
  alsoSubmittedTo: ['unscar', 'other'] as const,
  alsoSubmittedNote: 'CARICOM, May 2026',
};

it('everything that was written is read again, also after a change of something else', async () => {
  const id = await world.draft({ ...NEED, items: [itemOf({ ...ITEM, unitCost: Money.of(5n, 'USD') })] });
  const seen = await world.seen(id);
  await world.run(stateA, (tx) => drafts.revise(tx, seen, { title: 'Other words' }));
  const view = await world.run(stateA, (tx) => world.queries.get(tx, id));
  expect(view).toMatchObject({ ...NEED, title: 'Other words', items: [ITEM] });
});

it('a copy is a draft of its own with the same content', async () => {
  const id = await world.published({ ...NEED, items: [itemOf(ITEM), itemOf()] });
  const copyId = await world.run(stateA, (tx) => drafts.copy(tx, id));
  const copy = await world.run(stateA, (tx) => world.queries.get(tx, copyId));
  expect(copy).toMatchObject({ ...NEED, state: 'draft', version: 1, items: [ITEM, { isEssential: true }] });
  expect(copy.items[0]!.id).not.toBe((await world.itemOf(id)).id);
  await expect(world.run(stateB, (tx) => drafts.copy(tx, id))).rejects.toMatchObject({ code: 'denied' });
});

const READERS = { stateA, coordinator, auditor, stateB, donor, finance, administrator, anonymous: ANONYMOUS };
const INSIDE = ['stateA', 'coordinator', 'auditor'];
const SIGNED_IN = [...INSIDE, 'stateB', 'donor', 'finance', 'administrator'];

/** Written by hand: who is told the site of a public need. */
it.each([
  [undefined, INSIDE],
  ['coordinators', INSIDE],
  ['parties-only', INSIDE],
  ['states-only', SIGNED_IN],
  ['public', [...SIGNED_IN, 'anonymous']],
] as const)('the site of a public need, opened to %s, is told to %p', async (siteVisibility, told) => {
  const id = await world.published({ visibility: 'public', siteVisibility, items: [itemOf(ITEM)] });
  for (const [name, reader] of Object.entries(READERS)) {
    const view = await db.uow.read(reader, (tx) => world.queries.get(tx, id));
    expect([name, view.items[0]?.place, view.items[0]?.site]).toEqual([
      name,
      ITEM.place,
      told.includes(name) ? ITEM.site : null,
    ]);
    const { items } = await db.uow.read(reader, (tx) => world.queries.list(tx, { q: 'harbour', limit: 10 }));
    expect(items).toEqual([]);
  }
});

it.each([
  [{ paragraphs: ['PoA Z.99'] }, 'paragraphs'],
  [{ actionPlanRank: 1 }, 'actionPlan'],
  [{ items: [itemOf({ neededBy: '2099-01-01' })] }, 'items.0.neededBy'],
])('a field that is wrong is named: %#', async (content, path) => {
  await expect(world.draft(content)).rejects.toMatchObject({ errors: [{ path }] });
});

it('takes every paragraph that a category rests on', async () => {
  const categories = await world.run(stateA, (tx) =>
    tx.query<{ paragraph: string }[]>('SELECT DISTINCT unnest(paragraphs) AS paragraph FROM assistance_categories'),
  );
  const paragraphs = categories.map(({ paragraph }) => paragraph);
  expect(paragraphs.filter((one) => !PARAGRAPH_SHAPE.test(one))).toEqual([]);
  await world.draft({ paragraphs: paragraphs.slice(0, PARAGRAPHS_MAX) });
});

it('all that is wrong is said at once: what cannot be used, what contradicts itself, and what nobody knows', async () => {
  const content = {
    paragraphs: ['PoA Z.99'],
    actionPlanRank: 1,
    neededBy: null,
    areaIso2: 'ZZ',
    items: [itemOf({ minimum: 20n, categoryCode: 'NONE' }), itemOf({ requested: 0n, minimum: 3n, typeCode: 'none' })],
  };
  const paths = ['items.0.minimum', 'actionPlan', 'areaIso2', 'paragraphs', 'items.0.categoryCode', 'items.1.typeCode'];
  const wrong = [
    { path: 'neededBy', detail: 'must be a day' },
    { path: 'items.1.requested', detail: 'must be a number' },
  ];
  const named = (error: unknown) => (error as { errors: { path: string }[] }).errors.map(({ path }) => path);
  const id = await world.draft();
  const draft = world.run(stateA, (tx) => drafts.draft(tx, contentOf(content), wrong));
  expect(named(await draft.catch((error: unknown) => error))).toEqual(['neededBy', 'items.1.requested', ...paths]);
  const revise = world.run(stateA, async (tx) => drafts.revise(tx, await world.seen(id), content, wrong));
  expect(named(await revise.catch((error: unknown) => error))).toEqual(['neededBy', 'items.1.requested', ...paths]);
  const right = world.run(stateA, async (tx) => drafts.revise(tx, await world.seen(id), {}, wrong));
  await expect(right).rejects.toMatchObject({ errors: wrong });
  expect(await world.need(id)).toMatchObject({ version: 1 });
});

/** What only a draft may leave open is refused at these fields of what is published and of what was given back. Returns the published need. */
async function refusedLater(open: ItemContent, paths: readonly string[]): Promise<string> {
  const refused = { code: 'invalid-input', errors: paths.map((path) => ({ path })) };
  const published = await world.published();
  const items = (await world.items(published)).map((item) => ({ ...open, id: item.id }));
  const seen = await world.seen(published);
  const proposed = world.run(stateA, (tx) => world.revisions.propose(tx, seen, { items, reason: 'Later' }));
  await expect(proposed).rejects.toMatchObject(refused);
  const returned = await world.underReview();
  await world.judge(returned, (tx, at) =>
    world.review.giveBack(tx, at, [{ about: 'items.0.unitCost', body: 'Which?' }]),
  );
  const given = await world.seen(returned);
  const revised = world.run(stateA, (tx) => world.drafts.revise(tx, given, { items: [open] }));
  await expect(revised).rejects.toMatchObject(refused);
  return published;
}

describe('the threshold of submission', () => {
  const set = async (minimumScore: number, requiredFacts: Fact[], actor = coordinator) => {
    const { version } = await world.run(actor, (tx) => thresholds.get(tx));
    await world.run(actor, (tx) => thresholds.set(tx, version, { minimumScore, requiredFacts }));
  };
  const SHIPPED = ['items', 'category', 'description', 'quantity', 'needed-by'] as const;
  afterEach(() => set(50, [...SHIPPED]));
  const pathsMissing = async (content: object): Promise<string[]> => {
    const id = await world.draft(content);
    const seen = await world.seen(id);
    try {
      await world.run(stateA, (tx) => life.submit(tx, seen));
      return [];
    } catch (error) {
      if (!(error instanceof NeedIncomplete)) throw error;
      return error.errors.map(({ path }) => path);
    }
  };

  it('as it is shipped asks for what a donor cannot do without, and for nothing that an official cannot say', async () => {
    expect(await world.run(coordinator, (tx) => thresholds.get(tx))).toMatchObject({
      minimumScore: 50,
      requiredFacts: SHIPPED,
    });
    expect(await pathsMissing({})).toEqual([]);
    expect(await pathsMissing({ summary: '', items: [] })).toEqual(expect.arrayContaining(['summary', 'items']));
    // What donors left unanswered: "legislative, material, technical, financial".
    const vague = { categoryCode: 'OTHER', description: 'material', requested: 0n };
    const request = { title: 'Assistance', summary: 'material', neededBy: null, items: [itemOf(vague)] };
    const paths = ['neededBy', 'items.0.categoryCode', 'items.0.description', 'items.0.requested'];
    expect(await pathsMissing(request)).toEqual(expect.arrayContaining(paths));
    for (const [index, one] of (['categoryCode', 'description', 'requested'] as const).entries()) {
      expect(await pathsMissing({ items: [itemOf({ [one]: vague[one] })] })).toEqual([paths[index + 1]]);
    }
    expect(await pathsMissing({ neededBy: null })).toEqual(['neededBy']);
  });

  it('of a line whose type is not chosen a draft is kept, and nothing submitted, proposed or given back again', async () => {
    await set(0, []);
    const open = itemOf({ typeCode: null });
    const missing = ['items.1.typeCode'];
    expect(await pathsMissing({ items: [itemOf(), open] })).toEqual(missing);
    const id = await world.draft({ items: [open, itemOf({ categoryCode: 'OTHER' })] });
    const need = await world.run(stateA, (tx) => world.queries.get(tx, id));
    expect(need.items.map(({ typeCode }) => typeCode)).toEqual([null, 'equipment']);
    expect(need.completeness.missing.map(({ fact, path }) => `${fact} ${path}`)).toEqual(
      expect.arrayContaining(['category items.0.typeCode', 'category items.1.categoryCode']),
    );
    const codes = await world.db.asOwner('SELECT type_codes FROM needs WHERE id = $1', [id]);
    expect(codes).toEqual([{ type_codes: ['equipment'] }]);
    await expect(
      world.db.asOwner("UPDATE needs SET state = 'submitted', submitted_at = now() WHERE id = $1", [id]),
    ).rejects.toThrow('has no type');
    const published = await refusedLater(open, ['items.0.typeCode']);
    await expect(
      world.db.asOwner('UPDATE need_items SET type_code = NULL WHERE need_id = $1', [published]),
    ).rejects.toThrow('has no type');
  });

  it('of a line without words or without what it counts a draft is kept, and nothing submitted, proposed or given back again', async () => {
    await set(0, []);
    const open = itemOf({ description: '', measure: {}, requested: 12n, unitCost: Money.of(5n, 'USD') });
    const paths = ['items.1.description', 'items.1.measure'];
    expect(await pathsMissing({ items: [itemOf(), open] })).toEqual(paths);
    expect(await pathsMissing({ items: [itemOf({ description: ' ', categoryCode: 'OTHER' })] })).toEqual([
      'items.0.description',
    ]);
    const id = await world.draft({ items: [open] });
    const need = await world.run(stateA, (tx) => world.queries.get(tx, id));
    expect(need.items).toMatchObject([{ description: '', measure: {}, requested: '12' }]);
    expect(need.items[0]!.measure).toEqual({});
    expect(need.completeness.missing.map(({ fact, path }) => `${fact} ${path}`)).toEqual(
      expect.arrayContaining(['description items.0.description', 'quantity items.0.measure']),
    );
    const copied = await world.run(stateA, (tx) => world.drafts.copy(tx, id));
    expect(await world.items(copied)).toMatchObject([{ currency: null, unitCode: null, requested: 12n }]);
    const listed = await world.run(stateA, (tx) => world.queries.list(tx, { limit: 50 }));
    expect(listed.items.find((one) => one.id === id)?.items).toMatchObject([{ measure: {} }]);
    await expect(
      world.db.asOwner("UPDATE needs SET state = 'submitted', submitted_at = now() WHERE id = $1", [id]),
    ).rejects.toThrow('does not say what it counts');
    const published = await refusedLater(open, ['items.0.description', 'items.0.measure']);
    await expect(
      world.db.asOwner('UPDATE need_items SET unit_code = NULL WHERE need_id = $1', [published]),
    ).rejects.toThrow('does not say what it counts');
  });

  it('what an import published without words is changed without them, and nothing loses its words', async () => {
    await set(0, []);
    const id = await world.published({ items: [itemOf(), itemOf()] });
    const [wordless, worded] = await world.items(id);
    await world.db.asOwner("UPDATE need_items SET description = '' WHERE id = $1", [wordless!.id]);
    const seen = await world.seen(id);
    const propose = (...descriptions: string[]) => {
      const items = [wordless, worded].map((item, index) => ({
        ...itemOf({ description: descriptions[index], place: 'Cap-Haïtien' }),
        id: item!.id,
      }));
      return world.run(stateA, (tx) => world.revisions.propose(tx, seen, { items, reason: 'Moved' }));
    };
    await expect(propose('', '')).rejects.toMatchObject({ errors: [{ path: 'items.1.description' }] });
    await expect(propose('', worded!.description)).resolves.toEqual(expect.any(String));
  });

  it('of no quantity nothing is submitted, whatever is asked for otherwise', async () => {
    await set(0, []);
    expect(await pathsMissing({ items: [itemOf({ requested: 0n })] })).toEqual(['items.0.requested']);
  });

  it('of a line in no category nothing is submitted, proposed or sorted that does not say what it is', async () => {
    await set(0, []);
    const vague = itemOf({ categoryCode: 'OTHER', description: 'Other material' });
    const told = { ...vague, description: 'Tents for the checkpoints' };
    expect(await pathsMissing({ items: [itemOf(), vague, told] })).toEqual(['items.1.description']);
    expect(await pathsMissing({ items: [told] })).toEqual([]);
    const id = await world.published({ items: [told, itemOf({ description: 'Machines' })] });
    const seen = await world.seen(id);
    const [unsorted, sorted] = await world.items(id);
    const items = [
      { ...vague, id: unsorted!.id },
      { ...itemOf(), id: sorted!.id },
    ];
    await expect(
      world.run(stateA, (tx) => world.revisions.propose(tx, seen, { items, reason: 'Less' })),
    ).rejects.toMatchObject({ code: 'need-incomplete', errors: [{ path: 'items.0.description' }] });
    const unsort = { categoryCode: 'OTHER', reason: 'Nowhere' };
    await expect(
      world.run(coordinator, (tx) => world.review.assignCategory(tx, seen, sorted!.id, unsort)),
    ).rejects.toMatchObject({ code: 'invalid-input', errors: [{ path: 'categoryCode' }] });
  });

  it('names what it asks for by its place, as soon as it is set', async () => {
    await set(20, ['action-plan', 'place']);
    expect(await pathsMissing({ items: [itemOf(), itemOf(ITEM)] })).toEqual(['actionPlan', 'items.0.place']);
    expect(await pathsMissing({ ...NEED, items: [itemOf(ITEM)] })).toEqual([]);
  });

  it('names everything that is missing while the score is too low', async () => {
    await set(95, []);
    const id = await world.draft({});
    const { completeness } = await world.run(stateA, (tx) => world.queries.get(tx, id));
    expect(await pathsMissing({})).toEqual(completeness.missing.map(({ path }) => path));
  });

  it('is set by coordinators and administrators, with an audit row, and never over what somebody else set', async () => {
    await set(30, [], administrator);
    await expect(set(0, [], stateA)).rejects.toMatchObject({ code: 'denied' });
    await expect(
      world.run(coordinator, (tx) => thresholds.set(tx, 1, { minimumScore: 0, requiredFacts: [] })),
    ).rejects.toMatchObject({ code: 'stale' });
    expect(await world.acts('submission-threshold')).toContain('submission-threshold.set');
  });
});
