// Danger: who reads a match works out from its reasons or its score what a private offer has left, or on which terms it stands.
import fc from 'fast-check';
import type { Actor } from '#libs/kernel';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, focalPoint, otherFocalPoint, donor, coordinator, auditor, finance } = world;

const viewOf = (reader: Actor, matchId: string) => db.uow.read(reader, (tx) => world.queries.get(tx, matchId));
const partsOf = async (reader: Actor, matchId: string) =>
  (await viewOf(reader, matchId)).reasons.parts.map(({ part }) => part);

const OF_NEED = ['priority', 'urgency', 'share-covered', 'group-priority'];

it('a State reads of a match with a private offer only what its own need tells', async () => {
  const matchId = await world.confirmed((await world.need()).itemId, await world.offer({ visibility: 'private' }), 10n);
  expect(await partsOf(focalPoint, matchId)).toEqual(OF_NEED);
  expect((await viewOf(focalPoint, matchId)).score).toBeNull();
  for (const reader of [donor, coordinator, auditor]) {
    const { score, reasons } = await viewOf(reader, matchId);
    expect([reasons.parts.length, score]).toEqual([6, reasons.score]);
    expect(score).not.toBeNull();
  }
});

it('whom nothing but the match is open to reads neither of the need nor of the offer', async () => {
  const { needId, itemId } = await world.need();
  const matchId = await world.confirmed(itemId, await world.offer({ visibility: 'private' }), 10n);
  await db.asOwner("UPDATE needs SET visibility = 'coordinators' WHERE id = $1", [needId]);
  const { reasons, score } = await viewOf(finance, matchId);
  expect([reasons.parts, reasons.rules.map(({ rule }) => rule), score]).toEqual([
    [],
    ['different-organizations'],
    null,
  ]);
});

it('of a public offer its terms are read, and neither what it gave nor what it has left', async () => {
  const matchId = await world.confirmed((await world.need()).itemId, await world.offer(), 10n);
  const { reasons, score } = await viewOf(focalPoint, matchId);
  expect(score).toBeNull();
  expect(reasons.parts.map(({ part }) => part)).toEqual([
    'priority',
    'urgency',
    'share-covered',
    'earmark-tightness',
    'group-priority',
  ]);
  const rules = reasons.rules.map(({ rule }) => rule);
  expect(rules).toContain('minimum-lot');
  expect(rules).not.toContain('offer-left');
  expect(rules).not.toContain('recipient-maximum');
});

it('whatever a private offer says, its State reads the same of the match', async () => {
  const terms = fc.record({
    capacity: fc.bigInt(10n, 1_000n),
    committed: fc.constantFrom(0n, 5n),
    minimum_lot: fc.option(fc.bigInt(1n, 10n)),
    maximum_per_recipient: fc.option(fc.bigInt(500n, 900n)),
    maximum_share_bp: fc.option(fc.integer({ min: 5_000, max: 9_999 })),
    earmark_areas: fc.constantFrom([], ['HT'], ['HT', 'MW']),
    valid_until: fc.option(fc.constantFrom('2027-01-01', '2028-01-01')),
    type_codes: fc.constantFrom([], ['equipment'], ['equipment', 'training']),
  });
  const read = async (columns: object) => {
    const { itemId } = await world.need();
    const earmarked = 'earmark_areas' in columns && (columns.earmark_areas as string[]).length > 0;
    const offerId = await world.offer({
      ...columns,
      visibility: 'private',
      ...(earmarked ? { earmark_level: 4 } : {}),
    });
    const { reasons, score, amount } = await viewOf(focalPoint, await world.reviewed(itemId, offerId, 10n));
    return { reasons, score, amount };
  };
  const plain = await read({});
  await fc.assert(
    fc.asyncProperty(terms, async ({ capacity, committed, ...others }) => {
      expect(await read({ ...others, committed, capacity: capacity + committed })).toEqual(plain);
    }),
    { numRuns: 12 },
  );
});

it('nobody else of another State reads it at all', async () => {
  const matchId = await world.confirmed((await world.need()).itemId, await world.offer(), 10n);
  await expect(viewOf(otherFocalPoint, matchId)).rejects.toMatchObject({ code: 'not-found' });
});
