// Danger: a State that asks in the name of another one, or a regional organization in that of a State that is no member.
import { Audit } from '#libs/audit';
import { OrganizationAreasService } from '#libs/identity';
import { needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const areas = new OrganizationAreasService(new Audit());
const { stateA, coordinator, donor } = world;
const NOT_ITS_OWN = /areaIso2: is not one that your organization requests for/;

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

it('are set by the secretariat, with an audit row, known, and never over what somebody else set', async () => {
  for (const actor of [stateA, donor]) await expect(setAreas(['FJ'], 4, actor)).rejects.toThrow('Only a coordinator');
  await expect(setAreas(['FJ'], 1)).rejects.toThrow('changed');
  await expect(setAreas(['FJ', 'ZZ'], 4)).rejects.toThrow(/areas: name a country or area that is not known/);
  await setAreas(['HT', 'FJ', 'FJ'], 4);
  const rows = await world.db.asOwner('SELECT payload FROM audit_log WHERE act = $1 ORDER BY id', [
    'organization.areas-set',
  ]);
  expect(rows.at(-1)).toEqual({ payload: { added: ['FJ'], removed: [] } });
  const version = 5;
  await world.db.asOwner("UPDATE organizations SET kind = 'ngo' WHERE id = $1", [stateA.organizationId]);
  await expect(setAreas(['MW'], version)).rejects.toThrow(/areas: must be empty/);
});
