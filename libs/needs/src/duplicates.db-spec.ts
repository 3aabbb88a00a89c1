// Danger: a merge loses what was asked, promised or told of one of two needs, or tells somebody of a need they may not know.
import { Audit } from '#libs/audit';
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import { Outbox } from '#libs/platform';
import { NeedDuplicatesQueries } from './need-duplicates.queries.js';
import { NeedMergeService } from './need-merge.service.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const merges = new NeedMergeService(new Audit(), new Outbox());
const queries = new NeedDuplicatesQueries();

/** Each test asks for an area of its own, so that nothing else is like its needs. */
const AREAS = 'AG BB BS BZ CR CU DM DO GD GT GY HN JM KN LC MX NI PA SR SV TT VC'.split(' ');
const somewhere = () => ({ areaIso2: AREAS.pop()! });

async function merge(needId: string, into: string, actor = world.coordinator): Promise<void> {
  const seen = await world.seen(needId);
  await world.run(actor, (tx) => merges.merge(tx, seen, into, 'Filed twice'));
}

async function takeApart(needId: string): Promise<void> {
  await world.judge(needId, (tx, seen) => merges.takeApart(tx, seen, 'Two stores'));
}

const found = (needId: string, actor = world.coordinator) => world.run(actor, (tx) => queries.of(tx, needId));
const idsOf = async (needId: string) => (await found(needId)).map(({ need }) => need.id);

describe('needs that are alike', () => {
  it('are found from both sides, with evidence, as long as they are asked for', async () => {
    const here = somewhere();
    const ours = await world.published(here);
    const theirs = await world.submitted({ ...here, title: 'Machines à marquer', language: 'fr' }, world.stateB);
    await world.submitted({ ...here, title: 'Safes', items: [itemOf({ categoryCode: 'STOCK' })] });
    await world.draft(here);
    const [one, ...more] = await found(ours);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      need: { id: theirs, state: 'submitted', language: 'fr', organization: { name: 'State B' } },
      evidence: {
        categories: ['MARK'],
        sameLines: [{ categoryCode: 'MARK', requested: 10n, otherRequested: 10n }],
        sameOrganization: false,
      },
      distinct: null,
    });
    expect(await idsOf(theirs)).toEqual([ours]);
    await world.judge(ours, (tx, seen) => world.review.unpublish(tx, seen, 'Wait'));
    await world.judge(ours, (tx, seen) => world.review.reconsider(tx, seen));
    await world.judge(ours, (tx, seen) => world.review.reject(tx, seen, 'Not ours'));
    expect([await idsOf(ours), await idsOf(theirs)]).toEqual([[], []]);
  });

  it('are alike by the words of their texts, stemmed in their language', async () => {
    const here = somewhere();
    const summary = 'Rifles of the border guards carry no marks and cannot be traced';
    const text = (title: string, requested: bigint) => ({ ...here, title, summary, items: [itemOf({ requested })] });
    const ours = await world.submitted(text('Border', 5n));
    await world.submitted(text('Customs', 5_000n));
    const [one] = await found(ours);
    expect(one?.evidence.words).toBeGreaterThan(0.7);
    expect(one?.evidence.sameLines).toEqual([]);
  });

  it('are told to coordinators and auditors only', async () => {
    const ours = await world.published(somewhere());
    for (const actor of [world.stateA, world.donor, world.finance, world.administrator, ANONYMOUS]) {
      await expect(found(ours, actor)).rejects.toMatchObject({ kind: 'denied' });
    }
    expect(await found(ours, world.auditor)).toEqual([]);
    await expect(found(newId('need'))).rejects.toMatchObject({ kind: 'missing' });
  });

  it('are suggested last once they were told apart, until that is taken back; nobody else is shown any of it', async () => {
    const here = somewhere();
    const [ours, theirs] = [await world.published(here), await world.published(here)];
    const shown = (actor: Actor) => world.run(actor, (tx) => world.queries.get(tx, ours));
    const before = await shown(world.donor);
    await world.run(world.coordinator, (tx) => merges.tellApart(tx, theirs, ours, 'Two stores'));
    await world.run(world.coordinator, (tx) => merges.tellApart(tx, ours, theirs, 'Police and army'));
    for (const id of [ours, theirs]) {
      const [one] = await found(id);
      expect(one?.distinct).toMatchObject({ note: 'Police and army', by: { name: 'Office' } });
      expect(await world.acts(id)).toContain('need.found-distinct');
    }
    await world.run(world.coordinator, (tx) => merges.suggestAgain(tx, theirs, ours));
    await world.run(world.coordinator, (tx) => merges.suggestAgain(tx, theirs, ours));
    expect((await found(ours))[0]?.distinct).toBeNull();
    expect((await world.acts(ours)).filter((act) => act === 'need.found-distinct-undone')).toHaveLength(1);
    expect(await shown(world.donor)).toEqual(before);
  });

  it('are not told apart by a party, nor a need from itself', async () => {
    const here = somewhere();
    const [ours, theirs] = [await world.published(here), await world.published(here)];
    const tell = (actor: Actor, other: string) => world.run(actor, (tx) => merges.tellApart(tx, ours, other, 'No'));
    await expect(tell(world.stateA, theirs)).rejects.toMatchObject({ kind: 'denied' });
    await expect(tell(await partyTo(world.stateA), theirs)).rejects.toMatchObject({ code: 'own-need' });
    await expect(tell(world.coordinator, ours)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('are not told apart, nor suggested again, once one was merged into the other', async () => {
    const here = somewhere();
    const [ours, theirs] = [await world.published(here), await world.published(here)];
    await merge(ours, theirs);
    const tell = world.run(world.coordinator, (tx) => merges.tellApart(tx, theirs, ours, 'Two stores'));
    await expect(tell).rejects.toMatchObject({ code: 'need-not-open' });
    const again = world.run(world.coordinator, (tx) => merges.suggestAgain(tx, theirs, ours));
    await expect(again).rejects.toMatchObject({ code: 'need-not-open' });
  });
});

/** A coordinator who also belongs to the organization that asks. */
async function partyTo({ organizationId }: Actor): Promise<Actor> {
  const personId = newId('pers');
  await world.db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $2, $3)', [
    personId,
    `${personId}@t.example`,
    'Both',
  ]);
  await world.db.asOwner(
    "INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, 'focal-point')",
    [newId('memb'), personId, organizationId],
  );
  return { ...world.coordinator, personId };
}

describe('a merge', () => {
  it.each(['submitted', 'underReview', 'validated', 'published'] as const)(
    'of a need that is %s ends it in favour of the other, both keep their history, and is undone whole',
    async (until) => {
      const here = somewhere();
      const into = await world.published(here);
      const needId = await world[until](here);
      const before = await world.need(needId);
      await merge(needId, into);
      expect(await world.need(needId)).toMatchObject({
        state: 'merged',
        mergedInto: into,
        mergedFromState: before.state,
        endReason: 'Filed twice',
        publishedAt: before.publishedAt,
      });
      expect([await world.acts(needId), await world.acts(into)].map((acts) => acts.at(-1))).toEqual([
        'need.merged',
        'need.took-in',
      ]);
      expect((await world.events(needId)).at(-1)).toBe('need.merged');
      // Who reads the other need hears of it only where they could read this one, too.
      expect((await world.events(into)).at(-1)).toBe(until === 'published' ? 'need.changed' : 'need.published');
      const view = await world.run(world.coordinator, (tx) => world.queries.get(tx, into));
      expect(view.mergedFrom).toEqual([{ id: needId, title: before.title }]);
      expect(await idsOf(into)).toEqual([]);

      await takeApart(needId);
      expect(await world.need(needId)).toEqual({ ...before, version: before.version + 2 });
      expect((await world.events(needId)).at(-1)).toBe('need.taken-apart');
      expect((await world.acts(into)).at(-1)).toBe('need.gave-back');
      expect(await idsOf(into)).toEqual([needId]);
    },
  );

  it('tells each reader of the other need only what they may see of it', async () => {
    const here = somewhere();
    const into = await world.published({ ...here, title: 'Stays' });
    const needId = await world.published({ ...here, title: 'Goes', visibility: 'states-only' }, world.stateB);
    await expect(merge(into, needId)).rejects.toThrow(/into: That need has fewer readers/);
    await merge(needId, into);
    const goes = (actor: Actor) => world.run(actor, (tx) => world.queries.get(tx, needId));
    const seenBy = async (visibility: string) => {
      await world.db.asOwner('UPDATE needs SET visibility = $2 WHERE id = $1', [into, visibility]);
      return (await goes(world.donor)).mergedInto;
    };
    expect(await seenBy('coordinators')).toBeNull();
    expect(await seenBy('public')).toEqual({ id: into, title: 'Stays' });

    const secret = await world.submitted({ ...here, title: 'Secret' }, world.stateB);
    await merge(secret, into);
    const stays = async (actor: Actor) =>
      (await world.run(actor, (tx) => world.queries.get(tx, into))).mergedFrom.map(({ title }) => title).sort();
    expect(await stays(ANONYMOUS)).toEqual([]);
    expect(await stays(world.donor)).toEqual(['Goes']);
    expect(await stays(world.stateB)).toEqual(['Goes', 'Secret']);
    expect(await stays(world.auditor)).toEqual(['Goes', 'Secret']);
    await expect(world.run(world.donor, (tx) => world.queries.get(tx, secret))).rejects.toMatchObject({
      kind: 'missing',
    });
  });

  it('is for coordinators of neither party, on what they saw', async () => {
    const here = somewhere();
    const into = await world.published(here);
    const needId = await world.published(here, world.stateB);
    for (const actor of [world.stateA, world.stateB, world.donor, world.auditor]) {
      await expect(merge(needId, into, actor)).rejects.toMatchObject({ kind: 'denied' });
    }
    for (const party of [world.stateA, world.stateB]) {
      await expect(merge(needId, into, await partyTo(party))).rejects.toMatchObject({ code: 'own-need' });
    }
    const stale = { needId, version: 1 };
    await expect(world.run(world.coordinator, (tx) => merges.merge(tx, stale, into, 'Twice'))).rejects.toMatchObject({
      kind: 'stale',
    });
    expect((await world.need(needId)).state).toBe('published');
  });

  it('is refused into itself, another area, what is not published or not asked for, and nobody knows', async () => {
    const here = somewhere();
    const needId = await world.published(here);
    const elsewhere = await world.published(somewhere());
    const invalid = { kind: 'invalid', errors: [{ path: 'into', detail: expect.any(String) as string }] };
    for (const into of [needId, elsewhere, await world.submitted(here), await world.draft(here), newId('need'), 'x']) {
      await expect(merge(needId, into)).rejects.toMatchObject(invalid);
    }
    const ended = await world.published(here);
    await world.run(world.stateA, async (tx) => world.life.withdraw(tx, await world.seen(ended), 'No longer'));
    await expect(merge(needId, ended)).rejects.toMatchObject({ code: 'need-not-open' });
    await expect(merge(ended, needId)).rejects.toMatchObject({ code: 'move-not-allowed' });
  });

  it('is refused while donors are committed, and of a need that took others in', async () => {
    const here = somewhere();
    const [first, second, third] = [
      await world.published(here),
      await world.published(here),
      await world.published(here),
    ];
    const { id } = await world.itemOf(first);
    await world.run(world.db.actor, (tx) => world.coverage.commit(tx, id, 1n));
    await expect(merge(first, second)).rejects.toMatchObject({ code: 'need-has-commitments' });
    await merge(third, first);
    await world.run(world.db.actor, (tx) => world.coverage.release(tx, id, 1n));
    await expect(merge(first, second)).rejects.toMatchObject({
      code: 'need-keeps-others',
      message: expect.stringContaining(third) as string,
    });
    await expect(merge(second, third)).rejects.toMatchObject({ code: 'need-not-open' });
    await expect(takeApart(first)).rejects.toMatchObject({ code: 'move-not-allowed' });
  });

  it.each<[string, (needId: string, into: string) => string[]]>([
    [
      'ck_needs_merged_whole',
      (needId) => [`UPDATE needs SET state = 'merged', end_reason = 'x' WHERE id = '${needId}'`],
    ],
    ['ck_needs_merged_once', (needId, into) => [mergeBySql(into, needId), mergeBySql(needId, into)]],
    ['ck_needs_merged_into_another', (needId) => [mergeBySql(needId, needId)]],
    ['ck_needs_end_reason', (needId, into) => [mergeBySql(needId, into).replace("'x'", 'NULL')]],
    ['ck_needs_published_at', (needId, into) => [mergeBySql(needId, into).replace("'published'", "'validated'")]],
  ])('is kept by the database: %s', async (constraint, plant) => {
    const here = somewhere();
    const [needId, into] = [await world.published(here), await world.published(here)];
    const planting = world.run(world.db.actor, async (tx) => {
      for (const sql of plant(needId, into)) await tx.query(sql);
    });
    await expect(planting).rejects.toMatchObject({ constraint });
  });

  it('by two people at once, each into the other, leaves one of the two needs', async () => {
    const here = somewhere();
    const [one, two] = [await world.published(here), await world.published(here)];
    const results = await Promise.allSettled([merge(one, two), merge(two, one)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = [(await world.need(one)).state, (await world.need(two)).state].sort();
    expect(states).toEqual(['merged', 'published']);
  });
});

function mergeBySql(needId: string, into: string): string {
  return `UPDATE needs SET state = 'merged', merged_into = '${into}', merged_from_state = 'published', end_reason = 'x'
           WHERE id = '${needId}'`;
}

it('a need that took another in is not recalled before they are taken apart: its draft would keep what is not its own', async () => {
  const here = somewhere();
  const [merged, stays] = [await world.submitted(here), await world.submitted(here, world.stateB)];
  await merge(merged, stays);
  const recall = async () => {
    const seen = await world.seen(stays);
    return world.run(world.stateB, (tx) => world.life.recall(tx, seen));
  };
  await expect(recall()).rejects.toMatchObject({ code: 'need-keeps-others' });
  await takeApart(merged);
  await recall();
  expect((await world.seen(merged)).needId).toBe(merged);
});
