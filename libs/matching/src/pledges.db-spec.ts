// Danger: a pledge is counted as given, the last part of an item is given twice, or what is left of a pledge is lost.
import { ANONYMOUS, type Actor } from '#libs/kernel';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';
import type { Pledge } from './pledges.service.js';

const world = matchingWorld();
const { db, pledges, pledgesQueries, matches, suggestions, coordinator, donor, otherDonor, focalPoint } = world;

const PUBLIC = { visibility: 'public' };
const terms = {
  measure: { unit: 'safe' },
  title: 'Safes',
  conditions: '',
  validUntil: null,
  visibility: 'public',
} as const;

async function pledge(
  { needId, itemId }: { needId: string; itemId: string },
  amount: bigint,
  actor: Actor = donor,
  other: Partial<Pledge> = {},
) {
  const id = await world.run(actor, (tx) =>
    pledges.pledge(tx, { ...terms, needId, needItemId: itemId, amount, ...other }),
  );
  return { matchId: id, offerId: (await world.match(id)).offerId };
}

const accept = (matchId: string) => world.run(coordinator, (tx) => matches.accept(tx, { matchId, version: 1 }, {}));

/** Until only the consent of the donor is missing. */
async function nearlyConfirmed(need: { needId: string; itemId: string }, amount: bigint, actor: Actor) {
  const made = await pledge(need, amount, actor);
  await accept(made.matchId);
  await world.consent(focalPoint, made.matchId);
  return made;
}

const offered = (needId: string, actor: Actor) => db.uow.read(actor, (tx) => pledgesQueries.ofNeed(tx, needId));
const version = async (offerId: string) => {
  const [row] = await db.asOwner<{ version: number }>('SELECT version FROM offers WHERE id = $1', [offerId]);
  return row!.version;
};

describe('a pledge', () => {
  it('may be for more than is open, stands as offered and commits nothing', async () => {
    const need = await world.need(PUBLIC);
    const { matchId, offerId } = await pledge(need, 150n);
    expect(await world.match(matchId)).toMatchObject({ state: 'suggested', origin: 'pledge', amount: 150n });
    expect(await world.committed(need.itemId, offerId)).toEqual(['0', '0']);
    expect(await offered(need.needId, ANONYMOUS)).toMatchObject([{ needItemId: need.itemId, amount: '150', matchId }]);
    expect(await world.acts(matchId)).toEqual(['match.pledged']);
  });

  it('says who gives it to everybody who may see need and offer, also once it is committed', async () => {
    const need = await world.need(PUBLIC);
    const made = await nearlyConfirmed(need, 30n, donor);
    await world.consent(donor, made.matchId);
    const engine = await world.confirmed(need.itemId, await world.offer({ title: 'Open to all' }), 20n);
    const hidden = await world.confirmed(need.itemId, await world.offer({ visibility: 'private' }), 10n);
    const { matchId: open } = await pledge(need, 90n);
    const told = async (actor: Actor) =>
      (await offered(need.needId, actor)).map(({ matchId, isCommitted, amount }) => [matchId, isCommitted, amount]);
    const inPublic = [
      [engine, true, '20'],
      [made.matchId, true, '30'],
      [open, false, '90'],
    ];
    for (const actor of [ANONYMOUS, otherDonor]) expect(await told(actor)).toEqual(inPublic);
    for (const actor of [focalPoint, donor, coordinator]) {
      expect(await told(actor)).toEqual([[hidden, true, '10'], ...inPublic]);
    }
  });

  it('counts for nothing of an item that counts something else by now', async () => {
    const need = await world.need(PUBLIC, { currency: 'USD', requested: 900n });
    const { matchId } = await pledge(need, 800n, donor, { measure: { currency: 'USD' } });
    const told = async () => {
      const [row] = await db.asOwner<{ offered: string }>('SELECT offered_to_item($1, false) AS offered', [
        need.itemId,
      ]);
      const { item } = await db.uow.read(coordinator, (tx) => world.queries.get(tx, matchId));
      return [row!.offered, item.open];
    };
    expect(await told()).toEqual(['800', '900']);
    await db.asOwner("UPDATE need_items SET currency = 'JPY' WHERE id = $1", [need.itemId]);
    expect(await told()).toEqual(['0', null]);
    await world.run(db.actor, (tx) => world.outbox.add(tx, { type: 'need.changed', refId: need.needId }));
    expect((await world.match(matchId)).endedBecause).toBe('item-changed');
  });

  it('counts either money or things', async () => {
    const need = await world.need(PUBLIC, { currency: 'USD' });
    const both = { currency: 'USD', unit: 'safe' };
    await expect(pledge(need, 5n, donor, { measure: both })).rejects.toMatchObject({
      errors: [{ path: 'measure', detail: 'Choose either a currency or a unit.' }],
    });
  });

  it('that must be taken up soon is for what is needed later: it may be used until then, through consent and confirmation', async () => {
    const need = await world.need({ ...PUBLIC, needed_by: '2027-11-30' });
    const { offerId } = await nearlyConfirmed(need, 10n, donor);
    const soon = await pledge(need, 10n, donor, { validUntil: '2027-01-24' });
    await accept(soon.matchId);
    await world.consent(focalPoint, soon.matchId);
    await world.consent(donor, soon.matchId);
    expect((await world.match(soon.matchId)).state).toBe('confirmed');
    const windows = await db.asOwner(
      'SELECT valid_until AS stands, usable_until AS usable FROM offers WHERE id = ANY($1) ORDER BY id',
      [[offerId, soon.offerId]],
    );
    expect(windows).toEqual([
      { stands: null, usable: null },
      { stands: '2027-01-24', usable: '2027-11-30' },
    ]);
    const later = await pledge(need, 10n, donor, { validUntil: '2027-12-31' });
    expect(await db.asOwner('SELECT usable_until AS usable FROM offers WHERE id = $1', [later.offerId])).toEqual([
      { usable: null },
    ]);
  });

  it('goes to nothing else: the engine suggests it to nobody', async () => {
    const [need, other] = [await world.need(PUBLIC), await world.need(PUBLIC)];
    const { offerId, matchId } = await pledge(need, 20n);
    await world.run(db.actor, (tx) => suggestions.refreshOffer(tx, offerId));
    await world.run(db.actor, (tx) => suggestions.refreshNeed(tx, other.needId));
    expect(await world.suggested(other.itemId)).not.toContain(offerId);
    expect((await world.match(matchId)).state).toBe('suggested');
  });

  it('that is private is counted by nobody but the house and its donor before its review', async () => {
    const need = await world.need({ visibility: 'states-only' });
    const { matchId } = await pledge(need, 20n, donor, { visibility: 'private' });
    const seen = async (actor: Actor) => (await offered(need.needId, actor)).length;
    expect([await seen(donor), await seen(coordinator), await seen(otherDonor), await seen(focalPoint)]).toEqual([
      1, 1, 0, 0,
    ]);
    await accept(matchId);
    expect([await seen(otherDonor), await seen(focalPoint)]).toEqual([0, 1]);
  });

  it('taken back or over counts no more, and its match waits for nobody', async () => {
    const need = await world.need(PUBLIC);
    const { matchId, offerId } = await pledge(need, 20n);
    await world.run(donor, (tx) =>
      world.life.reduce(tx, { offerId, version: 2 }, { capacity: 15n, reason: 'budget cut' }),
    );
    expect(await offered(need.needId, ANONYMOUS)).toMatchObject([{ amount: '15' }]);
    await world.run(donor, (tx) => world.life.withdraw(tx, { offerId, version: 3 }, 'budget cut'));
    expect(await offered(need.needId, ANONYMOUS)).toEqual([]);
    expect(await world.match(matchId)).toMatchObject({ state: 'superseded', endedBecause: 'offer-withdrawn' });
    // Opened again it is what it was.
    await world.run(donor, (tx) => world.life.reopen(tx, { offerId, version: 4 }));
    await world.run(db.actor, (tx) => suggestions.refreshOffer(tx, offerId));
    expect(await world.match(matchId)).toMatchObject({ state: 'suggested', amount: 15n });
    expect(await offered(need.needId, ANONYMOUS)).toMatchObject([{ amount: '15' }]);
  });

  it.each<[string, Partial<Pledge>, string]>([
    ['in another measure', { measure: { currency: 'USD' } }, 'invalid-input'],
    ['that is over already', { validUntil: '2026-01-31' }, 'invalid-input'],
    ['of nothing', { amount: 0n }, 'invalid-input'],
  ])('%s is refused', async (_, wrong, code) => {
    await expect(pledge(await world.need(PUBLIC), 10n, donor, wrong)).rejects.toMatchObject({ code });
  });

  it('is a donor’s, to a need that they may see and that is open', async () => {
    const hidden = await world.need();
    await expect(pledge(hidden, 10n)).rejects.toMatchObject({ code: 'not-found' });
    await expect(pledge(await world.need(PUBLIC), 10n, focalPoint)).rejects.toMatchObject({ code: 'denied' });
    const closed = await world.need({ ...PUBLIC, state: 'expired' });
    await expect(pledge(closed, 10n)).rejects.toMatchObject({
      code: 'pair-does-not-fit',
      errors: [{ detail: 'The need is not published, so nothing can be given to it. Pledge to another item.' }],
    });
  });
});

describe('for the last part of an item', () => {
  it('two donors confirm at once: one gives what was open, the other the rest or nothing, nobody more', async () => {
    for (let round = 0; round < 3; round += 1) {
      const need = await world.need(PUBLIC);
      const first = await nearlyConfirmed(need, 70n, donor);
      const second = await nearlyConfirmed(need, 60n, otherDonor);
      await Promise.all([world.consent(donor, first.matchId), world.consent(otherDonor, second.matchId)]);
      const amounts = await Promise.all(
        [first, second].map(async ({ matchId }) => (await world.match(matchId)).amount),
      );
      expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(100n);
      expect((await world.committed(need.itemId, first.offerId))[0]).toBe('100');
    }
  });

  it('one who comes when nothing is open is told so, and nothing changes', async () => {
    const need = await world.need(PUBLIC);
    const late = await nearlyConfirmed(need, 60n, otherDonor);
    const first = await nearlyConfirmed(need, 100n, donor);
    await world.consent(donor, first.matchId);
    await expect(world.consent(otherDonor, late.matchId)).rejects.toMatchObject({ code: 'amount-not-available' });
    expect(await world.committed(need.itemId, late.offerId)).toEqual(['100', '0']);
  });

  it('what is committed is capped at what is open, and the match says what it was consented to and why it is less', async () => {
    const need = await world.need(PUBLIC);
    const capped = await nearlyConfirmed(need, 80n, otherDonor);
    await world.confirmed(need.itemId, await world.offer(), 50n);
    await world.consent(otherDonor, capped.matchId);
    expect(await world.match(capped.matchId)).toMatchObject({
      state: 'confirmed',
      amount: 50n,
      consentedAmount: 80n,
      loweredBy: otherDonor.personId,
      loweredReason: expect.stringContaining('still open') as string,
    });
    expect(await world.committed(need.itemId, capped.offerId)).toEqual(['100', '50']);
  });

  it('the review puts no more than is open before the parties', async () => {
    const need = await world.need(PUBLIC);
    const { matchId } = await pledge(need, 150n);
    await accept(matchId);
    expect((await world.match(matchId)).amount).toBe(100n);
  });
});

describe('the surplus of a pledge', () => {
  const surplus = (offerId: string, actor = donor) => db.uow.read(actor, (tx) => pledgesQueries.surplusOf(tx, offerId));
  const move = async (offerId: string, to: { needId: string; itemId: string }, amount: bigint, actor = donor) => {
    const seen = { offerId, version: await version(offerId) };
    return world.run(actor, (tx) =>
      pledges.moveSurplus(tx, seen, { needId: to.needId, needItemId: to.itemId, amount }),
    );
  };

  it('may go to the same State’s other needs, or to the same category in the region, the nearest first', async () => {
    const need = await world.need(PUBLIC);
    const here = await world.need({ ...PUBLIC, priority: 5 });
    const near = await world.need({ ...PUBLIC, area_iso2: 'JM', priority: 1 });
    const far = await world.need({ ...PUBLIC, area_iso2: 'PE', priority: 5 });
    const hidden = await world.need({ area_iso2: 'JM' });
    const otherCategory = await world.need({ ...PUBLIC, area_iso2: 'JM' }, { category_code: 'MARK' });
    const otherRegion = await world.need({ ...PUBLIC, area_iso2: 'KE' });
    const waived = await world.need({ ...PUBLIC, priority: 5 });
    await db.asOwner('UPDATE need_items SET waived = requested WHERE id = $1', [waived.itemId]);
    const { offerId } = await pledge(need, 150n);
    const { left, sameState, sameCategory } = await surplus(offerId);
    expect(left).toBe('150');
    expect(sameState[0]).toMatchObject({ needItemId: here.itemId, open: '100' });
    expect(sameCategory.map(({ needItemId }) => needItemId).slice(0, 2)).toEqual([near.itemId, far.itemId]);
    for (const { itemId } of [need, waived, hidden, otherCategory, otherRegion]) {
      expect([...sameState, ...sameCategory].map(({ needItemId }) => needItemId)).not.toContain(itemId);
    }
    await expect(surplus(offerId, otherDonor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(surplus(await world.offer())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes there by one act: what is committed stays, the rest is a pledge to the other need', async () => {
    const [need, other] = [await world.need(PUBLIC), await world.need(PUBLIC)];
    const made = await nearlyConfirmed(need, 140n, donor);
    await world.consent(donor, made.matchId);
    await expect(move(made.offerId, other, 41n)).rejects.toMatchObject({ code: 'more-than-left' });
    await expect(move(made.offerId, other, 10n, otherDonor)).rejects.toMatchObject({ code: 'denied' });
    const matchId = await move(made.offerId, other, 40n);
    expect(await world.match(matchId)).toMatchObject({ origin: 'pledge', amount: 40n, needItemId: other.itemId });
    const [row] = await db.asOwner('SELECT capacity, committed, state FROM offers WHERE id = $1', [made.offerId]);
    expect(row).toEqual({ capacity: '100', committed: '100', state: 'published' });
  });

  it('with nothing committed of it, leaves the first need whole', async () => {
    const [need, other] = [await world.need(PUBLIC), await world.need(PUBLIC)];
    const { offerId } = await pledge(need, 10n);
    await move(offerId, other, 10n);
    const [row] = await db.asOwner('SELECT capacity, state FROM offers WHERE id = $1', [offerId]);
    expect(row).toEqual({ capacity: '10', state: 'withdrawn' });
    expect(await offered(need.needId, donor)).toEqual([]);
    expect(await offered(other.needId, donor)).toHaveLength(1);
  });
});

it('leaves nothing for doctor to find', async () => {
  for (const { name, sql } of matchingInvariants) expect([name, await db.asOwner(sql)]).toEqual([name, []]);
});

it('is one match per offer, and only a pledge is confirmed for less than was reviewed', async () => {
  const need = await world.need(PUBLIC);
  const made = await nearlyConfirmed(need, 10n, donor);
  const again = `INSERT INTO matches (id, need_id, need_item_id, offer_id, state, origin, amount, unit_code, score, reasons, policy_version, declined_reason)
    SELECT id || 'x', need_id, need_item_id, offer_id, 'superseded', 'pledge', 1, unit_code, 0, '{}', 1, NULL FROM matches WHERE id = $1`;
  await expect(db.asOwner(again, [made.matchId])).rejects.toThrow('uq_matches_pledge');
  const reviewed = await world.reviewed(need.itemId, await world.offer(), 20n);
  await expect(
    db.asOwner(
      `UPDATE matches SET state = 'confirmed', amount = 5, state_consent_by = $2, state_consent_at = now(),
              donor_consent_by = $3, donor_consent_at = now() WHERE id = $1`,
      [reviewed, focalPoint.personId, donor.personId],
    ),
  ).rejects.toThrow('was consented to');
});

it('nobody pledges to what is no longer asked for at all', async () => {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  await world.db.asOwner('UPDATE need_items SET waived = requested WHERE id = $1', [itemId]);
  const pledge = world.run(world.donor, (tx) =>
    world.pledges.pledge(tx, {
      ...{ needId, needItemId: itemId, amount: 5n, measure: { unit: 'safe' } },
      ...{ title: 'Five safes', conditions: '', validUntil: null, visibility: 'public' as const },
    }),
  );
  await expect(pledge).rejects.toMatchObject({ code: 'pair-does-not-fit' });
});
