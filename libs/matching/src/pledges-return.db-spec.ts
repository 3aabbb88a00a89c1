// Danger: a pledge whose need and offer are back is lost, because something else happened first or at the same time.
import fc from 'fast-check';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { newId, Problem, type Actor } from '#libs/kernel';
import { NeedLifeService } from '#libs/needs';
import type { EventType, Tx } from '#libs/platform';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';
import { SuggestMatches } from './worker/suggest-matches.js';

const world = matchingWorld();
const { db, suggestions, donor, otherDonor, focalPoint } = world;
const needLife = new NeedLifeService(new Audit(), world.outbox, new PointsOfContactQueries(), {
  now: () => new Date('2026-11-24T12:00:00Z'),
});
const worker = new SuggestMatches(suggestions);

interface Pledged {
  readonly needId: string;
  readonly itemId: string;
  readonly offerId: string;
  readonly matchId: string;
  readonly otherOfferId: string;
}

async function pledged(): Promise<Pledged> {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  // Of two items one can be waived whole.
  await world.insert('need_items', {
    ...{ id: newId('item'), need_id: needId, position: 2, category_code: 'MARK', type_code: 'equipment' },
    ...{ description: 'Machines', unit_code: 'machine', requested: 5n },
  });
  const matchId = await world.run(donor, (tx) =>
    world.pledges.pledge(tx, {
      ...{ needId, needItemId: itemId, amount: 6n, measure: { unit: 'safe' }, title: 'Six safes' },
      ...{ conditions: '', validUntil: null, visibility: 'public' },
    }),
  );
  const { offerId } = await world.match(matchId);
  const otherOfferId = await world.offer({ organization_id: otherDonor.organizationId });
  return { needId, itemId, offerId, matchId, otherOfferId };
}

const versionIn = async (table: 'needs' | 'offers', id: string) =>
  (await db.asOwner<{ version: number }>(`SELECT version FROM ${table} WHERE id = $1`, [id]))[0]!.version;

/** One act on a stale page, or one that its state does not allow, is refused and changes nothing. */
async function attempt(actor: Actor, work: (tx: Tx) => Promise<void>): Promise<void> {
  await world.run(actor, work).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
}

const onNeed =
  (act: (tx: Tx, seen: { needId: string; version: number }, of: Pledged) => Promise<void>) => async (of: Pledged) => {
    const seen = { needId: of.needId, version: await versionIn('needs', of.needId) };
    await attempt(focalPoint, (tx) => act(tx, seen, of));
  };
const onOffer =
  (act: (tx: Tx, seen: { offerId: string; version: number }) => Promise<void>) =>
  async ({ offerId }: Pledged) => {
    const seen = { offerId, version: await versionIn('offers', offerId) };
    await attempt(donor, (tx) => act(tx, seen));
  };

type Waiting = { id: string; eventType: EventType; refId: string };
const waiting = () =>
  db.asOwner<Waiting>(
    `SELECT d.id, e.type AS "eventType", e.ref_id AS "refId" FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id
      WHERE d.consumer = 'matching.suggest' AND d.state = 'pending' ORDER BY d.id`,
  );
async function workOff({ id, eventType, refId }: Waiting): Promise<void> {
  const delivery = { id, eventType, refId, eventId: id, payload: {} };
  await world.run(db.actor, (tx) =>
    worker.consume(tx, delivery as unknown as Parameters<SuggestMatches['consume']>[1]),
  );
  await db.asOwner("UPDATE outbox_deliveries SET state = 'done', done_at = now() WHERE id = $1", [id]);
}
async function untilQuiet(): Promise<void> {
  for (let left = await waiting(); left.length > 0; left = await waiting()) {
    for (const delivery of left) await workOff(delivery);
  }
}

/** As a published revision or an import does: the need says it, everybody is told, whatever it asks for now. */
const become = (item: object, areaIso2: string) => (of: Pledged) =>
  world.run(db.actor, async (tx) => {
    const now = { currency: null, unit: 'safe', category: 'STOCK', type: 'equipment', ...item };
    await tx.query(
      `UPDATE need_items SET currency = $2, unit_code = $3, category_code = $4, type_code = $5, version = version + 1 WHERE id = $1`,
      [of.itemId, now.currency, now.unit, now.category, now.type],
    );
    await tx.query('UPDATE needs SET area_iso2 = $2, version = version + 1 WHERE id = $1', [of.needId, areaIso2]);
    await world.outbox.add(tx, { type: 'need.changed', refId: of.needId });
  });
const asPledged = become({}, 'HT');
const ANOTHER = {
  becomeMoney: become({ currency: 'USD', unit: null, type: 'financial' }, 'HT'),
  becomeMachines: become({ unit: 'machine' }, 'HT'),
  becomeTraining: become({ type: 'training' }, 'HT'),
  becomeMarking: become({ category: 'MARK' }, 'HT'),
  becomeOfMalawi: become({}, 'MW'),
};

const BACK = {
  reinstate: onNeed((tx, seen) => needLife.reinstate(tx, seen)),
  reopenNeed: onNeed((tx, seen) => needLife.reopen(tx, seen)),
  askAgain: onNeed((tx, seen, { itemId }) => world.needs.waive(tx, seen, itemId, 0n, 'Needed again')),
  reopenOffer: onOffer((tx, seen) => world.life.reopen(tx, seen)),
};
const ACTS = {
  ...BACK,
  ...ANOTHER,
  asPledged,
  withdrawNeed: onNeed((tx, seen) => needLife.withdraw(tx, seen, 'No longer')),
  closeNeed: onNeed((tx, seen) => needLife.close(tx, seen, 'No longer')),
  waive: onNeed((tx, seen, { itemId }) => world.needs.waive(tx, seen, itemId, 100n, 'No longer')),
  withdrawOffer: onOffer((tx, seen) => world.life.withdraw(tx, seen, 'Spent')),
  otherOffer: ({ otherOfferId: refId }: Pledged) =>
    world.run(otherDonor, (tx) => world.outbox.add(tx, { type: 'offer.changed', refId })),
  workNewest: async () => {
    const newest = (await waiting()).at(-1);
    if (newest) await workOff(newest);
  },
  workOldest: async () => {
    const [oldest] = await waiting();
    if (oldest) await workOff(oldest);
  },
};
type ActName = keyof typeof ACTS;

const engineStates = async ({ itemId, offerId }: Pledged) =>
  (
    await db.asOwner<{ state: string }>(
      "SELECT state FROM matches WHERE need_item_id = $1 AND offer_id = $2 AND origin = 'engine'",
      [itemId, offerId],
    )
  ).map(({ state }) => state);

it('waits for its review again at once when its need or its offer is back', async () => {
  const of = await pledged();
  const stateOf = async () => (await world.match(of.matchId)).state;
  for (const [end, back] of [
    [ACTS.withdrawNeed, BACK.reinstate],
    [ACTS.closeNeed, BACK.reopenNeed],
    [ACTS.waive, BACK.askAgain],
    [ACTS.withdrawOffer, BACK.reopenOffer],
  ] as const) {
    await end(of);
    expect(await stateOf()).toBe('superseded');
    await back(of);
    expect(await stateOf()).toBe('suggested');
  }
});

it('waits again whatever happens in whatever order and at the same time, and the engine never takes its place', async () => {
  const act = fc.constantFrom(...(Object.keys(ACTS) as ActName[]));
  const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });
  const all: ActName[] = [...(Object.keys(BACK) as ActName[]), 'otherOffer', 'workNewest', 'workOldest'];
  const last = fc.shuffledSubarray(all, { minLength: all.length });
  const another = fc.constantFrom(...Object.values(ANOTHER));
  await fc.assert(
    fc.asyncProperty(steps, last, fc.boolean(), another, async (before, ending, isAtOnce, becomeAnother) => {
      const of = await pledged();
      for (const together of before) await Promise.all(together.map((name) => ACTS[name](of)));
      await becomeAnother(of);
      for (const name of [...ending, ...ending]) await ACTS[name](of);
      await untilQuiet();
      expect((await world.match(of.matchId)).state).toBe('superseded');
      await asPledged(of);
      if (isAtOnce) await Promise.all(ending.map((name) => ACTS[name](of)));
      // Refused as stale, or of a need that was not back yet, it comes again.
      for (const name of [...ending, ...ending]) await ACTS[name](of);
      await untilQuiet();
      expect(await world.match(of.matchId)).toMatchObject({ state: 'suggested', amount: 6n, endedBecause: null });
      expect(await engineStates(of)).toEqual([]);
      // The next one has the table for itself.
      await ACTS.withdrawNeed(of);
      await db.asOwner("UPDATE offers SET state = 'expired' WHERE id = $1", [of.otherOfferId]);
    }),
    { numRuns: 12 },
  );
}, 120_000);

it.each(Object.entries(ANOTHER))(
  'stays ended for an item that %s, until that is what was pledged to',
  async (_, becomeAnother) => {
    const of = await pledged();
    await ACTS.withdrawOffer(of);
    await becomeAnother(of);
    await BACK.reopenOffer(of);
    await untilQuiet();
    expect(await world.match(of.matchId)).toMatchObject({ state: 'superseded', endedBecause: 'offer-withdrawn' });
    await asPledged(of);
    expect(await world.match(of.matchId)).toMatchObject({ state: 'suggested', amount: 6n, endedBecause: null });
  },
);

it.each(Object.entries(ANOTHER))(
  'ends where it waits for an item that %s, and its donor is told',
  async (_, becomeAnother) => {
    const of = await pledged();
    await becomeAnother(of);
    expect(await world.match(of.matchId)).toMatchObject({ state: 'superseded', endedBecause: 'item-changed' });
    const told = "SELECT FROM outbox_events WHERE type = 'match.superseded' AND ref_id = $1";
    expect(await db.asOwner(told, [of.matchId])).toHaveLength(1);
    await untilQuiet();
    expect((await world.match(of.matchId)).state).toBe('superseded');
  },
);

it('stays ended when the country changes for which it was put before the parties', async () => {
  const of = await pledged();
  const { matchId } = of;
  await world.run(world.coordinator, (tx) => world.matches.accept(tx, { matchId, version: 1 }, {}));
  await ANOTHER.becomeOfMalawi(of);
  await untilQuiet();
  expect(await world.match(matchId)).toMatchObject({ state: 'superseded', endedBecause: 'item-changed' });
});

describe('in whose place the engine suggests its own offer', () => {
  const displaced = async () => {
    const of = await pledged();
    await ACTS.withdrawNeed(of);
    await db.asOwner("UPDATE needs SET state = 'published', end_reason = NULL, withdrawn_from = NULL WHERE id = $1", [
      of.needId,
    ]);
    await world.insert('matches', {
      ...{ id: newId('match'), need_id: of.needId, need_item_id: of.itemId, offer_id: of.offerId, state: 'suggested' },
      ...{ origin: 'engine', amount: 6n, unit_code: 'safe', score: 0.5, reasons: {}, policy_version: 1 },
    });
    return of;
  };

  it.each([
    ['an event of another offer', ({ otherOfferId }: Pledged, tx: Tx) => suggestions.refreshOffer(tx, otherOfferId)],
    ['an event of its need', ({ needId }: Pledged, tx: Tx) => suggestions.refreshNeed(tx, needId)],
    ['an event of its offer', ({ offerId }: Pledged, tx: Tx) => suggestions.refreshOffer(tx, offerId)],
    ['the next day', (_: Pledged, tx: Tx) => suggestions.refreshOver(tx)],
  ])('%s puts it back', async (_, refresh) => {
    const of = await displaced();
    await world.run(db.actor, (tx) => refresh(of, tx));
    expect((await world.match(of.matchId)).state).toBe('suggested');
    expect(await engineStates(of)).toEqual(['superseded']);
    expect(await world.acts(of.matchId)).toEqual(['match.pledged', 'match.superseded', 'match.restored']);
  });

  it('what a coordinator accepted of it stands', async () => {
    const of = await displaced();
    await db.asOwner(
      "UPDATE matches SET state = 'reviewed', reviewed_at = now(), reviewed_by = $2, reviewed_category = 'STOCK', reviewed_area = 'HT' WHERE offer_id = $1 AND origin = 'engine'",
      [of.offerId, world.coordinator.personId],
    );
    await world.run(db.actor, (tx) => suggestions.refreshNeed(tx, of.needId));
    expect([(await world.match(of.matchId)).state, await engineStates(of)]).toEqual(['superseded', ['reviewed']]);
  });
});

it('its need withdrawn while it is brought back, it does not wait for a review that nobody can give', async () => {
  const of = await pledged();
  await ACTS.withdrawOffer(of);
  await db.asOwner("UPDATE offers SET state = 'published' WHERE id = $1", [of.offerId]);
  let withdrawing: Promise<void> = Promise.resolve();
  await world.run(db.actor, async (tx) => {
    await world.restored.restore(tx, 'offer_id', [of.offerId]);
    withdrawing = ACTS.withdrawNeed(of);
    // Until it is done, or waits for this one.
    await Promise.race([withdrawing, new Promise((resolve) => setTimeout(resolve, 300))]);
  });
  await withdrawing;
  expect(await world.match(of.matchId)).toMatchObject({ state: 'superseded', endedBecause: 'need-withdrawn' });
});

it('proposed again by a coordinator at the same moment, it is not there twice, and neither act fails', async () => {
  const of = await pledged();
  await ACTS.withdrawOffer(of);
  await db.asOwner("UPDATE offers SET state = 'published' WHERE id = $1", [of.offerId]);
  let restoring: Promise<void> = Promise.resolve();
  const again = await world.run(world.coordinator, async (tx) => {
    const proposal = { needItemId: of.itemId, offerId: of.offerId, amount: 6n, note: null };
    const matchId = await world.matches.propose(tx, proposal);
    restoring = world.run(db.actor, (other) => world.restored.restore(other, 'offer_id', [of.offerId]));
    await Promise.race([restoring, new Promise((resolve) => setTimeout(resolve, 300))]);
    return matchId;
  });
  await restoring;
  expect([(await world.match(of.matchId)).state, (await world.match(again)).state]).toEqual([
    'superseded',
    'suggested',
  ]);
});

it('leaves nothing for doctor to find', async () => {
  for (const { name, sql } of matchingInvariants) expect([name, await db.asOwner(sql)]).toEqual([name, []]);
});
