// Danger: a donor whose pledge others outran waits for a State that needs it no more, and what it has is offered to nobody.
import type { Actor } from '#libs/kernel';
import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

const surplusOf = async (actor: Actor) =>
  (await world.page(actor)).filter(({ kind }) => kind === 'match.surplus').map(({ matchId }) => matchId);

it('a donor is told once that the pledge is for more than is open, when somebody else is confirmed', async () => {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  const pledge = await world.pledgedTo(needId, itemId, 'private');
  const { amount } = await world.match(pledge);
  const other = await world.offer({ organization_id: world.otherDonor.organizationId, capacity: 100n });
  const confirm = async (quantity: bigint) => {
    const matchId = await world.reviewed(itemId, other, quantity);
    await world.consent(world.focalPoint, matchId);
    await world.consent(world.otherDonor, matchId);
    await world.happens('match.confirmed', matchId, world.otherDonor);
    return matchId;
  };
  await confirm(100n - amount);
  expect(await surplusOf(world.donor)).toEqual([]);
  await world.db.asOwner(`UPDATE matches SET amount = amount + 1 WHERE id = $1`, [pledge]);
  const [first] = await world.db.asOwner<{ id: string }>(`SELECT id FROM matches WHERE state = 'confirmed'`);
  for (let again = 0; again < 2; again += 1) await world.happens('match.confirmed', first!.id, world.otherDonor);
  expect(await surplusOf(world.donor)).toEqual([pledge]);
  expect([await surplusOf(world.otherDonor), await surplusOf(world.focalPoint)]).toEqual([[], []]);
});
