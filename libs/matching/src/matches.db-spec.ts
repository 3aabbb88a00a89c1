// Danger: a match decided by who may not, over somebody else's change, twice, or for more than there is.
import { newId, type Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, queries, coordinator, focalPoint, otherFocalPoint, donor } = world;

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
      errors: [{ path: 'amount', detail: 'Write 100 × safe or less.' }],
    });
    await expect(accept(9n)).rejects.toMatchObject({
      errors: [{ path: 'amount', detail: 'Write at least 10 × safe: the offer gives no less at once.' }],
    });
    await accept(40n);
    const match = await world.match(matchId);
    expect(match.reasons.parts).toContainEqual(expect.objectContaining({ part: 'share-covered', value: 0.4 }));
    expect(match).toMatchObject({
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

  it('is refused while it is being paid', async () => {
    const { itemId } = await world.need({}, { currency: 'USD', type_code: 'financial' });
    const matchId = await world.confirmed(itemId, await world.offer({ currency: 'USD' }), 60n);
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
    ['more than was put before the parties', 'amount = amount + 1', 'ck_matches_amount_as_consented'],
    ['less than was put before the parties', 'amount = amount - 1', 'ck_matches_amount_as_consented'],
    ['half a lowering', 'consented_amount = amount + 1', 'ck_matches_lowered_whole'],
    ['a lowering from no more', 'consented_amount = amount', 'ck_matches_lowered'],
    ['half a review', 'reviewed_by = NULL', 'ck_matches_reviewed_whole'],
    ['a review that does not say for what', 'reviewed_category = NULL', 'ck_matches_reviewed_whole'],
    ['half a consent of the State', 'state_consent_at = now()', 'ck_matches_state_consent_whole'],
    ['half a consent of the donor', 'donor_consent_at = now()', 'ck_matches_donor_consent_whole'],
    [
      'both consents from one person',
      'state_consent_by = reviewed_by, state_consent_at = now(), donor_consent_by = reviewed_by, donor_consent_at = now()',
      'ck_matches_two_people_consent',
    ],
  ])('%s', async (_, change, constraint) => {
    const { itemId } = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 2n);
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

  it('takes it that an item changed its measure under a match that is over, and ends one that waits', async () => {
    const { needId, itemId } = await world.need();
    const waitingId = await world.reviewed(itemId, await world.offer(), 10n);
    const declinedId = await world.reviewed(itemId, await world.offer(), 10n);
    await world.run(donor, async (tx) => matches.decline(tx, await seen(declinedId), 'no budget'));
    await db.asOwner("UPDATE need_items SET unit_code = 'rack' WHERE id = $1", [itemId]);
    expect(await findings('matching.item-belongs-to-need')).toEqual([expect.stringContaining(waitingId)]);
    await world.run(db.actor, (tx) => world.outbox.add(tx, { type: 'need.changed', refId: needId }));
    expect((await world.match(waitingId)).endedBecause).toBe('item-changed');
    expect(await findings('matching.item-belongs-to-need')).toEqual([]);
  });

  it('names a published revision of its own need, or none: the database refuses another', async () => {
    const { needId, itemId } = await world.need();
    const other = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 10n);
    await db.asOwner(
      `INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, decided_at)
       SELECT 'nrev_' || id, id, 'published', CASE id WHEN $1 THEN 1 ELSE 2 END, 0, '{}', visibility, now()
         FROM needs WHERE id IN ($1, $2)`,
      [needId, other.needId],
    );
    const name = (revision: number | null) =>
      db.asOwner('UPDATE matches SET need_revision = $2 WHERE id = $1', [matchId, revision]);
    for (const revision of [1, null]) await name(revision);
    for (const revision of [0, 2]) await expect(name(revision)).rejects.toThrow('fk_matches_need_revision');
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
    await db.asOwner('ALTER TABLE matches DISABLE TRIGGER tr_matches_two_people_consent');
    await db.asOwner('UPDATE matches SET donor_consent_by = state_consent_by WHERE id = $1', [matchId]);
    await db.asOwner('ALTER TABLE matches ENABLE TRIGGER tr_matches_two_people_consent');
    expect(await findings('matching.two-people-consent')).toEqual([expect.stringContaining(matchId)]);
    await db.asOwner('UPDATE needs SET under_way = true WHERE id = $1', [needId]);
    expect(await findings('matching.needs-know-what-is-under-way')).toEqual([expect.stringContaining(needId)]);
    await db.asOwner('UPDATE needs SET under_way = false WHERE id = $1', [needId]);
    // One of before goes on: money that is on its way must arrive.
    await world.run(db.actor, (tx) => matches.startDelivery(tx, matchId));
  });
});

describe('the site', () => {
  it('is told to the parties once they confirmed, where the State opened it to them; never to who pays', async () => {
    const readers = { focalPoint, donor, coordinator, finance: world.finance };
    const told = async (matchId: string) => {
      const views = Object.entries(readers).map(async ([name, actor]) => {
        const { item } = await db.uow.read(actor, (tx) => queries.get(tx, matchId));
        return item.site === 'Depot 4' ? [name] : [];
      });
      return (await Promise.all(views)).flat();
    };
    for (const [circle, readersOfIt] of [
      ['coordinators', []],
      ['parties-only', ['focalPoint', 'donor', 'coordinator']],
    ] as const) {
      const { itemId } = await world.need({ site_visibility: circle }, { delivery_site: 'Depot 4' } as object);
      const matchId = await world.reviewed(itemId, await world.offer(), 60n);
      await world.consent(donor, matchId);
      expect(await told(matchId)).toEqual([]);
      await world.consent(focalPoint, matchId);
      expect(await told(matchId)).toEqual(readersOfIt);
    }
  });
});

describe('a need that was hidden', () => {
  it('leaves its donor a match that was declined and a pledge that nobody reviewed, as they were, whatever happens there', async () => {
    const { needId, itemId } = await world.need({ visibility: 'public' });
    const declined = await world.reviewed(itemId, await world.offer(), 10n);
    await world.run(donor, async (tx) => matches.decline(tx, await seen(declined), 'Not this year'));
    const terms = { amount: 5n, measure: { unit: 'safe' }, title: 'Safes', conditions: '', validUntil: null };
    const pledge = { ...terms, needId, needItemId: itemId, visibility: 'public' as const };
    const pledged = await world.run(donor, (tx) => world.pledges.pledge(tx, pledge));
    const told = async (actor: Actor) =>
      (await db.uow.read(actor, (tx) => queries.page(tx, { needId, limit: 100 }))).items;
    const shown = async (actor: Actor) => (await told(actor)).map(({ id }) => id).sort();
    expect(await shown(donor)).toEqual([declined, pledged].sort());
    await db.asOwner("UPDATE needs SET visibility = 'coordinators' WHERE id = $1", [needId]);
    const kept = await told(donor);
    expect(kept.map(({ need }) => [need.isHidden, need.title, need.areaIso2])).toEqual(
      [declined, pledged].map(() => [true, 'Safes', 'HT']),
    );
    await db.asOwner(
      `UPDATE needs SET title = 'Later', area_iso2 = 'MW', state = 'returned', published_at = NULL, acknowledged_at = now(),
              authentication = 'Note' WHERE id = $1`,
      [needId],
    );
    await db.asOwner("UPDATE need_items SET description = 'Later', category_code = 'MARK' WHERE id = $1", [itemId]);
    expect(await told(donor)).toEqual(kept);
    expect(await shown(world.otherDonor)).toEqual([]);
    expect(await shown(focalPoint)).toEqual([declined]);
    expect(await shown(coordinator)).toEqual([declined, pledged].sort());
  });
});
