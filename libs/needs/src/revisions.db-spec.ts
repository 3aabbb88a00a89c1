// Danger: a published need that changes without a coordinator, under a donor's commitment, or before eyes it is not for.
import { Audit } from '#libs/audit';
import { ANONYMOUS, type Actor } from '#libs/kernel';
import type { Fact } from './completeness.rules.js';
import { differences } from './need-revision.rules.js';
import { NeedRevisionsQueries, type NeedRevisionView } from './need-revisions.queries.js';
import type { RevisionChanges } from './need-revisions.service.js';
import { itemOf, needsWorld } from './needs.fixtures.js';
import { revisionContentOf } from './publish-revision.js';
import { contentOfItems } from './save-items.js';
import { SubmissionThresholdService } from './submission-threshold.js';

const world = needsWorld();
const queries = new NeedRevisionsQueries();
const { stateA, stateB, coordinator, donor, auditor, finance, revisions } = world;

async function propose(needId: string, changes: RevisionChanges, actor = stateA): Promise<string> {
  const seen = await world.seen(needId);
  return world.run(actor, (tx) => revisions.propose(tx, seen, { ...changes, reason: 'The survey found more' }));
}

async function publish(needId: string, revisionId: string, actor = coordinator): Promise<void> {
  const seen = { ...(await world.seen(needId)), revisionId };
  await world.run(actor, (tx) => revisions.publish(tx, seen, null));
}

async function decline(needId: string, revisionId: string, actor = coordinator): Promise<void> {
  const seen = { ...(await world.seen(needId)), revisionId };
  await world.run(actor, (tx) => revisions.decline(tx, seen, 'Not yet'));
}

const read = (needId: string, actor: Actor): Promise<NeedRevisionView[]> =>
  world.db.uow.read(actor, (tx) => queries.list(tx, needId, { limit: 50 })).then(({ items }) => items);

const contentOf = (needId: string) => world.run(stateA, (tx) => revisionContentOf(tx, needId));
const itemsOf = (needId: string) => world.run(stateA, (tx) => contentOfItems(tx, needId));
const more = async (needId: string) =>
  (await itemsOf(needId)).map((item) => ({ ...item, requested: item.requested + 2n }));

it('a published need says what was proposed once a coordinator publishes it, and nothing of it before', async () => {
  const needId = await world.published({ title: 'Six machines' });
  const before = await contentOf(needId);
  const revisionId = await propose(needId, { title: 'Eight machines', items: await more(needId) });
  expect(await contentOf(needId)).toEqual(before);
  await publish(needId, revisionId);
  const after = await contentOf(needId);
  expect(differences(before, after).map(({ field, after: to }) => [field, ...to])).toEqual([
    ['title', 'Eight machines'],
    ['requested', after.items[0]!.requested, 'unit machine'],
  ]);
  const [second, first] = await read(needId, stateA);
  expect(second).toMatchObject({ number: 2, basedOn: 1, state: 'published', proposedBy: { name: 'State A' } });
  expect(second!.differences).toEqual(differences(before, after));
  expect(first).toMatchObject({ number: 1, differences: [] });
  expect(await world.need(needId)).toMatchObject({ revision: 2 });
  expect(await world.acts(needId)).toEqual(
    expect.arrayContaining(['need.revision-proposed', 'need.revision-published']),
  );
  expect(await world.events(needId)).toEqual(
    expect.arrayContaining(['need.revision-proposed', 'need.revised', 'need.changed']),
  );
});

it('items are added, and stay', async () => {
  const needId = await world.published();
  const items = await itemsOf(needId);
  const added = itemOf({ description: 'Spare parts for five years' });
  await expect(propose(needId, { items: [added] })).rejects.toThrow(/items: Keep “.*”: waive/);
  await publish(needId, await propose(needId, { items: [...items, added] }));
  expect((await world.items(needId)).map(({ description }) => description)).toEqual([
    items[0]!.description,
    'Spare parts for five years',
  ]);
  const [{ differences: shown }] = (await read(needId, ANONYMOUS)) as [NeedRevisionView];
  expect(shown.every(({ item, isNewItem }) => item === 1 && isNewItem)).toBe(true);
});

it('what donors are committed to stays what it is, and is asked for at least', async () => {
  const needId = await world.published();
  const item = await world.itemOf(needId);
  await world.run(coordinator, (tx) => world.coverage.commit(tx, item.id, item.requested));
  const [content] = await itemsOf(needId);
  const changed = (change: object) => propose(needId, { items: [{ ...content!, ...change }] });
  await expect(changed({ categoryCode: 'STOCK' })).rejects.toThrow(/items\.0\.categoryCode: Leave this as it is/);
  await expect(changed({ measure: { currency: 'USD' } })).rejects.toThrow(/items\.0\.\w+/);
  await expect(changed({ requested: item.requested - 1n })).rejects.toThrow(/items\.0\.requested: Write at least/);
  await changed({ description: 'The same, said better' });
});

it('a commitment that came in between is found when it is published', async () => {
  const needId = await world.published();
  const [content] = await itemsOf(needId);
  const less = await propose(needId, { items: [{ ...content!, requested: content!.requested - 1n }] });
  await world.run(coordinator, (tx) => world.coverage.commit(tx, content!.id!, content!.requested));
  await expect(publish(needId, less)).rejects.toThrow(/items\.0\.requested/);
  expect((await world.itemOf(needId)).requested).toBe(content!.requested);
});

it('wrong content is refused when it is proposed, with its field', async () => {
  const needId = await world.published();
  const [content] = await itemsOf(needId);
  await expect(propose(needId, { items: [{ ...content!, categoryCode: 'NONE' }] })).rejects.toThrow(
    /items\.0\.categoryCode/,
  );
  await expect(propose(needId, { paragraphs: ['PoA Z.9'] })).rejects.toThrow(/paragraphs/);
  await expect(propose(needId, {})).rejects.toThrow(/nothing else/);
  expect(await read(needId, stateA)).toHaveLength(1);
});

it('one change waits at a time; it is declined with a reason, or taken back', async () => {
  const needId = await world.published();
  const first = await propose(needId, { title: 'Other words' });
  await expect(propose(needId, { title: 'Third words' })).rejects.toThrow('waits for a coordinator');
  await decline(needId, first);
  await expect(publish(needId, first)).rejects.toThrow(/declined/);
  const second = await propose(needId, { title: 'Third words' });
  const seen = { ...(await world.seen(needId)), revisionId: second };
  await expect(world.run(stateB, (tx) => revisions.withdraw(tx, seen))).rejects.toThrow('Only a focal point');
  await world.run(stateA, (tx) => revisions.withdraw(tx, seen));
  const shown = await read(needId, stateA);
  expect(shown.map(({ state, note }) => [state, note])).toEqual([
    ['withdrawn', null],
    ['declined', 'Not yet'],
    ['published', null],
  ]);
});

it('only its point of contact proposes, and only a coordinator of another organization decides', async () => {
  const needId = await world.published();
  await expect(propose(needId, { title: 'Theirs' }, stateB)).rejects.toThrow('Only a focal point');
  const other: Actor = { ...stateA, personId: coordinator.personId };
  await expect(propose(needId, { title: 'Ours' }, other)).rejects.toThrow(/point of contact/);
  const revisionId = await propose(needId, { title: 'Ours' });
  for (const actor of [stateA, donor, finance, auditor]) {
    await expect(publish(needId, revisionId, actor)).rejects.toThrow('Only a coordinator');
  }
  const stale = { needId, version: 1, revisionId };
  await expect(world.run(coordinator, (tx) => revisions.publish(tx, stale, null))).rejects.toThrow('changed');
});

it('a change that was proposed on what no longer stands is not published', async () => {
  const needId = await world.published();
  const revisionId = await propose(needId, { title: 'On the old category' });
  const { id } = await world.itemOf(needId);
  await world.judge(needId, (tx, seen) =>
    world.review.assignCategory(tx, seen, id, { categoryCode: 'STOCK', reason: 'Sorted here' }),
  );
  await expect(publish(needId, revisionId)).rejects.toThrow('after this change of it was proposed');
  const [sorted] = (await read(needId, auditor)).filter(({ state }) => state === 'published');
  expect(sorted).toMatchObject({ number: 2, differences: [{ field: 'categoryCode', after: ['STOCK'] }] });
});

it('outsiders read only what was published to them, and never a site', async () => {
  const needId = await world.published({ visibility: 'parties-only', items: [itemOf({ site: 'Depot 4' })] });
  const outside = [ANONYMOUS, donor, stateB];
  for (const actor of outside) await expect(read(needId, actor)).rejects.toThrow('no need');
  await publish(needId, await propose(needId, { title: 'For everyone now', visibility: 'public' }));
  const before = await Promise.all(outside.map((actor) => read(needId, actor)));
  expect(before.map((items) => items.map(({ number, differences: shown }) => [number, shown]))).toEqual([
    [[2, []]],
    [[2, []]],
    [[2, []]],
  ]);
  await decline(needId, await propose(needId, { title: 'Not to be read' }));
  await propose(needId, { summary: 'Waits' });
  expect(await Promise.all(outside.map((actor) => read(needId, actor)))).toEqual(before);
  const everything = JSON.stringify(before);
  for (const secret of ['Depot', 'Marking machines', 'Not to be read', 'State A', 'Waits']) {
    expect(everything).not.toContain(secret);
  }
  expect(await read(needId, coordinator)).toHaveLength(4);
});

it('a change of a site is told to those who are told sites, and is nothing to others', async () => {
  const needId = await world.published({ items: [itemOf({ site: 'Depot 4' })] });
  const [content] = await itemsOf(needId);
  await publish(needId, await propose(needId, { items: [{ ...content!, site: 'Depot 5' }] }));
  for (const actor of [stateA, coordinator, auditor]) {
    const [{ differences: told }] = (await read(needId, actor)) as [NeedRevisionView];
    expect(told).toMatchObject([{ field: 'site', before: ['Depot 4'], after: ['Depot 5'] }]);
  }
  for (const actor of [ANONYMOUS, donor, stateB, finance, world.administrator]) {
    expect((await read(needId, actor)).flatMap(({ differences: told }) => told)).toEqual([]);
  }
});

it('a change of nothing but a site changes nothing that others read: no revision, reason, number or version', async () => {
  const needId = await world.published({ items: [itemOf({ site: 'Depot 4' })] });
  const outside = [ANONYMOUS, donor, world.foundation, stateB, finance, world.administrator];
  const everything = () =>
    Promise.all(
      outside.map(async (actor) => [
        await read(needId, actor),
        await world.db.uow.read(actor, (tx) => world.queries.get(tx, needId)),
        await world.db.uow.read(actor, (tx) => world.queries.list(tx, { limit: 100 })),
        await world.db.uow.read(actor, (tx) => world.queries.inFull(tx, {}, { after: null, limit: 100 })),
      ]),
    );
  const before = await everything();
  const changed = async () => (await world.events(needId)).filter((event) => event === 'need.changed').length;
  const changes = await changed();
  const [content] = await itemsOf(needId);
  await publish(needId, await propose(needId, { items: [{ ...content!, site: 'Depot 5' }] }));
  expect(await everything()).toEqual(before);
  expect(await changed()).toBe(changes);
  for (const actor of [stateA, coordinator, auditor]) {
    expect(await read(needId, actor)).toMatchObject([{ number: 2, reason: 'The survey found more' }, { number: 1 }]);
  }

  await publish(needId, await propose(needId, { title: 'Other words' }));
  expect(await changed()).toBe(changes + 1);
  for (const actor of outside) {
    expect(await read(needId, actor)).toMatchObject([
      { number: 2, basedOn: 1, differences: [{ field: 'title' }] },
      { number: 1, basedOn: 0 },
    ]);
  }
  const versions = [ANONYMOUS, stateA].map((actor) => world.db.uow.read(actor, (tx) => world.queries.get(tx, needId)));
  const [told, whole] = await Promise.all(versions);
  expect(told!.version).toBe(whole!.version - 1);
});

it('a site that was opened and closed again is told to nobody outside, in no revision', async () => {
  const needId = await world.published({ siteVisibility: 'public', items: [itemOf({ site: 'Depot 4' })] });
  const [content] = await itemsOf(needId);
  await publish(needId, await propose(needId, { items: [{ ...content!, site: 'Depot 5' }] }));
  const told = async (actor: Actor) => JSON.stringify(await read(needId, actor));
  expect(await told(ANONYMOUS)).toContain('Depot 5');
  await publish(needId, await propose(needId, { siteVisibility: 'coordinators' }));
  for (const actor of [ANONYMOUS, donor, stateB]) expect(await told(actor)).not.toContain('Depot');
  expect(await told(stateA)).toContain('Depot 5');
  await publish(needId, await propose(needId, { siteVisibility: 'public', items: [{ ...content!, site: 'Depot 6' }] }));
  // Opened again is what stands now, not what was said while it was closed.
  expect(await told(ANONYMOUS)).toContain('Depot 6');
  const [, closed] = (await read(needId, ANONYMOUS)) as [NeedRevisionView, NeedRevisionView];
  expect(closed.differences.map(({ field }) => field)).toEqual(['siteVisibility']);
});

it('the State that a need of others is for counts revisions of its sites, as it is told them', async () => {
  const needId = await world.published({ items: [itemOf({ site: 'Depot 4' })] });
  const [content] = await itemsOf(needId);
  await publish(needId, await propose(needId, { items: [{ ...content!, site: 'Depot 5' }] }));
  const areaOf = (area: string | null) =>
    world.db.asOwner('UPDATE organizations SET area_iso2 = $2 WHERE id = $1', [stateB.organizationId, area]);
  const numbers = async () => (await read(needId, stateB)).map(({ number }) => number);
  const [before] = await world.db.asOwner<{ area: string | null }>(
    'SELECT area_iso2 AS area FROM organizations WHERE id = $1',
    [stateB.organizationId],
  );
  expect(await numbers()).toEqual([1]);
  await areaOf((await world.need(needId)).areaIso2);
  expect(await numbers()).toEqual([2, 1]);
  await areaOf(before!.area);
});

it('what was decided on stays as it is, whatever the code does', async () => {
  const needId = await world.published();
  await expect(
    world.db.uow.run(coordinator, (tx) =>
      tx.query(`UPDATE need_revisions SET content = '{}' WHERE need_id = $1`, [needId]),
    ),
  ).rejects.toThrow('was decided on and stays as it is');
});

it('publishing again without a change is no new revision', async () => {
  const needId = await world.published();
  await world.judge(needId, (tx, seen) => world.review.unpublish(tx, seen, 'A word was wrong'));
  await world.publish(needId);
  expect(await read(needId, stateA)).toHaveLength(1);
});

it('what was hidden or taken off is not told when the need is open again', async () => {
  const narrowed = await world.published({ title: 'secret' });
  await publish(narrowed, await propose(narrowed, { title: 'still secret' }));
  await publish(narrowed, await propose(narrowed, { visibility: 'coordinators' }));
  await publish(narrowed, await propose(narrowed, { title: 'For everyone', visibility: 'public' }));

  const takenOff = await world.published({ title: 'secret' });
  await world.judge(takenOff, (tx, seen) => world.review.unpublish(tx, seen, 'A mistake'));
  await world.judge(takenOff, (tx, seen) => world.review.reconsider(tx, seen));
  await world.judge(takenOff, (tx, seen) => world.review.giveBack(tx, seen, [{ about: null, body: 'Mend it' }]));
  const returned = await world.seen(takenOff);
  await world.run(stateA, (tx) => world.drafts.revise(tx, returned, { title: 'For everyone' }));
  const mended = await world.seen(takenOff);
  await world.run(stateA, (tx) => world.life.submit(tx, mended, true));
  await world.judge(takenOff, (tx, seen) => world.review.validate(tx, seen));
  await world.publish(takenOff);

  for (const [needId, number, all] of [
    [narrowed, 4, 4],
    [takenOff, 2, 2],
  ] as const) {
    for (const actor of [ANONYMOUS, donor, stateB, world.administrator]) {
      expect(await read(needId, actor)).toMatchObject([{ number, differences: [] }]);
      expect(JSON.stringify(await read(needId, actor))).not.toContain('secret');
    }
    expect(await read(needId, auditor)).toHaveLength(all);
    expect(await read(needId, stateA)).toHaveLength(all);
  }
});

it('who proposed a change does not decide on it, even from another organization', async () => {
  const needId = await world.published();
  const revisionId = await propose(needId, { title: 'Ours' });
  const moved: Actor = { ...coordinator, personId: stateA.personId };
  await world.db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [stateA.personId]);
  try {
    await expect(publish(needId, revisionId, moved)).rejects.toMatchObject({ code: 'own-need' });
    await expect(decline(needId, revisionId, moved)).rejects.toMatchObject({ code: 'own-need' });
  } finally {
    await world.db.asOwner('UPDATE memberships SET ended_at = NULL WHERE person_id = $1', [stateA.personId]);
  }
  await expect(
    world.db.asOwner(
      `UPDATE need_revisions SET state = 'declined', decided_at = now(), decided_by = proposed_by WHERE id = $1`,
      [revisionId],
    ),
  ).rejects.toMatchObject({ constraint: 'ck_need_revisions_two_people' });
});

it('a published need goes on saying what every request must say', async () => {
  const needId = await world.published();
  await expect(propose(needId, { summary: '' })).rejects.toMatchObject({
    code: 'need-incomplete',
    errors: [{ path: 'summary' }],
  });
});

describe('what every request must say', () => {
  const thresholds = new SubmissionThresholdService(new Audit());
  const require = async (minimumScore: number, requiredFacts: Fact[]) => {
    const { version } = await world.run(coordinator, (tx) => thresholds.get(tx));
    await world.run(coordinator, (tx) => thresholds.set(tx, version, { minimumScore, requiredFacts }));
  };
  afterEach(() => require(20, ['items']));
  const incomplete = { code: 'need-incomplete' };
  const full = { items: [itemOf({ minimum: 2n, place: 'Cité Soleil' })], alreadyDone: 'Two trainings' };

  it('a change does not take away, neither when it is proposed nor when it is published', async () => {
    const needId = await world.published(full);
    const [item] = await itemsOf(needId);
    const waiting = await propose(needId, { items: [{ ...item!, minimum: null }] });
    const other = await world.published(full);
    await require(0, ['minimum']);
    const [ofOther] = await itemsOf(other);
    await expect(propose(other, { items: [{ ...ofOther!, minimum: null }] })).rejects.toMatchObject(incomplete);
    await expect(propose(other, { items: [ofOther!, itemOf()] })).rejects.toMatchObject(incomplete);
    await expect(publish(needId, waiting)).rejects.toMatchObject(incomplete);
    await require(100, []);
    await expect(propose(other, { alreadyDone: null })).rejects.toMatchObject(incomplete);
  });

  it('one that never said it may go on without, but says no less', async () => {
    const needId = await world.published({ alreadyDone: 'Two trainings' });
    await require(100, ['minimum']);
    await expect(propose(needId, { alreadyDone: null })).rejects.toMatchObject(incomplete);
    await expect(propose(needId, { items: [...(await itemsOf(needId)), itemOf()] })).rejects.toMatchObject(incomplete);
    await publish(needId, await propose(needId, { title: 'Eight machines' }));
  });
});
