// Danger: of several matches that one change touches, one gets what is another's.
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, offers, donor, focalPoint } = world;

it('of several matches of an offer that changes, those are asked again of which one had consented, in their order', async () => {
  const offerId = await world.offer({ type_codes: ['equipment'] });
  const reviewed = async () => world.reviewed((await world.need()).itemId, offerId, 10n);
  const ids = [await reviewed(), await reviewed(), await reviewed()];
  const [first, , third] = ids;
  await world.consent(donor, first!);
  await world.consent(focalPoint, third!);
  const [{ version }] = (await db.asOwner('SELECT version FROM offers WHERE id = $1', [offerId])) as [
    { version: number },
  ];
  await world.run(donor, (tx) => offers.revise(tx, { offerId, version }, { title: 'Other safes' }));
  const all = await Promise.all(ids.map((id) => world.match(id)));
  expect(all.map(({ askedAgainBecause }) => askedAgainBecause)).toEqual(['offer-changed', null, 'offer-changed']);
  const of = (table: string, column: string) =>
    db.asOwner(`SELECT ref_id FROM ${table} WHERE ${column} = 'match.asked-again' ORDER BY id`);
  const asked = [{ ref_id: first }, { ref_id: third }];
  expect([await of('outbox_events', 'type'), await of('audit_log', 'act')]).toEqual([asked, asked]);
});
