// Danger: the same file twice doubles offers, or a refused row leaves half of itself.
import { Audit } from '#libs/audit';
import { identityEntities, IdentityService } from '#libs/identity';
import { newId, systemClock } from '#libs/kernel';
import { Outbox, testDatabase } from '#libs/platform';
import { offersEntities } from './offer.entity.js';
import { OffersWorld } from './offers.fixtures.js';
import { OffersImport } from './offers.import.js';

const world = new OffersWorld(testDatabase({ entities: [...offersEntities, ...identityEntities] }));
const { db, donorA, donorB } = world;
beforeAll(() => world.open());

describe('a file of offers', () => {
  // Importing never touches a password.
  const importer = new OffersImport(
    new IdentityService(null as never, new Audit(), null as never),
    new Audit(),
    new Outbox(),
    systemClock,
  );
  const row = {
    external_ref: 'o-1',
    organization: 'Donor State',
    title: 'Machines',
    kind: 'in-kind',
    categories: 'MARK;TRACE',
    types: 'equipment',
    quantity: '12',
    unit: 'machine',
    areas: 'HT;KE',
    groups: 'ldc',
  };
  const bring = (record: Record<string, string>) => world.run(db.actor, (tx) => importer.importRow(tx, 'plan', record));
  const counted = () =>
    db.asOwner(`SELECT (SELECT sum(version) FROM offers) AS versions, (SELECT count(*) FROM audit_log) AS acts,
      (SELECT count(*) FROM outbox_events) AS events, (SELECT count(*) FROM organizations) AS organizations`);

  it('brings in each row once, published, and writes nothing when it comes again', async () => {
    const { outcome, offerId, notes } = await bring(row);
    expect([outcome, notes]).toEqual(['imported', ['The source names no first day; it stands from today on.']]);
    expect(await world.offer(offerId)).toMatchObject({
      state: 'published',
      visibility: 'public',
      capacity: 12n,
      unitCode: 'machine',
      earmarkAreas: ['HT', 'KE'],
      earmarkLevel: 3,
      source: 'plan',
      externalRef: 'o-1',
    });
    expect(await world.events(offerId)).toEqual(['offer.published']);
    expect(await db.asOwner("SELECT kind FROM organizations WHERE external_ref = 'Donor State'")).toEqual([
      { kind: 'unstated' },
    ]);
    const before = await counted();
    expect(await bring(row)).toEqual({ outcome: 'unchanged', offerId, notes: [] });
    expect(await counted()).toEqual(before);
  });

  it('takes over what changed, but never under what is committed', async () => {
    const { offerId } = await bring({ ...row, external_ref: 'o-2' });
    await world.run(db.actor, (tx) => world.offers.commit(tx, offerId, 10n));
    expect(await bring({ ...row, external_ref: 'o-2', quantity: '10', areas: '' })).toMatchObject({
      outcome: 'changed',
    });
    expect(await world.offer(offerId)).toMatchObject({ capacity: 10n, earmarkAreas: [], earmarkLevel: 2 });
    const refused: [Record<string, string>, string][] = [
      [{ quantity: '9' }, 'quantity'],
      [{ unit: 'set' }, 'unit'],
      [{ kind: 'cash', unit: '', quantity: '', amount: '5', currency: 'USD' }, 'kind'],
      [{ organization: 'Somebody else' }, 'organization'],
    ];
    for (const [changes, path] of refused) {
      await expect(bring({ ...row, external_ref: 'o-2', ...changes })).rejects.toMatchObject({ errors: [{ path }] });
    }
  });

  it('leaves what the donor changed here, and refuses what the source changed after that', async () => {
    const imported = { ...row, external_ref: 'o-6', organization: donorA.organizationId };
    const { offerId } = await bring(imported);
    const mine = { title: 'More machines', capacity: 15n, excludedAreas: ['FJ'], validFrom: '2026-02-03' };
    const revise = async (changes: object) =>
      world.run(donorA, async (tx) => world.offers.revise(tx, await world.seen(offerId), changes));
    await revise(mine);
    const before = await counted();
    expect(await bring(imported)).toEqual({ outcome: 'unchanged', offerId, notes: [] });
    await expect(bring({ ...imported, categories: 'MARK' })).rejects.toMatchObject({
      errors: [
        {
          path: 'external_ref',
          detail: expect.stringMatching(/changed title, excludedAreas, validFrom, capacity here/) as string,
        },
      ],
    });
    expect(await world.offer(offerId)).toMatchObject(mine);
    expect(await counted()).toEqual(before);

    const agreed = { ...imported, title: mine.title, quantity: '15', excluded_areas: 'FJ', valid_from: '2026-02-03' };
    expect(await bring(agreed)).toMatchObject({ outcome: 'unchanged' });
    expect(await bring({ ...agreed, quantity: '16' })).toMatchObject({ outcome: 'changed' });
    await revise({ capacity: 17n });
    expect(await bring({ ...agreed, quantity: '16' })).toMatchObject({ outcome: 'unchanged' });
    expect(await world.offer(offerId)).toMatchObject({ ...mine, capacity: 17n });
  });

  it('may name an organization that is here', async () => {
    const { offerId } = await bring({ ...row, external_ref: 'o-3', organization: donorB.organizationId });
    expect(await world.offer(offerId)).toMatchObject({ organizationId: donorB.organizationId });
    await expect(bring({ ...row, external_ref: 'o-4', organization: newId('org') })).rejects.toMatchObject({
      errors: [{ path: 'organization' }],
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ categories: 'NONE' }, 'categories'],
    [{ types: 'none' }, 'types'],
    [{ areas: 'XX' }, 'areas'],
    [{ regions: '999' }, 'regions'],
    [{ unit: 'none' }, 'unit'],
    [{ quantity: '0' }, 'quantity'],
    [{ minimum_lot: '13' }, 'minimum_lot'],
    [{ valid_from: '2027-01-02', valid_until: '2027-01-01' }, 'valid_until'],
  ])('a row with %p is refused and leaves nothing', async (changes, path) => {
    const before = await counted();
    const record = { ...row, external_ref: 'o-5', organization: 'New one', ...changes };
    await expect(bring(record)).rejects.toMatchObject({ errors: [{ path }] });
    expect(await counted()).toEqual(before);
  });

  it('is for operators', async () => {
    await expect(world.run(donorA, (tx) => importer.importRow(tx, 'plan', row))).rejects.toMatchObject({
      code: 'denied',
    });
  });
});
