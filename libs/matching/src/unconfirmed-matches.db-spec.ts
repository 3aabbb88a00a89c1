// Danger: a party is bound to what it never saw, reads what was hidden from it since, or waits for ever for what has ended.
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import { Match } from './match.entity.js';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, queries, life, offers, pledges, coordinator, focalPoint, donor, otherDonor, finance } = world;

type Pair = { needId: string; itemId: string; offerId: string; matchId: string };

async function reviewed(need: object = {}, offer: object = {}): Promise<Pair> {
  const made = await world.need(need);
  await publishRevision(made.needId, {});
  const offerId = await world.offer({ type_codes: ['equipment'], ...offer });
  return { ...made, offerId, matchId: await world.reviewed(made.itemId, offerId, 10n) };
}

const ITEM = { categoryCode: 'STOCK', typeCode: 'equipment', description: 'Safes', requested: '100', unit: 'safe' };

/** As the service of revisions does: the need says it, the revision keeps it, everybody is told. */
async function publishRevision(needId: string, { item = {}, ...fields }: { item?: object } & Record<string, unknown>) {
  await world.run(db.actor, async (tx) => {
    const [[published]] = await tx.query<[[{ number: number; itemId: string }], number]>(
      `UPDATE needs n SET revision = revision + 1, title = coalesce($2, title), visibility = coalesce($3, visibility)
         FROM need_items i WHERE n.id = $1 AND i.need_id = n.id RETURNING n.revision AS number, i.id AS "itemId"`,
      [needId, fields.title ?? null, fields.visibility ?? null],
    );
    const { number, itemId } = published;
    const whole: Record<string, unknown> = { ...ITEM, id: itemId, ...item };
    await tx.query('UPDATE need_items SET description = $2 WHERE id = $1', [itemId, whole.description]);
    const content = { title: 'Safes', visibility: 'parties-only', ...fields, items: [whole] };
    await tx.query(
      `INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, decided_at)
       VALUES ($1, $2, 'published', $3, $3 - 1, $4, $5, now())`,
      [newId('nrev'), needId, number, content, content.visibility],
    );
    await world.outbox.add(tx, { type: 'need.revised', refId: needId });
  });
}

async function endNeed(needId: string, state: string, type: 'need.withdrawn' | 'need.unpublished' | 'need.expired') {
  await world.run(db.actor, async (tx) => {
    await tx.query(
      `UPDATE needs SET state = $2, end_reason = CASE WHEN $2 = 'withdrawn' THEN 'no' END,
              acknowledged_at = now(), authentication = 'a call',
              published_at = CASE WHEN $2 <> 'validated' THEN published_at END WHERE id = $1`,
      [needId, state],
    );
    await world.outbox.add(tx, { type, refId: needId });
  });
}

const versionOf = async (offerId: string) =>
  (await db.asOwner<{ version: number }>('SELECT version FROM offers WHERE id = $1', [offerId]))[0]!.version;
const seenOffer = async (offerId: string) => ({ offerId, version: await versionOf(offerId) });
const revise = async (offerId: string, changes: object) => {
  const seen = await seenOffer(offerId);
  await world.run(donor, (tx) => offers.revise(tx, seen, changes));
};
const shown = (matchId: string, actor: Actor) => db.uow.read(actor, (tx) => queries.get(tx, matchId));
const consents = async (matchId: string) => {
  const { stateConsentBy, donorConsentBy } = await world.match(matchId);
  return [stateConsentBy !== null, donorConsentBy !== null];
};
const told = async (matchId: string) =>
  (await db.asOwner<{ type: string }>('SELECT type FROM outbox_events WHERE ref_id = $1 ORDER BY id', [matchId])).map(
    ({ type }) => type,
  );

describe('a consent holds for what was seen', () => {
  it('falls when a published revision says something else of the need or its item, and both are told', async () => {
    for (const change of [
      { title: 'Safes and racks' },
      { item: { requested: '90' } },
      { item: { description: 'Racks' } },
    ]) {
      const { needId, matchId } = await reviewed();
      await world.consent(donor, matchId);
      await publishRevision(needId, change);
      expect(await consents(matchId)).toEqual([false, false]);
      expect(await world.match(matchId)).toMatchObject({
        state: 'reviewed',
        askedAgainBecause: 'need-revised',
        seenRevision: 2,
      });
      expect(await world.acts(matchId)).toContain('match.asked-again');
      expect(await told(matchId)).toContain('match.asked-again');
      await world.consent(focalPoint, matchId);
      expect((await world.match(matchId)).state).toBe('reviewed');
      await world.consent(donor, matchId);
      expect((await world.match(matchId)).state).toBe('confirmed');
    }
  });

  it('stands when only what cannot matter is different', async () => {
    const { needId, matchId } = await reviewed();
    await world.consent(donor, matchId);
    await publishRevision(needId, { tags: ['police'], priority: 5, visibility: 'public' });
    expect(await consents(matchId)).toEqual([false, true]);
    await world.consent(focalPoint, matchId);
    expect((await world.match(matchId)).state).toBe('confirmed');
  });

  it('stands when nothing but a site is different, which is no revision to who is not told sites', async () => {
    const { needId, matchId } = await reviewed({ visibility: 'public' });
    const open = { visibility: 'public', siteVisibility: 'coordinators' };
    await publishRevision(needId, { ...open, item: { site: 'Depot 4' } });
    await world.consent(donor, matchId);
    const read = async (actor: Actor) => {
      const { need, needRevision, donorConsentAt, version } = await shown(matchId, actor);
      return { revision: need.revision, needRevision, donorConsentAt, version };
    };
    const before = await Promise.all([donor, finance].map(read));
    await publishRevision(needId, { ...open, item: { site: 'Depot 5' } });
    expect(await Promise.all([donor, finance].map(read))).toEqual(before);
    expect(await consents(matchId)).toEqual([false, true]);
    expect(await told(matchId)).not.toContain('match.asked-again');
    expect([before[0]!.revision, (await read(focalPoint)).revision, (await read(coordinator)).revision]).toEqual([
      2, 3, 3,
    ]);
    await world.consent(focalPoint, matchId);
    expect((await world.match(matchId)).state).toBe('confirmed');
  });

  it('falls when the donor changes the offer, not when only what cannot matter changes or more is offered', async () => {
    const { offerId, matchId } = await reviewed();
    await world.consent(focalPoint, matchId);
    await revise(offerId, { contact: 'Desk', capacity: 200n, visibility: 'private' });
    expect(await consents(matchId)).toEqual([true, false]);
    await revise(offerId, { conditions: 'Only after an audit' });
    expect(await consents(matchId)).toEqual([false, false]);
    expect((await world.match(matchId)).askedAgainBecause).toBe('offer-changed');
    await world.consent(donor, matchId);
    expect((await world.match(matchId)).state).toBe('reviewed');
  });

  it('is refused to who has the match open from before the change, also where nobody had consented', async () => {
    const { needId, matchId } = await reviewed();
    const { version } = await world.match(matchId);
    await publishRevision(needId, { title: 'Racks' });
    await expect(world.run(donor, (tx) => matches.consent(tx, { matchId, version }))).rejects.toMatchObject({
      code: 'stale',
    });
    expect(await told(matchId)).not.toContain('match.asked-again');
  });

  it('is held by the database', async () => {
    const { needId, offerId, matchId } = await reviewed();
    const consent = `UPDATE matches SET state_consent_by = $2, state_consent_at = now() WHERE id = $1`;
    for (const [table, id, change, back] of [
      ['needs', needId, 'revision = revision + 1', 'revision = revision - 1'],
      ['needs', needId, "state = 'expired'", "state = 'published'"],
      ['offers', offerId, "state = 'withdrawn'", "state = 'published'"],
      ['offers', offerId, "conditions = 'new'", ''],
    ] as const) {
      await db.asOwner(`UPDATE ${table} SET ${change} WHERE id = $1`, [id]);
      await expect(db.asOwner(consent, [matchId, focalPoint.personId])).rejects.toMatchObject({
        constraint: 'ck_matches_consent_as_shown',
      });
      if (back) await db.asOwner(`UPDATE ${table} SET ${back} WHERE id = $1`, [id]);
    }
    await world.run(db.actor, (tx) => world.outbox.add(tx, { type: 'offer.changed', refId: offerId }));
  });

  it('a revision and the second consent at once never confirm what was not seen', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { needId, matchId } = await reviewed();
      await world.consent(donor, matchId);
      const consent = world.consent(focalPoint, matchId).catch(() => undefined);
      await Promise.all([consent, publishRevision(needId, { title: `Racks ${round}` })]);
      const { state, seenRevision } = await world.match(matchId);
      expect(['reviewed 2', 'confirmed 1']).toContain(`${state} ${seenRevision}`);
    }
  });
});

describe('what ends a need or an offer ends what is not agreed on', () => {
  it.each([
    ['withdrawn', 'need.withdrawn', 'need-withdrawn'],
    ['validated', 'need.unpublished', 'need-unpublished'],
    ['expired', 'need.expired', 'need-expired'],
  ] as const)('a need that is %s', async (state, type, because) => {
    const { needId, matchId, itemId } = await reviewed();
    const proposed = await world.run(coordinator, async (tx) =>
      matches.propose(tx, { needItemId: itemId, offerId: await world.offer(), amount: 1n, note: null }),
    );
    const agreed = await world.confirmed(itemId, await world.offer(), 10n).catch(() => '');
    await world.consent(donor, matchId);
    await endNeed(needId, state, type);
    for (const id of [matchId, proposed]) {
      expect(await world.match(id)).toMatchObject({ state: 'superseded', endedBecause: because });
    }
    expect((await world.match(agreed)).state).toBe('confirmed');
    expect([await told(matchId), await told(proposed)]).toEqual([['match.reviewed', 'match.superseded'], []]);
    await expect(world.consent(focalPoint, matchId)).rejects.toMatchObject({ code: 'move-not-allowed' });
  });

  it('an offer that is withdrawn, or a draft again', async () => {
    const [one, other] = [await reviewed(), await reviewed()];
    const [first, second] = [await seenOffer(one.offerId), await seenOffer(other.offerId)];
    await world.run(donor, (tx) => life.withdraw(tx, first, 'spent'));
    await world.run(donor, (tx) => life.unpublish(tx, second));
    expect((await world.match(one.matchId)).endedBecause).toBe('offer-withdrawn');
    expect((await world.match(other.matchId)).endedBecause).toBe('offer-unpublished');
  });

  it('an item of which all is waived, in the same transaction; what is asked for again takes its pledges back', async () => {
    const { needId, itemId, matchId } = await reviewed({ visibility: 'public' });
    await world.insert('need_items', {
      ...{ id: newId('item'), need_id: needId, position: 2, category_code: 'STOCK', type_code: 'equipment' },
      ...{ description: 'Racks', unit_code: 'safe', requested: 5n },
    });
    const proposed = await world.run(coordinator, async (tx) =>
      matches.propose(tx, { needItemId: itemId, offerId: await world.offer(), amount: 1n, note: null }),
    );
    const pledged = await world.run(donor, (tx) =>
      pledges.pledge(tx, {
        ...{ measure: { unit: 'safe' }, title: 'Safes', conditions: '', validUntil: null, visibility: 'public' },
        ...{ needId, needItemId: itemId, amount: 5n },
      }),
    );
    const agreed = await world.confirmed(itemId, await world.offer(), 10n);
    await world.consent(donor, matchId);
    const waive = async (waived: bigint) => {
      const [need] = await db.asOwner<{ version: number }>('SELECT version FROM needs WHERE id = $1', [needId]);
      await world.run(focalPoint, (tx) =>
        world.needs.waive(tx, { needId, version: need!.version }, itemId, waived, 'No longer'),
      );
    };
    const offered = async () =>
      (await db.asOwner<{ all: string }>('SELECT offered_to_item($1, false) AS all', [itemId]))[0]!.all;
    await waive(90n);
    for (const id of [matchId, proposed, pledged]) expect((await world.match(id)).endedBecause).toBeNull();
    const { version } = await world.match(agreed);
    await world.run(coordinator, (tx) => matches.rescind(tx, { matchId: agreed, version }, 'no'));
    await waive(100n);
    for (const id of [matchId, proposed, pledged])
      expect(await world.match(id)).toMatchObject({ state: 'superseded', endedBecause: 'item-waived' });
    expect([await offered(), (await told(matchId)).at(-1)]).toEqual(['0', 'match.superseded']);
    await world.run(db.actor, (tx) => world.suggestions.refreshNeed(tx, needId));
    expect((await world.match(pledged)).state).toBe('superseded');
    await waive(50n);
    await world.run(db.actor, (tx) => world.suggestions.refreshNeed(tx, needId));
    expect(await world.match(pledged)).toMatchObject({ state: 'suggested', endedBecause: null });
  });

  it('an item that a coordinator sorts into another category, instead of asking both again for what nobody can consent to', async () => {
    const { needId, itemId, matchId } = await reviewed();
    await world.consent(donor, matchId);
    await db.asOwner("UPDATE need_items SET category_code = 'MARK' WHERE id = $1", [itemId]);
    await world.run(db.actor, (tx) => world.outbox.add(tx, { type: 'need.changed', refId: needId }));
    expect(await world.match(matchId)).toMatchObject({ state: 'superseded', endedBecause: 'item-changed' });
    expect((await told(matchId)).at(-1)).toBe('match.superseded');
    await world.run(db.actor, (tx) => world.suggestions.refreshNeed(tx, needId));
    expect(await world.suggested(itemId)).toEqual([]);
  });

  it('a pledge waits again for its review when its need is back', async () => {
    const need = await world.need({ visibility: 'public' });
    const terms = { measure: { unit: 'safe' }, title: 'Safes', conditions: '', validUntil: null } as const;
    const matchId = await world.run(donor, (tx) =>
      pledges.pledge(tx, { ...terms, ...need, needItemId: need.itemId, amount: 5n, visibility: 'public' }),
    );
    await world.run(coordinator, (tx) => matches.accept(tx, { matchId, version: 1 }, {}));
    await endNeed(need.needId, 'withdrawn', 'need.withdrawn');
    expect(await told(matchId)).toContain('match.superseded');
    await db.asOwner("UPDATE needs SET state = 'published', end_reason = NULL WHERE id = $1", [need.needId]);
    await world.run(db.actor, (tx) => world.suggestions.refreshNeed(tx, need.needId));
    expect(await world.match(matchId)).toMatchObject({ state: 'suggested', endedBecause: null, reviewedAt: null });
  });
});

describe('who may not see the need or the offer', () => {
  it('reads of an ended match nothing that was written since', async () => {
    const { needId, itemId, offerId, matchId } = await reviewed();
    await endNeed(needId, 'validated', 'need.unpublished');
    await db.asOwner("UPDATE needs SET title = 'Secret', state = 'returned' WHERE id = $1", [needId]);
    await db.asOwner("UPDATE need_items SET description = 'Secret' WHERE id = $1", [itemId]);
    await expect(shown(matchId, finance)).rejects.toMatchObject({ code: 'not-found' });
    expect(await shown(matchId, donor)).toMatchObject({
      need: { title: 'Safes', isHidden: true },
      item: { description: 'Safes', open: null },
    });
    const seen = await seenOffer(offerId);
    await world.run(donor, (tx) => life.unpublish(tx, seen));
    await revise(offerId, { title: 'Secret offer' });
    for (const actor of [coordinator, focalPoint]) {
      expect((await shown(matchId, actor)).offer).toMatchObject({ title: 'Safes', isHidden: true });
    }
    const { history } = await db.uow.read(focalPoint, (tx) => world.history.get(tx, matchId));
    expect(history.map(({ act }) => act)).toEqual(['proposed', 'reviewed', 'ended']);
    expect((await shown(matchId, coordinator)).need).toMatchObject({ title: 'Secret', isHidden: false });
  });

  it('reads of an agreed match what was agreed, when the need is narrowed afterwards', async () => {
    const { needId, itemId, matchId } = await reviewed();
    await world.consent(donor, matchId);
    await world.consent(focalPoint, matchId);
    await publishRevision(needId, { title: 'Later', visibility: 'coordinators', item: { description: 'Later' } });
    const view = await shown(matchId, donor);
    expect(view.need).toMatchObject({ title: 'Safes', isHidden: true, revision: 1 });
    expect(view.item).toMatchObject({ id: itemId, description: 'Safes', open: null });
    const page = await db.uow.read(donor, (tx) => queries.page(tx, { needId, limit: 10 }));
    expect(JSON.stringify(page)).not.toContain('Later');
    expect((await shown(matchId, focalPoint)).need.title).toBe('Later');
  });

  it('ends an unconfirmed match when the need is for coordinators’ eyes alone', async () => {
    const { needId, matchId } = await reviewed();
    await publishRevision(needId, { visibility: 'coordinators' });
    expect(await world.match(matchId)).toMatchObject({ state: 'superseded', endedBecause: 'need-hidden' });
  });

  it('nor reads a donor that no State founded what is for States from now on', async () => {
    const { needId, matchId } = await reviewed({ visibility: 'public' });
    await db.asOwner("UPDATE organizations SET kind = 'ngo' WHERE id = $1", [donor.organizationId]);
    await publishRevision(needId, {
      title: 'For States',
      visibility: 'states-only',
      item: { description: 'For States' },
    });
    await db.asOwner("UPDATE organizations SET kind = 'donor-state' WHERE id = $1", [donor.organizationId]);
    expect(await world.match(matchId)).toMatchObject({
      ...{ state: 'superseded', endedBecause: 'need-hidden' },
      ...{ seenNeedTitle: 'Safes', seenItemDescription: 'Safes' },
    });
  });
});

it('a donor sees a need that is for its parties alone from the confirmation on, and others never', async () => {
  const { needId, itemId, offerId } = await reviewed();
  const { needsVisibleTo } = await import('#libs/needs');
  const sees = async (actor: Actor) => {
    const { sql, params } = needsVisibleTo(actor, 'n', 2);
    return (await db.asOwner(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${sql}`, [needId, ...params])).length === 1;
  };
  expect(await sees(donor)).toBe(false);
  const agreed = await world.confirmed(itemId, await world.offer(), 5n);
  expect([await sees(donor), await sees(otherDonor), await sees(ANONYMOUS)]).toEqual([true, false, false]);
  const { version } = await world.match(agreed);
  await world.run(coordinator, (tx) => matches.rescind(tx, { matchId: agreed, version }, 'no'));
  expect([await sees(donor), offerId.length > 0]).toEqual([false, true]);
});

it('leaves nothing for doctor to find', async () => {
  for (const { name, sql } of matchingInvariants) expect([name, await db.asOwner(sql)]).toEqual([name, []]);
  expect(await db.dataSource.manager.countBy(Match, { state: 'superseded' })).toBeGreaterThan(0);
});
