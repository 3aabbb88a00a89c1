// Danger: somebody speaks for a State who is no focal point of it any more, or does so again without being designated anew.
import type { Actor, Problem } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import type { QueryRunner } from 'typeorm';
import { identityEntities } from './identity.entities.js';
import { identityInvariants } from './identity.invariants.js';
import { IdentityQueries } from './identity.queries.js';
import { DesignationsEndWithRoles1764000300110 } from './migrations/1764000300110-designations-end-with-roles.js';
import { ContactsFixture, identityForTests, inDays, today } from './points-of-contact.fixture.js';

const db = testDatabase({ entities: identityEntities });
const at = new ContactsFixture(db);
const identity = identityForTests();
const queries = new IdentityQueries();

beforeEach(() => at.newState());

const endRole = ({ personId }: Actor) =>
  at.run(db.actor, async (tx) => {
    const { memberships } = await queries.person(tx, personId);
    await identity.endMembership(tx, { id: memberships[0]!.id, personId }, 'Left the ministry.');
  });
const giveRole = ({ personId }: Actor) =>
  at.run(db.actor, (tx) => identity.giveMembership(tx, { personId, organizationId: at.state, role: 'focal-point' }));
const shutOut = ({ personId }: Actor) =>
  at.run(db.actor, (tx) => identity.disablePerson(tx, personId, 'Left the ministry.'));
const openAgain = ({ personId }: Actor) => at.run(db.actor, (tx) => identity.enablePerson(tx, personId));

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: Problem) => error.code,
  );
const toldOf = async (id: string) =>
  (
    await db.asOwner<{ what: string }>(
      `SELECT act AS what FROM audit_log WHERE ref_id = $1 AND act LIKE '%ended'
        UNION ALL SELECT type FROM outbox_events WHERE ref_id = $1 ORDER BY what`,
      [id],
    )
  ).map(({ what }) => what);
const delegate = (from: Actor, id: string, to: Actor) =>
  at.run(from, async (tx) => at.service.delegate(tx, await at.seen(id), { personId: to.personId, until: inDays(9) }));

describe.each([
  ['the role', endRole, giveRole],
  ['the account', shutOut, openAgain],
])('with %s', (_, take, giveAgain) => {
  it('a designation ends at once, is told of, and does not come back by itself', async () => {
    const one = await at.focalPoint();
    const id = await at.designate(one, { startsOn: inDays(-5) });
    await take(one);
    expect(await at.ends(id)).toEqual([today]);
    expect(await toldOf(id)).toEqual(['contact.ended', 'point-of-contact.ended']);
    await giveAgain(one);
    expect(await at.may(one)).toBe(false);
    await at.designate(one);
    expect(await at.may(one)).toBe(true);
  });

  it('a delegation ends at once, and does not come back by itself', async () => {
    const [one, two] = [await at.focalPoint(), await at.focalPoint()];
    const id = await at.designate(one);
    await delegate(one, id, two);
    await take(two);
    expect(await toldOf(id)).toEqual(['point-of-contact.delegation-ended']);
    await giveAgain(two);
    expect([await at.may(one), await at.may(two)]).toEqual([true, false]);
  });

  it('a planned hand-over is cancelled, and who was to hand over goes on', async () => {
    const [one, two] = [await at.focalPoint(), await at.focalPoint()];
    const id = await at.designate(one);
    const deputy = await at.designate(two, { isPrimary: false });
    const next = await at.handOver(one, id, two, inDays(7));
    await take(two);
    expect(await at.ends(id, deputy, next)).toEqual([null, today, inDays(7)]);
    expect(await codeOf(at.end(next, inDays(7)))).toBe('point-of-contact-ended');
    expect(await at.ends(deputy)).toEqual([today]);
  });
});

it('who took over today hands the term back with the role, unless another term stands in the way', async () => {
  const [one, two, three] = [await at.focalPoint(), await at.focalPoint(), await at.focalPoint()];
  const id = await at.designate(one, { startsOn: inDays(-5) });
  await at.handOver(one, id, two);
  await endRole(two);
  expect(await at.ends(id)).toEqual([null]);

  await at.handOver(one, id, three, inDays(7));
  const deputy = await at.designate(one, { isPrimary: false, startsOn: inDays(9) });
  expect(await codeOf(shutOut(three))).toBe('done');
  expect(await at.ends(id, deputy)).toEqual([inDays(7), null]);
});

it('a term is not given back to who is no focal point any more', async () => {
  const [one, two] = [await at.focalPoint(), await at.focalPoint()];
  const id = await at.designate(one, { startsOn: inDays(-5) });
  const next = await at.handOver(one, id, two);
  await endRole(one);
  await at.end(next, today);
  expect(await at.ends(id)).toEqual([today]);
});

it('who is shut out is designated and given roles only when the account is open again', async () => {
  const [one, two] = [await at.focalPoint(), await at.focalPoint()];
  const id = await at.designate(one);
  await shutOut(two);
  expect(await codeOf(at.designate(two, { isPrimary: false }))).toBe('person-disabled');
  expect(await codeOf(at.handOver(one, id, two))).toBe('person-disabled');
  expect(await codeOf(delegate(one, id, two))).toBe('person-disabled');
  expect(await codeOf(giveRole(two))).toBe('person-disabled');
  expect(await codeOf(endRole(two))).toBe('person-disabled');
  await openAgain(two);
  await openAgain(two);
  expect(await codeOf(at.designate(two, { isPrimary: false }))).toBe('done');
  const acts = await db.asOwner(`SELECT act FROM audit_log WHERE ref_id = $1 AND act LIKE 'person.%' ORDER BY id`, [
    two.personId,
  ]);
  expect(acts.map(({ act }) => act as string)).toEqual(['person.disabled', 'person.enabled']);
});

it('nobody is designated while they are shut out', async () => {
  const one = await at.focalPoint();
  const outcomes = await Promise.all([codeOf(at.designate(one)), codeOf(shutOut(one))]);
  expect(outcomes[1]).toBe('done');
  expect(['done', 'person-disabled']).toContain(outcomes[0]);
  expect(await at.may(one)).toBe(false);
  await openAgain(one);
  expect(await at.may(one)).toBe(false);
});

describe('the end of a role', () => {
  const heldBy = async ({ personId }: Actor) => {
    const [row] = await db.asOwner<{ id: string }>('SELECT id FROM memberships WHERE person_id = $1', [personId]);
    return { id: row!.id, personId };
  };
  const restore = async (who: Actor) => {
    const held = await heldBy(who);
    return codeOf(at.run(db.actor, (tx) => identity.restoreMembership(tx, held)));
  };
  const rolesOf = ({ personId }: Actor) =>
    db.uow.read(db.actor, async (tx) => ({
      live: (await queries.person(tx, personId)).memberships.map(({ role }) => role),
      ended: (await queries.endedRoles(tx, personId)).map(({ role }) => role),
    }));
  const endedAgo = async (who: Actor, ago: string) =>
    db.asOwner('UPDATE memberships SET ended_at = now() - $2::interval WHERE id = $1', [(await heldBy(who)).id, ago]);

  it('is undone within a day, with the reason and the undo on record', async () => {
    const one = await at.focalPoint();
    await endRole(one);
    expect(await rolesOf(one)).toEqual({ live: [], ended: ['focal-point'] });
    await endedAgo(one, '23:59');
    expect([await restore(one), await restore(one)]).toEqual(['done', 'membership-exists']);
    expect(await rolesOf(one)).toEqual({ live: ['focal-point'], ended: [] });
    const acts = await db.asOwner(`SELECT act, payload FROM audit_log WHERE ref_id = $1 ORDER BY id`, [
      (await heldBy(one)).id,
    ]);
    const facts = { personId: one.personId, role: 'focal-point' };
    expect(acts).toEqual([
      { act: 'membership.ended', payload: { ...facts, reason: 'Left the ministry.' } },
      { act: 'membership.restored', payload: facts },
    ]);
  });

  it('is ended once, with the reason that was given first; so is an account', async () => {
    const one = await at.focalPoint();
    await endRole(one);
    const held = await heldBy(one);
    const again = at.run(db.actor, (tx) => identity.endMembership(tx, held, 'Moved.'));
    expect(await codeOf(again)).toBe('ended-already');
    await shutOut(one);
    expect(await codeOf(shutOut(one))).toBe('ended-already');
    const acts = await db.asOwner(`SELECT act FROM audit_log WHERE ref_id = ANY($1) ORDER BY id`, [
      [held.id, one.personId],
    ]);
    expect(acts).toEqual([{ act: 'membership.ended' }, { act: 'person.disabled' }]);
  });

  it('is not undone later, nor by themselves, nor while they are shut out', async () => {
    const [one, two] = [await at.focalPoint(), await at.focalPoint()];
    await endRole(one);
    await endedAgo(one, '24:01');
    expect([await restore(one), await rolesOf(one)]).toEqual(['role-ended-for-good', { live: [], ended: [] }]);
    await endRole(two);
    const held = await heldBy(two);
    expect(await codeOf(at.run(two, (tx) => identity.restoreMembership(tx, held)))).toBe('denied');
    await shutOut(two);
    expect(await restore(two)).toBe('person-disabled');
    const other = at.run(db.actor, (tx) => identity.restoreMembership(tx, { ...held, personId: one.personId }));
    expect(await codeOf(other)).toBe('not-found');
  });

  it('is not undone where the role was given anew, or where the organization gives it no more', async () => {
    const [one, two] = [await at.focalPoint(), await at.focalPoint()];
    await endRole(one);
    const held = await heldBy(one);
    await giveRole(one);
    expect(await rolesOf(one)).toEqual({ live: ['focal-point'], ended: [] });
    expect(await codeOf(at.run(db.actor, (tx) => identity.restoreMembership(tx, held)))).toBe('membership-exists');
    await endRole(two);
    await db.asOwner(`UPDATE organizations SET kind = 'unstated' WHERE id = $1`, [at.state]);
    expect(await restore(two)).toBe('role-does-not-fit');
  });

  it('is undone once when two do it at once, or while the role is given anew', async () => {
    const one = await at.focalPoint();
    await endRole(one);
    const outcomes = await Promise.all([restore(one), codeOf(giveRole(one)), restore(one)]);
    expect(outcomes.every((outcome) => ['done', 'membership-exists'].includes(outcome))).toBe(true);
    expect(await rolesOf(one)).toEqual({ live: ['focal-point'], ended: [] });
  });
});

it('nobody changes their own roles, or shuts themselves out', async () => {
  const self = await at.focalPoint();
  const { personId } = self;
  const [held] = (await db.uow.read(db.actor, (tx) => queries.person(tx, personId))).memberships;
  const role = { personId, organizationId: at.state, role: 'donor' } as const;
  const acts: Parameters<typeof at.run>[1][] = [
    (tx) => identity.giveMembership(tx, role),
    (tx) => identity.endMembership(tx, { id: held!.id, personId }, 'Left the ministry.'),
    (tx) => identity.disablePerson(tx, personId, 'Left the ministry.'),
  ];
  for (const act of acts) {
    await expect(at.run(self, act)).rejects.toThrow(
      'Nobody changes their own roles or account. Ask another administrator',
    );
  }
});

it('the invariant sees what outlived its role (planted)', async () => {
  const { sql } = identityInvariants.find(({ name }) => name === 'identity.points-of-contact-are-focal-points')!;
  const [one, two] = [await at.focalPoint(), await at.focalPoint()];
  await delegate(one, await at.designate(one), two);
  const cancelled = await at.designate(two, { isPrimary: false, startsOn: inDays(3) });
  await at.end(cancelled, inDays(3));
  expect(await db.asOwner(sql)).toEqual([]);
  for (const { personId } of [one, two]) {
    await db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [personId]);
    expect(await db.asOwner(sql)).toHaveLength(1);
    await db.asOwner('UPDATE memberships SET ended_at = NULL WHERE person_id = $1', [personId]);
  }
});

it('what outlived its role before ends with the upgrade, and nothing else does', async () => {
  const { sql } = identityInvariants.find(({ name }) => name === 'identity.points-of-contact-are-focal-points')!;
  const [one, two, three] = [await at.focalPoint(), await at.focalPoint(), await at.focalPoint()];
  const stays = await at.designate(one);
  await delegate(one, stays, two);
  await delegate(one, stays, three);
  const standing = await at.designate(two, { isPrimary: false, startsOn: inDays(-5) });
  const coming = await at.designate(two, { instrument: 'iti', startsOn: inDays(5) });
  await db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [two.personId]);
  expect(await db.asOwner(sql)).toHaveLength(3);
  const query = (text: string) => db.asOwner(text);
  await new DesignationsEndWithRoles1764000300110().up({ query } as QueryRunner);
  expect(await db.asOwner(sql)).toEqual([]);
  expect(await at.ends(stays, standing, coming)).toEqual([null, today, inDays(5)]);
  expect([await at.may(two), await at.may(three)]).toEqual([false, true]);
});
