// Danger: one party is taken at its word for what no longer stands, the other is refused; or who extends an offer asks everybody again.
import { Audit } from '#libs/audit';
import type { Actor } from '#libs/kernel';
import { matchingWorld } from './matching.fixture.js';
import { MatchesService } from './matches.service.js';

const world = matchingWorld();
const { db, offers, donor, focalPoint } = world;
const LAST_DAY = '2026-11-30';
const inGrace = new MatchesService(world.needs, offers, world.pairs, new Audit(), world.outbox, {
  now: () => new Date('2026-12-01T00:00:00Z'),
});

async function reviewed(need: object, offer: object) {
  const { needId, itemId } = await world.need(need);
  const offerId = await world.offer(offer);
  return { needId, offerId, matchId: await world.reviewed(itemId, offerId, 10n) };
}

const consentInGrace = async (actor: Actor, matchId: string) => {
  const { version } = await world.match(matchId);
  await world.run(actor, (tx) => inGrace.consent(tx, { matchId, version }));
};

const extend = async (offerId: string) => {
  const [offer] = await db.asOwner<{ version: number }>('SELECT version FROM offers WHERE id = $1', [offerId]);
  await world.run(donor, (tx) => offers.revise(tx, { offerId, version: offer!.version }, { validUntil: '2027-01-31' }));
};

it.each([
  ['donor', donor, focalPoint],
  ['State', focalPoint, donor],
])(
  'past the last day of the offer neither party consents, until it is extended: the %s first',
  async (_, first, second) => {
    const refusal = {
      code: 'past-last-day',
      message: expect.stringContaining('Its donor can give the offer a later last day'),
    };
    const { offerId, matchId } = await reviewed({}, { valid_until: LAST_DAY, type_codes: ['equipment'] });
    await expect(consentInGrace(first, matchId)).rejects.toMatchObject(refusal);
    await world.consent(first, matchId);
    await expect(consentInGrace(second, matchId)).rejects.toMatchObject(refusal);
    await extend(offerId);
    expect(await world.match(matchId)).toMatchObject({ state: 'reviewed', askedAgainBecause: null });
    await consentInGrace(second, matchId);
    expect((await world.match(matchId)).state).toBe('confirmed');
  },
);

it('past the last day of the need neither party consents', async () => {
  const { matchId } = await reviewed({ valid_until: LAST_DAY }, {});
  const refusal = { code: 'past-last-day', message: expect.stringContaining('confirm the need') };
  await expect(consentInGrace(donor, matchId)).rejects.toMatchObject(refusal);
  await world.consent(donor, matchId);
  await expect(consentInGrace(focalPoint, matchId)).rejects.toMatchObject(refusal);
});
