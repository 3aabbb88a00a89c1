// Danger: a State that asks in the name of another one, or a regional organization in that of a State that is no member.
import { Audit } from '#libs/audit';
import { OrganizationAreasService } from '#libs/identity';
import type { Actor } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import type { SeenNeed } from './move-need.js';
import { NeedMergeService } from './need-merge.service.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const areas = new OrganizationAreasService(new Audit());
const merges = new NeedMergeService(new Audit(), new Outbox());
const { stateA, coordinator, donor } = world;
const NOT_ITS_OWN = /areaIso2: Choose one that your organization requests for/;

const setAreas = (codes: readonly string[], version: number, actor = coordinator) =>
  world.run(actor, (tx) => areas.set(tx, { id: stateA.organizationId, version }, codes));

beforeAll(async () => {
  await world.db.asOwner("UPDATE organizations SET area_iso2 = 'HT' WHERE id = $1", [stateA.organizationId]);
  await world.db.asOwner('DELETE FROM organization_areas');
});

it('an organization asks for its own area, and for those that the secretariat has on record for it', async () => {
  await expect(world.draft({ areaIso2: 'MW' })).rejects.toThrow(NOT_ITS_OWN);
  const needId = await world.draft({ areaIso2: 'HT' });
  await setAreas(['MW', 'FJ'], 1);
  await world.draft({ areaIso2: 'MW' });
  await setAreas(['FJ'], 2);
  await expect(world.draft({ areaIso2: 'MW' })).rejects.toThrow(NOT_ITS_OWN);
  const revise = (areaIso2: string) =>
    world.run(stateA, (tx) => world.drafts.revise(tx, { needId, version: 1 }, { areaIso2 }));
  await expect(revise('MW')).rejects.toThrow(NOT_ITS_OWN);
  await revise('FJ');
});

it('a need whose area is no longer its own can still be written, but not copied', async () => {
  const needId = await world.draft({ areaIso2: 'FJ' });
  await setAreas([], 3);
  await world.run(stateA, (tx) => world.drafts.revise(tx, { needId, version: 1 }, { title: 'Still ours' }));
  await expect(world.run(stateA, (tx) => world.drafts.copy(tx, needId))).rejects.toThrow(NOT_ITS_OWN);
});

it('a need is not handed in, found good, published, revised or opened again for an area that was taken away since', async () => {
  const ownAreas = (codes: string[]) =>
    world.db.asOwner(
      codes.length === 0
        ? 'DELETE FROM organization_areas'
        : `INSERT INTO organization_areas (organization_id, area_iso2) VALUES ('${stateA.organizationId}', 'MW')`,
    );
  const refused = { code: 'area-not-own' };
  const own = async (id: string, verb: (tx: Tx, seen: SeenNeed) => Promise<unknown>) => {
    const seen = await world.seen(id);
    return world.run(stateA, (tx) => verb(tx, seen));
  };
  await ownAreas(['MW']);
  const areaIso2 = 'MW';
  const [draft, underReview, validated] = [
    await world.draft({ areaIso2 }),
    await world.underReview({ areaIso2 }),
    await world.validated({ areaIso2 }),
  ];
  const [live, proposed, closed] = [
    await world.published({ areaIso2 }),
    await world.published({ areaIso2 }),
    await world.published({ areaIso2 }),
  ];
  const propose = (tx: Tx, seen: SeenNeed) => world.revisions.propose(tx, seen, { title: 'Anew', reason: 'Better' });
  const revisionId = (await own(proposed, propose)) as string;
  await own(closed, (tx, seen) => world.life.close(tx, seen, 'Enough'));
  const [twin, stays] = [await world.submitted({ areaIso2 }), await world.submitted({ areaIso2 })];
  await world.judge(twin, (tx, seen) => merges.merge(tx, seen, stays, 'Filed twice'));
  await ownAreas([]);
  await expect(world.judge(twin, (tx, seen) => merges.takeApart(tx, seen, 'Not one'))).rejects.toMatchObject(refused);
  await expect(own(draft, (tx, seen) => world.life.submit(tx, seen))).rejects.toMatchObject(refused);
  await expect(world.judge(underReview, (tx, seen) => world.review.validate(tx, seen))).rejects.toMatchObject(refused);
  await expect(world.publish(validated)).rejects.toMatchObject(refused);
  await expect(own(live, propose)).rejects.toMatchObject(refused);
  await expect(own(live, (tx, seen) => world.life.confirm(tx, seen, '2027-06-30'))).rejects.toMatchObject(refused);
  await expect(own(closed, (tx, seen) => world.life.reopen(tx, seen))).rejects.toMatchObject(refused);
  const publish = world.judge(proposed, (tx, seen) => world.revisions.publish(tx, { ...seen, revisionId }, null));
  await expect(publish).rejects.toMatchObject(refused);
  await world.judge(underReview, (tx, seen) => world.review.reject(tx, seen, 'Not its area'));
});

it('a State reads what was handed in for it, whoever asked and whoever else may read it, with its sites; its drafts not', async () => {
  const { stateB, db } = world;
  await db.asOwner("UPDATE organizations SET area_iso2 = 'MW' WHERE id = $1", [stateB.organizationId]);
  await db.asOwner(
    `INSERT INTO organization_areas (organization_id, area_iso2) VALUES ('${stateA.organizationId}', 'MW')`,
  );
  const items = [itemOf({ site: 'Depot 4' })];
  const ids = [
    await world.submitted({ areaIso2: 'MW', items }),
    await world.published({ areaIso2: 'MW', items, visibility: 'coordinators' }),
    await world.published({ areaIso2: 'MW', items, visibility: 'parties-only' }),
  ];
  const get = (id: string, actor: Actor) => db.uow.read(actor, (tx) => world.queries.get(tx, id));
  for (const id of ids) {
    expect((await get(id, stateB)).items[0]).toMatchObject({ site: 'Depot 4' });
    await expect(get(id, { ...stateB, role: 'donor' })).rejects.toMatchObject({ code: 'not-found' });
    const seen = await world.seen(id);
    await expect(world.run(stateB, (tx) => world.life.withdraw(tx, seen, 'Not ours'))).rejects.toMatchObject({
      code: 'denied',
    });
  }
  await expect(get(await world.draft({ areaIso2: 'MW' }), stateB)).rejects.toMatchObject({ code: 'not-found' });
  await expect(get(await world.submitted({ areaIso2: 'HT' }), stateB)).rejects.toMatchObject({ code: 'not-found' });
  await db.asOwner("UPDATE organizations SET kind = 'regional-organization' WHERE id = $1", [stateB.organizationId]);
  await expect(get(ids[0]!, stateB)).rejects.toMatchObject({ code: 'not-found' });
});

it('are set by the secretariat, with an audit row, known, and never over what somebody else set', async () => {
  for (const actor of [stateA, donor]) await expect(setAreas(['FJ'], 4, actor)).rejects.toThrow('Only a coordinator');
  await expect(setAreas(['FJ'], 1)).rejects.toThrow('changed');
  await expect(setAreas(['FJ', 'ZZ'], 4)).rejects.toThrow(/areas: Choose from the list/);
  await world.db.asOwner('DELETE FROM organization_areas');
  await setAreas(['HT', 'FJ', 'FJ'], 4);
  const rows = await world.db.asOwner('SELECT payload FROM audit_log WHERE act = $1 ORDER BY id', [
    'organization.areas-set',
  ]);
  expect(rows.at(-1)).toEqual({ payload: { added: ['FJ'], removed: [] } });
  const version = 5;
  await world.db.asOwner("UPDATE organizations SET kind = 'ngo' WHERE id = $1", [stateA.organizationId]);
  await expect(setAreas(['MW'], version)).rejects.toThrow(/areas: Leave this empty/);
});
