// Danger: somebody who takes over cannot, because they are deputy; or a mistake that is undone leaves them less than they were.
import { testDatabase } from '#libs/platform';
import { identityEntities } from './identity.entities.js';
import { ContactsFixture, coordinator, inDays, today } from './points-of-contact.fixture.js';

const at = new ContactsFixture(testDatabase({ entities: identityEntities }));

beforeEach(() => at.newState());

describe('a hand-over to who is deputy', () => {
  it('ends their term as deputy on that day; undone, it gives that back', async () => {
    const [one, two] = [await at.focalPoint(), await at.focalPoint()];
    const id = await at.designate(one);
    const deputy = await at.designate(two, { isPrimary: false });
    await at.designate(two, { isPrimary: false, instrument: 'iti' });
    await at.end(deputy, inDays(40));
    const later = await at.designate(two, { isPrimary: false, startsOn: inDays(50) });
    const next = await at.handOver(one, id, two, inDays(7));
    expect(await at.ends(id, deputy, later)).toEqual([inDays(7), inDays(7), inDays(50)]);
    const current = (await at.shownTo(one)).filter(({ isCurrent }) => isCurrent);
    expect(current.map(({ personId, instrument, isPrimary }) => [personId, instrument, isPrimary])).toEqual([
      [one.personId, 'poa', true],
      [two.personId, 'poa', false],
      [two.personId, 'iti', false],
    ]);
    await at.end(next, inDays(7));
    expect(await at.ends(id, deputy, later)).toEqual([null, inDays(40), null]);

    await at.handOver(one, id, two);
    expect([await at.may(one), await at.may(two)]).toEqual([false, true]);
    expect(await at.ends(id, deputy, later)).toEqual([today, today, inDays(50)]);
  });

  it('does not give back a term that was ended for another reason', async () => {
    const [one, two] = [await at.focalPoint(), await at.focalPoint()];
    const id = await at.designate(one);
    const deputy = await at.designate(two, { isPrimary: false });
    const next = await at.handOver(one, id, two, inDays(7));
    await at.end(deputy, inDays(3));
    await at.end(next, inDays(7));
    expect(await at.ends(id, deputy)).toEqual([null, inDays(3)]);
  });
});

it('a deputy hands over to nobody who is a point of contact already, and is told so in words', async () => {
  const [one, two] = [await at.focalPoint(), await at.focalPoint()];
  await at.designate(one, { instrument: 'iti' });
  const deputy = await at.designate(two, { isPrimary: false, instrument: 'iti' });
  await expect(at.handOver(coordinator, deputy, one)).rejects.toThrow(
    'This person is already a point of contact of the organization for the International Tracing Instrument at that time.',
  );
});
