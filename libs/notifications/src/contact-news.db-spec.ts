// Danger: a State speaks through somebody who is no point of contact any more, and neither they nor those around them know it.
import { newId, type Actor } from '#libs/kernel';
import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

/** Somebody with a role of their own in another's organization. */
async function withRole(role: Actor['role'], { organizationId }: Actor): Promise<Actor> {
  const [personId, membershipId] = [newId('pers'), newId('memb')];
  await world.db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $2, $1)', [
    personId,
    `${personId}@example.org`,
  ]);
  await world.db.asOwner('INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)', [
    membershipId,
    personId,
    organizationId,
    role,
  ]);
  return { role, personId, organizationId, label: role };
}

it('that a term of a point of contact ends is told to them, to their organization and to the secretariat, while it does', async () => {
  const { focalPoint: colleague, otherFocalPoint, donor, coordinator } = world;
  const administrator = await withRole('administrator', coordinator);
  const former = await withRole('donor', donor);
  const contactId = newId('poc');
  await world.db.asOwner(
    `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, ends_on, verified_on)
     VALUES ($1, $2, $3, 'poa', true, '2020-01-01', '2020-02-01', '2020-01-01')`,
    [contactId, colleague.organizationId, former.personId],
  );
  await world.happens('contact.ended', contactId, administrator);
  for (const told of [former, colleague, coordinator]) {
    expect(await world.page(told)).toMatchObject([
      { kind: 'contact.ended', contact: { id: contactId, organizationId: colleague.organizationId }, need: null },
    ]);
  }
  // Neither who did it, nor who has nothing to do with it.
  for (const other of [administrator, otherFocalPoint, donor]) expect(await world.kinds(other)).toEqual([]);

  await world.happens('contact.ended', contactId, coordinator);
  expect(await world.kinds(administrator)).toEqual(['contact.ended']);
  await world.db.asOwner('UPDATE points_of_contact SET ends_on = NULL WHERE id = $1', [contactId]);
  for (const told of [former, colleague, coordinator, administrator]) {
    expect([await world.kinds(told), await world.unread(told)]).toEqual([[], 0]);
  }
});
