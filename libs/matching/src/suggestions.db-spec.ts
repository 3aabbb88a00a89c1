// Danger: suggestions that no longer hold stay, or a run again disturbs what people decided.
import { Audit } from '#libs/audit';
import { OrganizationAreasService } from '#libs/identity';
import { NeedDraftsService, NEED_UNPUBLISHED } from '#libs/needs';
import { matchingWorld } from './matching.fixture.js';
import { checkRules } from './hard.rules.js';
import { Suggestions, SUGGESTIONS_MAX } from './suggestions.service.js';
import { SCORING_POLICY } from './score.rules.js';

const world = matchingWorld();
const { db, suggestions } = world;

// Each test has the table for itself.
afterEach(async () => {
  await db.asOwner("UPDATE needs SET state = 'expired' WHERE state = 'published'");
  await db.asOwner("UPDATE offers SET state = 'expired' WHERE state = 'published'");
});

const refreshNeed = (needId: string) => world.run(db.actor, (tx) => suggestions.refreshNeed(tx, needId));
const refreshOffer = (offerId: string) => world.run(db.actor, (tx) => suggestions.refreshOffer(tx, offerId));
const suggestionsOn = (day: string) =>
  new Suggestions(world.pairs, world.restored, new Audit(), world.outbox, { now: () => new Date(`${day}T00:05:00Z`) });
const rows = () => db.asOwner('SELECT * FROM matches ORDER BY id');

it('suggests what fits, the best first, with reasons that hold', async () => {
  const { needId, itemId } = await world.need();
  const exact = await world.offer({ earmark_level: 3, earmark_areas: ['HT'] });
  const small = await world.offer({ capacity: 10n });
  await world.offer({ category_codes: ['MARK'] });
  await world.offer({ unit_code: 'rack' });
  await world.offer({ earmark_level: 2, earmark_regions: ['150'] });
  await world.offer({ excluded_areas: ['HT'] });
  await world.offer({ valid_from: '2026-12-01' });
  await world.offer({ minimum_lot: 100n, capacity: 200n, maximum_per_recipient: 100n, committed: 150n });
  await world.offer({ organization_id: world.focalPoint.organizationId });
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual([exact, small]);
  const [match] = await db.asOwner('SELECT * FROM matches WHERE offer_id = $1', [exact]);
  expect(match).toMatchObject({
    origin: 'engine',
    amount: '100',
    unit_code: 'safe',
    currency: null,
    policy_version: SCORING_POLICY.version,
  });
  expect(match?.reasons.rules.every(({ holds }: { holds: boolean }) => holds)).toBe(true);
  expect(Number(match?.score)).toBe(match?.reasons.score);
});

it('obeys what an offer excludes, who must carry it out, when it may be used and what share it gives', async () => {
  const undp = world.coordinator.organizationId;
  const { needId, itemId } = await world.need({ needed_by: '2027-06-30' }, { through_organization_id: undp });
  await world.offer({ category_codes: [], earmark_level: 2, excluded_categories: ['STOCK'] });
  await world.offer({ excluded_types: ['equipment'] });
  await world.offer({ earmark_level: 2, implementer_kinds: ['ngo'] });
  await world.offer({ earmark_level: 3, implementer_id: world.donor.organizationId });
  await world.offer({ usable_until: '2027-06-29' });
  await world.offer({ usable_from: '2027-07-01' });
  await world.offer({ valid_until: '2026-11-23', usable_until: '2027-12-31' });
  const fitting = [
    await world.offer({ earmark_level: 3, implementer_id: undp, implementer_kinds: ['ngo'] }),
    await world.offer({
      earmark_level: 2,
      implementer_kinds: ['un-entity'],
      valid_until: '2026-12-31',
      usable_until: '2027-12-31',
    }),
    await world.offer({ maximum_share_bp: 2_500 }),
  ];
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual(fitting);
  const [{ amount }] = (await db.asOwner<{ amount: string }>('SELECT amount FROM matches WHERE offer_id = $1', [
    fitting[2],
  ])) as [{ amount: string }];
  expect(amount).toBe('25');
});

it('judges an earmark for a group of countries by who belongs to it that day', async () => {
  const { needId, itemId } = await world.need({ area_iso2: 'NE' });
  const offerId = await world.offer({ earmark_level: 2, earmark_groups: ['ldc'] });
  const leave = (day: string) =>
    db.asOwner(`UPDATE area_groups SET leaves_on = $1, decision = 'x' WHERE area_iso2 = 'NE' AND name = 'ldc'`, [day]);
  await leave('2026-11-24');
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual([]);
  await leave('2026-11-25');
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual([offerId]);
});

it('never suggests for an item that nobody has sorted', async () => {
  const { needId, itemId } = await world.need({}, { category_code: 'OTHER' });
  await world.offer({ category_codes: [] });
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual([]);
});

it('comes to the same from the side of the offer', async () => {
  const { itemId } = await world.need();
  const offerId = await world.offer();
  await refreshOffer(offerId);
  expect(await world.suggested(itemId)).toEqual([offerId]);
});

it('changes nothing when it runs again, and announces a suggestion once', async () => {
  const { needId } = await world.need();
  const offerId = await world.offer();
  await refreshNeed(needId);
  const before = await rows();
  await refreshNeed(needId);
  await refreshOffer(offerId);
  expect(await rows()).toEqual(before);
  const [match] = await db.asOwner<{ id: string }>('SELECT id FROM matches WHERE offer_id = $1', [offerId]);
  expect(await world.acts(match!.id)).toEqual(['match.suggested']);
});

it('brings amount and score up to date, and supersedes what no longer holds', async () => {
  const { needId, itemId } = await world.need();
  const offerId = await world.offer();
  await refreshNeed(needId);
  await db.asOwner('UPDATE offers SET committed = 70 WHERE id = $1', [offerId]);
  await refreshOffer(offerId);
  const [renewed] = await db.asOwner('SELECT amount, version FROM matches WHERE offer_id = $1', [offerId]);
  expect(renewed).toEqual({ amount: '30', version: 2 });
  await db.asOwner("UPDATE offers SET state = 'withdrawn' WHERE id = $1", [offerId]);
  await refreshOffer(offerId);
  expect(await world.suggested(itemId)).toEqual([]);
  const [match] = await db.asOwner('SELECT state FROM matches WHERE offer_id = $1', [offerId]);
  expect(match).toEqual({ state: 'superseded' });
});

it('takes back what it suggested of an offer whose last day has passed, and suggests it again when it is extended', async () => {
  const { needId, itemId } = await world.need();
  const offerId = await world.offer({ valid_until: '2026-11-24' });
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual([offerId]);
  for (const [day, expected] of [['2026-11-23', []] as const, ['2026-12-31', [offerId]] as const]) {
    await db.asOwner('UPDATE offers SET valid_until = $2 WHERE id = $1', [offerId, day]);
    await refreshOffer(offerId);
    expect(await world.suggested(itemId)).toEqual(expected);
  }
});

it('suggests an offer from its first day of use on', async () => {
  const { itemId } = await world.need();
  const offerId = await world.offer({ usable_from: '2026-11-24' });
  for (const [day, expected] of [['2026-11-23', []] as const, ['2026-11-24', [offerId]] as const]) {
    await world.run(db.actor, (tx) => suggestionsOn(day).refreshOffer(tx, offerId));
    expect(await world.suggested(itemId)).toEqual(expected);
  }
});

it('takes back what it suggested of what a day ended, of which no event tells, and suggests what stands instead', async () => {
  const { needId: endsId, itemId: ends } = await world.need({ valid_until: '2026-11-24' });
  const { needId, itemId } = await world.need();
  const [stands, usable] = [await world.offer(), await world.offer({ capacity: 90n, usable_until: '2026-11-24' })];
  for (const id of [endsId, needId]) await refreshNeed(id);
  const byHand = await world.offer({ capacity: 5n });
  const proposal = { needItemId: ends, offerId: byHand, amount: 5n, note: null };
  const proposed = await world.run(world.coordinator, (tx) => world.matches.propose(tx, proposal));
  expect([await world.suggested(ends), await world.suggested(itemId)]).toEqual([
    [stands, usable],
    [stands, usable],
  ]);
  await world.run(db.actor, (tx) => suggestionsOn('2026-11-24').refreshOver(tx));
  expect(await world.suggested(ends)).toEqual([stands, usable]);
  await world.run(db.actor, (tx) => suggestionsOn('2026-11-25').refreshOver(tx));
  expect([await world.suggested(ends), await world.suggested(itemId)]).toEqual([[], [stands, byHand]]);
  expect((await world.match(proposed)).state).toBe('suggested');
});

it('touches neither what a person proposed, nor what was reviewed, nor suggests again what was declined', async () => {
  const { needId, itemId } = await world.need();
  const [proposed, reviewed, declined] = [await world.offer(), await world.offer(), await world.offer()];
  await world.run(world.coordinator, async (tx) => {
    await world.matches.propose(tx, { needItemId: itemId, offerId: proposed, amount: 5n, note: 'by hand' });
  });
  await world.reviewed(itemId, reviewed, 7n);
  const declinedId = await world.reviewed(itemId, declined, 9n);
  await world.run(world.donor, (tx) => world.matches.decline(tx, { matchId: declinedId, version: 2 }, 'no budget'));
  const before = await db.asOwner('SELECT * FROM matches WHERE need_id = $1 ORDER BY id', [needId]);
  await refreshNeed(needId);
  expect(await db.asOwner('SELECT * FROM matches WHERE need_id = $1 ORDER BY id', [needId])).toEqual(before);
});

it('keeps the best few for an item and brings the next in when one goes', async () => {
  const { needId, itemId } = await world.need();
  const offers: string[] = [];
  for (let index = 0; index < SUGGESTIONS_MAX + 3; index += 1) {
    offers.push(await world.offer({ capacity: BigInt(100 - index) }));
  }
  await refreshNeed(needId);
  expect(await world.suggested(itemId)).toEqual(offers.slice(0, SUGGESTIONS_MAX));
  await db.asOwner("UPDATE offers SET state = 'withdrawn' WHERE id = $1", [offers[0]]);
  await refreshOffer(offers[0]!);
  expect(await world.suggested(itemId)).toEqual(offers.slice(1, SUGGESTIONS_MAX + 1));
});

it('runs side by side for many events without doubling or losing a suggestion', async () => {
  const needs = [await world.need(), await world.need(), await world.need()];
  const offers = [await world.offer(), await world.offer(), await world.offer()];
  await Promise.all([...needs.map(({ needId }) => refreshNeed(needId)), ...offers.map((id) => refreshOffer(id))]);
  for (const { itemId } of needs) expect((await world.suggested(itemId)).sort()).toEqual([...offers].sort());
});

describe('candidates of a need', () => {
  it('names what fits, and near misses with the failing rules, those first that break the fewest', async () => {
    const { needId } = await world.need({ needed_by: '2027-07-15' });
    const fits = await world.offer();
    const ends = await world.offer({ valid_until: '2027-06-30' });
    const far = await world.offer({ category_codes: ['MARK'], type_codes: ['training'] });
    const found = await world.run(world.coordinator, (tx) => world.candidates.ofNeed(tx, needId));
    expect(found.map(({ offer, eligible }) => [offer.id, eligible])).toEqual([
      [fits, true],
      [ends, false],
      [far, false],
    ]);
    expect(found[0]).toMatchObject({ available: '100', measure: { unit: 'safe' }, offer: { title: 'Safes' } });
    const failing = found.map(({ reasons }) => reasons.rules.filter(({ holds }) => !holds));
    expect(failing[1]).toEqual([
      {
        rule: 'time-window',
        holds: false,
        facts: { neededBy: '2027-07-15', due: '2027-07-15', offerFrom: '2026-01-01', offerUntil: '2027-06-30' },
        change: { of: 'offer', field: 'validUntil', do: 'set', value: '2027-07-15' },
      },
    ]);
    expect(failing[2]?.map(({ rule }) => rule)).toEqual(['category', 'type']);
  });

  it('counts what confirmed matches gave to the State against the maximum per recipient', async () => {
    const offerId = await world.offer({ maximum_per_recipient: 30n });
    const { itemId } = await world.need();
    await world.confirmed(itemId, offerId, 30n);
    const { needId } = await world.need();
    const [candidate] = await world.run(world.coordinator, (tx) => world.candidates.ofNeed(tx, needId));
    const failing = candidate?.reasons.rules.filter(({ holds }) => !holds);
    expect(failing).toMatchObject([{ rule: 'recipient-maximum', facts: { maximum: '30', given: '30', room: '0' } }]);
  });

  it.each(['focalPoint', 'donor', 'auditor'] as const)('are not for a %s', async (who) => {
    const { needId } = await world.need();
    await expect(world.run(world[who], (tx) => world.candidates.ofNeed(tx, needId))).rejects.toMatchObject({
      code: 'denied',
    });
  });

  it('of a draft of somebody else do not exist', async () => {
    const { needId } = await world.need({ state: 'draft', submitted_at: null, published_at: null });
    await expect(world.run(world.coordinator, (tx) => world.candidates.ofNeed(tx, needId))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

it('stores only pairs that satisfy every rule as read back from the tables', async () => {
  const stored = await db.asOwner<{ need_item_id: string; offer_id: string }>(
    "SELECT need_item_id, offer_id FROM matches WHERE origin = 'engine'",
  );
  expect(stored.length).toBeGreaterThan(20);
  await db.asOwner("UPDATE needs SET state = 'published' WHERE state = 'expired'");
  await db.asOwner("UPDATE offers SET state = 'published', committed = 0 WHERE state IN ('expired', 'withdrawn')");
  await world.run(world.coordinator, async (tx) => {
    for (const { need_item_id: itemId, offer_id: offerId } of stored) {
      const [item] = await world.pairs.items(tx, [itemId], '2026-11-24');
      const [offer] = await world.pairs.offers(tx, [offerId]);
      const failing = checkRules({ item: item!, offer: offer!, today: '2026-11-24' }).filter(({ holds }) => !holds);
      expect(failing).toEqual([]);
    }
  });
});

it('keeps what is over of an item that its State removed from a need that was taken off, and brings no pledge back to it', async () => {
  const drafts = new NeedDraftsService(new Audit(), new OrganizationAreasService(new Audit()));
  const { needId, itemId } = await world.need({ visibility: 'public' });
  const pledge = await world.run(world.donor, (tx) =>
    world.pledges.pledge(tx, {
      ...{ needId, needItemId: itemId, amount: 5n, measure: { unit: 'safe' } },
      ...{ title: 'Five safes', conditions: '', validUntil: null, visibility: 'private' as const },
    }),
  );
  await world.reviewed(itemId, await world.offer(), 10n);
  await world.offer();
  await refreshNeed(needId);
  await db.asOwner(
    "UPDATE needs SET state = 'returned', published_at = NULL, acknowledged_at = now(), authentication = 'Note', revision = 1 WHERE id = $1",
    [needId],
  );
  await world.run(world.db.actor, (tx) => world.outbox.add(tx, { type: NEED_UNPUBLISHED, refId: needId }));
  await refreshNeed(needId);
  const [{ version }] = (await db.asOwner<{ version: number }>('SELECT version FROM needs WHERE id = $1', [
    needId,
  ])) as [{ version: number }];
  await world.run(world.focalPoint, (tx) => drafts.revise(tx, { needId, version }, { items: [] }));
  expect(await db.asOwner('SELECT id FROM need_items WHERE need_id = $1', [needId])).toEqual([]);
  await db.asOwner("UPDATE needs SET state = 'published', published_at = now() WHERE id = $1", [needId]);
  await refreshNeed(needId);
  const { offerId } = await world.match(pledge);
  await refreshOffer(offerId);
  const states = await db.asOwner<{ state: string }>('SELECT state FROM matches WHERE need_item_id = $1', [itemId]);
  expect(states.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'superseded']);
});
