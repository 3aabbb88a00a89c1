// Danger: a match decided by who may not, over somebody else's change, twice, or for more than there is.
import { newId, type Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { matchingInvariants } from './matching.invariants.js';
import { actorOf, matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, queries, coordinator, focalPoint, otherFocalPoint, donor, otherDonor } = world;

async function seen(matchId: string) {
  return { matchId, version: (await world.match(matchId)).version };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('from suggestion to confirmation', () => {
  it('takes a review and both consents, in any order, and commits both sides once', async () => {
    for (const order of [
      [focalPoint, donor],
      [donor, focalPoint],
    ]) {
      const { itemId } = await world.need();
      const offerId = await world.offer();
      const matchId = await world.reviewed(itemId, offerId, 60n);
      await world.consent(order[0]!, matchId);
      expect(await world.match(matchId)).toMatchObject({ state: 'reviewed' });
      expect(await world.committed(itemId, offerId)).toEqual(['0', '0']);
      await world.consent(order[0]!, matchId);
      await world.consent(order[1]!, matchId);
      expect(await world.match(matchId)).toMatchObject({ state: 'confirmed', version: 4 });
      expect(await world.committed(itemId, offerId)).toEqual(['60', '60']);
      expect(await world.acts(matchId)).toEqual([
        'match.proposed',
        'match.reviewed',
        'match.consented',
        'match.confirmed',
      ]);
      const [event] = await db.asOwner(
        "SELECT payload FROM outbox_events WHERE type = 'match.confirmed' AND ref_id = $1",
        [matchId],
      );
      expect(event?.payload).toMatchObject({ needItemId: itemId, offerId });
    }
  });

  it('lets a coordinator change the amount at the review, within what is there', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer({ minimum_lot: 10n });
    const matchId = await world.run(coordinator, (tx) =>
      matches.propose(tx, { needItemId: itemId, offerId, amount: 60n, note: null }),
    );
    const accept = (amount: bigint) =>
      world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), { amount, note: 'less' }));
    await expect(accept(101n)).rejects.toMatchObject({
      code: 'amount-not-available',
      errors: [{ path: 'amount', detail: 'must be 100 × safe or less' }],
    });
    await expect(accept(9n)).rejects.toMatchObject({
      errors: [{ path: 'amount', detail: "must be at least 10 × safe, the offer's minimum lot" }],
    });
    await accept(40n);
    expect(await world.match(matchId)).toMatchObject({
      amount: 40n,
      reviewNote: 'less',
      reviewedBy: coordinator.personId,
    });
  });

  it('lets the State that an imported need is for consent to it, and no other', async () => {
    const agency = newId('org');
    await world.insert('organizations', { id: agency, kind: 'international-organization', name: 'Relief' });
    const { itemId } = await world.need({ organization_id: agency, source: 'relief', external_ref: 'n-1' });
    const matchId = await world.reviewed(itemId, await world.offer(), 10n);
    await expect(world.consent(otherFocalPoint, matchId)).rejects.toEqual(code('not-found'));
    await world.consent(focalPoint, matchId);
    await world.consent(donor, matchId);
    expect(await world.match(matchId)).toMatchObject({ state: 'confirmed', stateConsentBy: focalPoint.personId });
    const needOf = (id: string) => world.run(focalPoint, (tx) => queries.get(tx, id)).then(({ need }) => need);
    expect(await needOf(matchId)).toMatchObject({ imported: true, organization: { name: 'Relief' } });
    const { itemId: ownItemId } = await world.need();
    expect(await needOf(await world.reviewed(ownItemId, await world.offer(), 10n))).toMatchObject({ imported: false });
  });
});

describe('a match is refused', () => {
  it.each<[string, Actor]>([
    ['focal point', focalPoint],
    ['donor', donor],
    ['auditor', world.auditor],
    ['finance', world.finance],
  ])('to be proposed or reviewed by a %s', async (_, actor) => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const proposal = { needItemId: itemId, offerId, amount: 1n, note: null };
    await expect(world.run(actor, (tx) => matches.propose(tx, proposal))).rejects.toEqual(code('denied'));
    const matchId = await world.run(coordinator, (tx) => matches.propose(tx, proposal));
    for (const verb of [
      (tx: Tx) => matches.accept(tx, { matchId, version: 1 }, {}),
      (tx: Tx) => matches.reject(tx, { matchId, version: 1 }, 'no'),
      (tx: Tx) => matches.rescind(tx, { matchId, version: 1 }, 'no'),
    ]) {
      await expect(world.run(actor, verb)).rejects.toEqual(code('denied'));
    }
  });

  it.each<[string, Actor]>([
    ['the organization of the need', { ...coordinator, organizationId: focalPoint.organizationId }],
    ['the organization that carries the item out', { ...coordinator, organizationId: otherFocalPoint.organizationId }],
    ['the organization of the offer', { ...coordinator, organizationId: donor.organizationId }],
    ['another one, who is a member of a party too', { ...donor, role: 'coordinator', organizationId: newId('org') }],
  ])('to be decided by a coordinator of %s', async (_, own) => {
    const { itemId } = await world.need({}, { through_organization_id: otherFocalPoint.organizationId });
    const proposal = { needItemId: itemId, offerId: await world.offer(), amount: 1n, note: null };
    await expect(world.run(own, (tx) => matches.propose(tx, proposal))).rejects.toEqual(code('own-match'));
    const matchId = await world.run(coordinator, (tx) => matches.propose(tx, proposal));
    await expect(world.run(own, (tx) => matches.accept(tx, { matchId, version: 1 }, {}))).rejects.toEqual(
      code('own-match'),
    );
    await expect(world.run(own, (tx) => matches.reject(tx, { matchId, version: 1 }, 'no'))).rejects.toEqual(
      code('own-match'),
    );
    await expect(world.run(own, (tx) => matches.requireOutsider(tx, matchId))).rejects.toEqual(code('own-match'));
    await world.run(coordinator, (tx) => matches.requireOutsider(tx, matchId));
  });

  it('to whoever is no party, and to the parties before the review, as if it did not exist', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.run(coordinator, (tx) =>
      matches.propose(tx, { needItemId: itemId, offerId, amount: 1n, note: null }),
    );
    for (const actor of [focalPoint, donor])
      await expect(world.consent(actor, matchId)).rejects.toEqual(code('not-found'));
    await world.run(coordinator, (tx) => matches.accept(tx, { matchId, version: 1 }, {}));
    for (const actor of [otherFocalPoint, otherDonor, coordinator, actorOf('donor', 'Haiti')]) {
      await expect(world.consent(actor, matchId)).rejects.toEqual(code('not-found'));
      const decline = (tx: Tx) => matches.decline(tx, { matchId, version: 2 }, 'no');
      await expect(world.run(actor, decline)).rejects.toEqual(code('not-found'));
    }
  });

  it('where the hard rules fail, for people too, and twice for one pair', async () => {
    const { itemId } = await world.need();
    const wrong = await world.offer({ category_codes: ['MARK'] });
    const propose = (offerId: string, amount = 1n) =>
      world.run(coordinator, (tx) => matches.propose(tx, { needItemId: itemId, offerId, amount, note: null }));
    await expect(propose(wrong)).rejects.toMatchObject({ code: 'pair-does-not-fit', errors: [{ path: 'category' }] });
    const offerId = await world.offer();
    await expect(propose(offerId, 0n)).rejects.toEqual(code('invalid-input'));
    await propose(offerId);
    await expect(propose(offerId)).rejects.toEqual(code('pair-already-matched'));
    await expect(propose(newId('offer'))).rejects.toEqual(code('not-found'));
  });

  it("over somebody else's change, and in a state that does not allow it", async () => {
    const { itemId } = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 5n);
    const stale = (tx: Tx) => matches.consent(tx, { matchId, version: 1 });
    await expect(world.run(donor, stale)).rejects.toEqual(code('stale'));
    await world.run(donor, async (tx) => matches.decline(tx, await seen(matchId), 'no budget'));
    for (const [actor, verb] of [
      [donor, async (tx: Tx) => matches.consent(tx, await seen(matchId))],
      [focalPoint, async (tx: Tx) => matches.decline(tx, await seen(matchId), 'no')],
      [coordinator, async (tx: Tx) => matches.accept(tx, await seen(matchId), {})],
      [coordinator, async (tx: Tx) => matches.reject(tx, await seen(matchId), 'no')],
      [coordinator, async (tx: Tx) => matches.rescind(tx, await seen(matchId), 'no')],
      [db.actor, (tx: Tx) => matches.startDelivery(tx, matchId)],
      [db.actor, (tx: Tx) => matches.complete(tx, matchId)],
    ] as [Actor, (tx: Tx) => Promise<void>][]) {
      await expect(world.run(actor, verb)).rejects.toEqual(code('move-not-allowed'));
    }
  });

  it('at the confirmation, when others were quicker or the need is gone: it says what is left', async () => {
    const { needId, itemId } = await world.need();
    const [first, second] = [await world.offer(), await world.offer()];
    const late = await world.reviewed(itemId, second, 60n);
    await world.confirmed(itemId, first, 60n);
    await world.consent(donor, late);
    await expect(world.consent(focalPoint, late)).rejects.toMatchObject({
      code: 'amount-not-available',
      message: expect.stringContaining('only 40 × safe can still be given') as string,
    });
    await db.asOwner("UPDATE needs SET state = 'withdrawn', withdrawn_reason = 'x' WHERE id = $1", [needId]);
    await expect(world.consent(focalPoint, late)).rejects.toMatchObject({ code: 'pair-does-not-fit' });
    expect(await world.committed(itemId, second)).toEqual(['60', '0']);
  });
});

describe('when the item changes under a match that is before the parties', () => {
  const changes: [string, string, string][] = [
    ['category', "UPDATE need_items SET category_code = 'MARK' WHERE need_id = $1", 'STOCK in HT.*MARK in HT'],
    ['country', "UPDATE needs SET area_iso2 = 'FJ' WHERE id = $1", 'STOCK in HT.*STOCK in FJ'],
  ];
  it.each(changes)('nobody consents to another %s, before or after the other party did', async (_, change, message) => {
    for (const before of [true, false]) {
      const { itemId, needId } = await world.need();
      const offerId = await world.offer({ category_codes: [] });
      const matchId = await world.reviewed(itemId, offerId, 60n);
      if (before) await world.consent(focalPoint, matchId);
      await db.asOwner(change, [needId]);
      await expect(world.consent(donor, matchId)).rejects.toMatchObject({
        code: 'match-outdated',
        message: expect.stringMatching(message) as string,
      });
      expect(await world.committed(itemId, offerId)).toEqual(['0', '0']);
      await world.run(coordinator, async (tx) => matches.rescind(tx, await seen(matchId), 'it is for others now'));
      await world.confirmed(itemId, offerId, 60n);
    }
  });
});

describe('rescinding', () => {
  it('opens again what was committed; after that the pair may be proposed anew', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.confirmed(itemId, offerId, 60n);
    await world.run(coordinator, async (tx) => matches.rescind(tx, await seen(matchId), 'the depot burnt down'));
    expect(await world.committed(itemId, offerId)).toEqual(['0', '0']);
    expect(await world.match(matchId)).toMatchObject({ state: 'rescinded', declinedReason: 'the depot burnt down' });
    await world.confirmed(itemId, offerId, 100n);
    expect(await world.committed(itemId, offerId)).toEqual(['100', '100']);
  });

  it('is refused while it is being delivered', async () => {
    const { itemId } = await world.need();
    const matchId = await world.confirmed(itemId, await world.offer(), 60n);
    await world.run(db.actor, (tx) => matches.startDelivery(tx, matchId));
    const rescind = async (tx: Tx) => matches.rescind(tx, await seen(matchId), 'no');
    await expect(world.run(coordinator, rescind)).rejects.toEqual(code('move-not-allowed'));
    await world.run(db.actor, (tx) => matches.complete(tx, matchId));
    expect(await world.match(matchId)).toMatchObject({ state: 'completed' });
  });
});

describe('who sees a match', () => {
  it('coordinators and auditors any; payers and parties from the review on; nobody else', async () => {
    const { itemId, needId } = await world.need();
    const offerId = await world.offer({ visibility: 'private' });
    const matchId = await world.run(coordinator, (tx) =>
      matches.propose(tx, { needItemId: itemId, offerId, amount: 1n, note: null }),
    );
    const viewers = async () => {
      const can: string[] = [];
      for (const [name, actor] of Object.entries({ ...world, system: db.actor })) {
        if (typeof actor !== 'object' || !('role' in actor)) continue;
        const page = await db.uow.read(actor as Actor, (tx) => queries.page(tx, { needId, limit: 10 }));
        const one = await db.uow.read(actor as Actor, (tx) => queries.get(tx, matchId)).catch(() => null);
        expect(page.items).toHaveLength(one ? 1 : 0);
        if (one) can.push(name);
      }
      return can.sort();
    };
    expect(await viewers()).toEqual(['auditor', 'coordinator', 'system']);
    await world.run(coordinator, (tx) => matches.accept(tx, { matchId, version: 1 }, {}));
    expect(await viewers()).toEqual(['auditor', 'coordinator', 'donor', 'finance', 'focalPoint', 'system']);
  });

  it('pages through all of them, the newest first', async () => {
    const { itemId, needId } = await world.need();
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.push(await world.reviewed(itemId, await world.offer(), 1n));
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await db.uow.read(donor, (tx) =>
        queries.page(tx, { needId, states: ['reviewed'], limit: 2, ...(cursor ? { cursor } : {}) }),
      );
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(found).toEqual(made.reverse());
  });
});

describe('the database itself refuses', () => {
  it.each([
    ['a confirmation without both consents', "state = 'confirmed'", 'ck_matches_confirmed_by_both'],
    ['a consent before the review', 'reviewed_by = NULL, reviewed_at = NULL', 'ck_matches_review_before_consent'],
    ['an amount of nothing', 'amount = 0', 'ck_matches_amount'],
    ['two measures', "currency = 'USD'", 'ck_matches_one_measure'],
    ['an end without a reason', "state = 'declined'", 'ck_matches_declined_with_reason'],
    ['an unknown state', "state = 'lost'", 'ck_matches_state'],
    ['an unknown origin', "origin = 'oracle'", 'ck_matches_origin'],
    ['a score above 1', 'score = 1.5', 'ck_matches_score'],
    ['half a review', 'reviewed_by = NULL', 'ck_matches_reviewed_whole'],
    ['a review that does not say for what', 'reviewed_category = NULL', 'ck_matches_reviewed_whole'],
    ['half a consent of the State', 'state_consent_at = now()', 'ck_matches_state_consent_whole'],
    ['half a consent of the donor', 'donor_consent_at = now()', 'ck_matches_donor_consent_whole'],
  ])('%s', async (_, change, constraint) => {
    const { itemId } = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 1n);
    await expect(db.asOwner(`UPDATE matches SET ${change} WHERE id = $1`, [matchId])).rejects.toMatchObject({
      constraint,
    });
  });
});

describe('doctor', () => {
  const findings = async (name: string) => {
    const invariant = matchingInvariants.find((candidate) => candidate.name === name)!;
    return (await db.asOwner<{ what: string }>(invariant.sql)).map(({ what }) => what);
  };

  it('finds nothing wrong after all of the above', async () => {
    for (const { name } of matchingInvariants) expect([name, await findings(name)]).toEqual([name, []]);
  });

  it('takes it that an item changed its measure under a match that took nothing of it', async () => {
    const { itemId } = await world.need();
    await world.reviewed(itemId, await world.offer(), 10n);
    const declinedId = await world.reviewed(itemId, await world.offer(), 10n);
    await world.run(donor, async (tx) => matches.decline(tx, await seen(declinedId), 'no budget'));
    await db.asOwner("UPDATE need_items SET unit_code = 'rack' WHERE id = $1", [itemId]);
    expect(await findings('matching.item-belongs-to-need')).toEqual([]);
  });

  it('reports each planted violation', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.confirmed(itemId, offerId, 10n);
    await db.asOwner('UPDATE need_items SET committed = 11 WHERE id = $1', [itemId]);
    expect(await findings('matching.items-hold-their-matches')).toEqual([expect.stringContaining(itemId)]);
    await db.asOwner('UPDATE offers SET committed = 9 WHERE id = $1', [offerId]);
    expect(await findings('matching.offers-hold-their-matches')).toEqual([expect.stringContaining(offerId)]);
    await db.asOwner("UPDATE matches SET unit_code = 'rack' WHERE id = $1", [matchId]);
    expect(await findings('matching.item-belongs-to-need')).toEqual([expect.stringContaining(matchId)]);
    await db.asOwner("UPDATE matches SET unit_code = 'safe' WHERE id = $1", [matchId]);
    const { needId } = await world.need();
    await db.asOwner('UPDATE matches SET need_id = $2, reviewed_by = $3, reviewed_at = now() WHERE id = $1', [
      matchId,
      needId,
      donor.personId,
    ]);
    expect(await findings('matching.item-belongs-to-need')).toEqual([expect.stringContaining(matchId)]);
    expect(await findings('matching.nobody-decides-on-their-own')).toEqual([expect.stringContaining(matchId)]);
  });
});
