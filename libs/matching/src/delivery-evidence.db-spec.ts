// Danger: a paper that shows a delivery gets lost, or one that was attached by mistake is read by a State after its record was undone.
import { newId, type Actor } from '#libs/kernel';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, deliveries, coordinator, donor, otherDonor, focalPoint, otherFocalPoint, finance, auditor } = world;
const DAY = '2026-11-24';

async function fileOf({ organizationId, personId }: Actor): Promise<string> {
  const id = newId('file');
  await db.asOwner(
    `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, kept_at)
     VALUES ($1, $2, repeat('a', 64), 'application/pdf', 'waybill.pdf', 1, $3, now())`,
    [id, organizationId, personId],
  );
  return id;
}

/** As what they have read: whether the list names it, and whether they may open the file itself. */
async function reads(actor: Actor, matchId: string, fileId: string): Promise<[named: boolean, opens: boolean]> {
  return db.uow.read(actor, async (tx) => {
    const listed = await world.deliveriesQueries.ofMatch(tx, matchId).catch(() => null);
    const isNamed = listed?.items.some(({ evidence }) => evidence.some(({ id }) => id === fileId)) ?? false;
    return [isNamed, await world.deliveriesQueries.isEvidence(tx, fileId)];
  });
}

it('evidence is read by who may see the match, and once its record is undone by auditors and who sent it alone', async () => {
  const { itemId } = await world.need({}, { requested: 10n });
  const matchId = await world.confirmed(itemId, await world.offer(), 10n);
  const seen = async () => ({ matchId, version: (await world.match(matchId)).version });
  const [plan, fileId, other] = [await seen(), await fileOf(donor), await fileOf(donor)];
  await world.run(donor, (tx) => deliveries.start(tx, plan, { plannedOn: DAY, note: null }));
  const record = { quantity: 4n, deliveredOn: DAY, note: null, evidenceFileIds: [other, fileId, other] };
  const before = await seen();
  const foreign = { ...record, evidenceFileIds: [fileId, await fileOf(otherDonor)] };
  await expect(world.run(donor, (tx) => deliveries.record(tx, before, foreign))).rejects.toMatchObject({
    errors: [{ path: 'evidenceFileIds.1' }],
  });
  const deliveryId = await world.run(donor, (tx) => deliveries.record(tx, before, record));
  const { items } = await db.uow.read(donor, (tx) => world.deliveriesQueries.ofMatch(tx, matchId));
  expect(items[0]?.evidence.map(({ id }) => id)).toEqual([other, fileId]);
  for (const actor of [donor, focalPoint, coordinator, finance, auditor])
    expect([actor.label, ...(await reads(actor, matchId, fileId))]).toEqual([actor.label, true, true]);
  for (const actor of [otherDonor, otherFocalPoint])
    expect([actor.label, ...(await reads(actor, matchId, fileId))]).toEqual([actor.label, false, false]);

  const standing = await seen();
  await world.run(donor, (tx) => deliveries.undo(tx, standing, deliveryId, 'Wrong paper'));
  // Auditors and the organization of a file open it as such, without its delivery.
  for (const actor of [donor, auditor])
    expect([actor.label, ...(await reads(actor, matchId, fileId))]).toEqual([actor.label, true, false]);
  for (const actor of [focalPoint, coordinator, finance, otherDonor])
    expect([actor.label, ...(await reads(actor, matchId, fileId))]).toEqual([actor.label, false, false]);
});
