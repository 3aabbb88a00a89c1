// Danger: two people speak for one State under one instrument, somebody speaks for it who no longer may, or the public reads
// what a person did not let it see.
import { Audit } from '#libs/audit';
import { ContactVerificationService } from './contact-verification.service.js';
import { ANONYMOUS, newId, systemClock, type Actor, type Problem, type Role } from '#libs/kernel';
import { Outbox, testDatabase } from '#libs/platform';
import { identityEntities } from './identity.entities.js';
import { IdentityQueries } from './identity.queries.js';
import { ContactsFixture, coordinator, identityForTests, inDays, today } from './points-of-contact.fixture.js';

const db = testDatabase({ entities: identityEntities });
const audit = new Audit();
const at = new ContactsFixture(db);
const { service, contacts } = at;
const run: ContactsFixture['run'] = (...args) => at.run(...args);
const focalPoint: ContactsFixture['focalPoint'] = (...args) => at.focalPoint(...args);
const designate: ContactsFixture['designate'] = (...args) => at.designate(...args);
const may: ContactsFixture['may'] = (...args) => at.may(...args);
const shownTo: ContactsFixture['shownTo'] = (...args) => at.shownTo(...args);
const seenOf: ContactsFixture['seen'] = (...args) => at.seen(...args);
const verification = new ContactVerificationService(audit, new Outbox(), systemClock);
const identity = identityForTests();
const queries = new IdentityQueries();

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: Problem) => error.code,
  );

let state: string;

beforeEach(async () => {
  await at.newState();
  state = at.state;
});

async function fileOf(organizationId: string): Promise<string> {
  const id = newId('file');
  await db.asOwner(
    `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, kept_at)
     VALUES ($1, $2, repeat('a', 64), 'application/pdf', 'letter.pdf', 9, $3, now())`,
    [id, organizationId, db.actor.personId],
  );
  return id;
}
const endRole = async ({ personId }: Actor) => {
  const { memberships } = await db.uow.read(db.actor, (tx) => queries.person(tx, personId));
  await run(db.actor, (tx) => identity.endMembership(tx, { id: memberships[0]!.id, personId }, 'Left the ministry.'));
};
const termOf = async (id: string) => (await at.ends(id))[0];

describe('a point of contact', () => {
  it('is one focal point of the organization, primary once at a time under each instrument', async () => {
    const [one, two] = [await focalPoint(), await focalPoint()];
    expect(await may(one)).toBe(false);
    await designate(one);
    expect([await may(one), await may(two)]).toEqual([true, false]);
    expect(await codeOf(designate(two))).toBe('point-of-contact-exists');
    expect(await codeOf(designate(one, { isPrimary: false }))).toBe('point-of-contact-exists');
    expect(await codeOf(designate(two, { isPrimary: false }))).toBe('done');
    expect(await codeOf(designate(two, { instrument: 'iti' }))).toBe('done');
    const stranger = await focalPoint(state, 'donor');
    expect(await codeOf(designate(stranger, { isPrimary: false }))).toBe('no-focal-point');
    expect(await codeOf(designate(await focalPoint(), { isPrimary: false, letterFileId: newId('file') }))).toBe(
      'invalid-input',
    );
  });

  it('is primary alone also when two are entered at once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => focalPoint()));
    const codes = await Promise.all(people.map((person) => codeOf(designate(person))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['done', 'point-of-contact-exists']));
  });

  it('hands over to a day, and the one before loses it on that day', async () => {
    const [one, two] = [await focalPoint(), await focalPoint()];
    const id = await designate(one);
    const seen = await seenOf(id);
    const next = { personId: two.personId, startsOn: inDays(7), letterFileId: null };
    expect(await codeOf(run(two, (tx) => service.handOver(tx, seen, next)))).toBe('denied');
    await run(one, (tx) => service.handOver(tx, seen, next));
    expect([await may(one, inDays(6)), await may(two, inDays(6))]).toEqual([true, false]);
    expect([await may(one, inDays(7)), await may(two, inDays(7))]).toEqual([false, true]);
    expect(await codeOf(run(one, (tx) => service.handOver(tx, seen, next)))).toBe('stale');
  });

  it('is given the term back whose successor is cancelled, as long as it was and no longer than the successor had it', async () => {
    const [one, two, three] = [await focalPoint(), await focalPoint(), await focalPoint()];
    const id = await designate(one);
    const handOver = async (from: string, to: Actor, startsOn: string) =>
      run(coordinator, async (tx) =>
        service.handOver(tx, await seenOf(from), { personId: to.personId, startsOn, letterFileId: null }),
      );
    const end = async (which: string, day: string) =>
      run(coordinator, async (tx) => service.end(tx, await seenOf(which), day));
    const next = await handOver(id, two, inDays(7));
    expect(await termOf(id)).toBe(inDays(7));
    await end(next, inDays(7));
    expect(await termOf(id)).toBeNull();
    expect([await may(one, inDays(30)), await may(two, inDays(30))]).toEqual([true, false]);

    await end(id, inDays(60));
    expect(await codeOf(handOver(id, two, inDays(61)))).toBe('invalid-input');
    const second = await handOver(id, two, inDays(10));
    const third = await handOver(second, three, inDays(20));
    await end(second, inDays(10));
    // The third goes on from its own day, and there is one primary on every day.
    expect([await termOf(id), await termOf(third)]).toEqual([inDays(20), null]);
  });

  it('is not given back a term that ends for another reason', async () => {
    const [one, two] = [await focalPoint(), await focalPoint()];
    const id = await designate(one);
    const next = await run(one, async (tx) =>
      service.handOver(tx, await seenOf(id), { personId: two.personId, startsOn: inDays(7), letterFileId: null }),
    );
    await run(coordinator, async (tx) => service.end(tx, await seenOf(id), inDays(3)));
    await run(coordinator, async (tx) => service.end(tx, await seenOf(next), inDays(7)));
    expect(await termOf(id)).toBe(inDays(3));
  });

  it('has a letter that its sender has, added or replaced later, and read by nobody but whom it concerns', async () => {
    const one = await focalPoint();
    const other = newId('org');
    await db.asOwner(`INSERT INTO organizations (id, kind, name) VALUES ($1, 'state', $1)`, [other]);
    const [own, foreign] = [await fileOf(state), await fileOf(other)];
    const id = await designate(one);
    const setLetter = async (actor: Actor, file: string) => {
      const seen = await seenOf(id);
      return codeOf(run(actor, (tx) => service.setLetter(tx, seen, file)));
    };
    const seen = await seenOf(id);
    const next = { personId: (await focalPoint()).personId, startsOn: inDays(7), letterFileId: foreign };
    expect(await codeOf(run(one, (tx) => service.handOver(tx, seen, next)))).toBe('invalid-input');
    expect(await setLetter(one, foreign)).toBe('invalid-input');
    expect(await setLetter(await focalPoint(), own)).toBe('denied');
    await db.asOwner(`INSERT INTO organizations (id, kind, name) VALUES ($1, 'un-entity', $1) ON CONFLICT DO NOTHING`, [
      coordinator.organizationId,
    ]);
    const bySecretariat = await fileOf(coordinator.organizationId);
    expect(await setLetter(coordinator, bySecretariat)).toBe('done');
    expect(await setLetter(one, own)).toBe('done');
    expect((await shownTo(one))[0]).toMatchObject({ letterFileId: own });

    const reads = (actor: Actor, file: string) => db.uow.read(actor, (tx) => contacts.mayReadLetter(tx, file));
    const inHouse = (role: Role): Actor => ({ ...coordinator, role });
    for (const letter of [bySecretariat, own]) {
      expect(
        await Promise.all(
          [one, coordinator, inHouse('administrator'), inHouse('auditor')].map((who) => reads(who, letter)),
        ),
      ).toEqual([true, true, true, true]);
      expect(
        await Promise.all(
          [inHouse('finance'), inHouse('approver'), { ...one, organizationId: other }, ANONYMOUS].map((who) =>
            reads(who, letter),
          ),
        ),
      ).toEqual([false, false, false, false]);
    }
    expect(await reads(one, foreign)).toBe(false);
  });

  it('ends at once with its membership, its account, or by the secretariat', async () => {
    const [one, two, three] = [await focalPoint(), await focalPoint(), await focalPoint()];
    const id = await designate(one);
    await designate(two, { isPrimary: false });
    await designate(three, { isPrimary: false });
    await run(db.actor, (tx) => identity.disablePerson(tx, two.personId, 'Left the ministry.'));
    await endRole(three);
    await run(coordinator, async (tx) => service.end(tx, await seenOf(id), today));
    expect([await may(one), await may(two), await may(three)]).toEqual([false, false, false]);
    expect(await codeOf(run(coordinator, async (tx) => service.verify(tx, await seenOf(id))))).toBe(
      'point-of-contact-ended',
    );
    expect(await codeOf(designate(await focalPoint()))).toBe('done');
  });

  it('delegates to another focal point until a day, and takes it back', async () => {
    const [one, two] = [await focalPoint(), await focalPoint()];
    const id = await designate(one);
    const delegate = async (actor: Actor, until: string) => {
      const seen = await seenOf(id);
      return codeOf(run(actor, (tx) => service.delegate(tx, seen, { personId: two.personId, until })));
    };
    expect(await delegate(two, inDays(3))).toBe('denied');
    expect(await delegate(one, inDays(-1))).toBe('invalid-input');
    expect(await delegate(one, inDays(3))).toBe('done');
    expect([await may(two, inDays(3)), await may(two, inDays(4))]).toEqual([true, false]);
    const [contact] = await shownTo(one);
    const { id: delegationId } = contact!.delegations[0]!;
    await run(one, async (tx) => service.endDelegation(tx, await seenOf(id), delegationId));
    expect(await may(two)).toBe(false);
    expect(await delegate(one, inDays(3))).toBe('done');
    await run(coordinator, async (tx) => service.end(tx, await seenOf(id), today));
    expect(await may(two)).toBe(false);
    expect(await shownTo(one)).toMatchObject([{ isCurrent: false, delegations: [] }]);
  });

  it('delegates for days of its term only, and a delegation given before is shown as long as it holds', async () => {
    const [one, two, three] = [await focalPoint(), await focalPoint(), await focalPoint()];
    const id = await designate(one);
    const delegate = async (from: Actor, which: string, to: Actor, until: string) => {
      const seen = await seenOf(which);
      return codeOf(run(from, (tx) => service.delegate(tx, seen, { personId: to.personId, until })));
    };
    const shown = async () =>
      (await shownTo(one)).map(({ delegations }) => delegations.map(({ personId, until }) => [personId, until]));
    expect(await delegate(one, id, two, inDays(30))).toBe('done');
    expect(await delegate(one, id, one, inDays(3))).toBe('invalid-input');
    const next = await at.handOver(one, id, three, inDays(7));
    expect(await delegate(one, id, two, inDays(7))).toBe('invalid-input');
    expect(await shown()).toEqual([[[two.personId, inDays(6)]], []]);
    expect([await may(two, inDays(6)), await may(two, inDays(7))]).toEqual([true, false]);

    expect(await delegate(three, next, two, inDays(6))).toBe('invalid-input');
    expect(await delegate(three, next, two, inDays(8))).toBe('done');
    expect([await may(two, inDays(8)), await may(two, inDays(9))]).toEqual([true, false]);
    // Cancelled, it never holds, and what was given before holds again as it was given.
    await at.end(next, inDays(7));
    expect(await shown()).toEqual([[[two.personId, inDays(30)]], []]);
    expect(await delegate(one, id, two, inDays(6))).toBe('done');
  });

  it('shows the public what the person lets it see, and nothing of one that has ended', async () => {
    const one = await focalPoint();
    const id = await designate(one);
    const [hidden] = await shownTo(ANONYMOUS);
    expect(hidden).toMatchObject({ name: null, email: null, phone: null, personId: null, letterFileId: null });
    const facts = { phone: '+50928123456', showsName: true, showsEmail: false, showsPhone: true };
    const other = await focalPoint();
    const seen = await seenOf(id);
    expect(await codeOf(run(other, (tx) => service.show(tx, seen, facts)))).toBe('denied');
    expect(await codeOf(run(one, (tx) => service.show(tx, seen, { ...facts, phone: null })))).toBe('invalid-input');
    await run(one, (tx) => service.show(tx, seen, facts));
    expect((await shownTo(ANONYMOUS))[0]).toMatchObject({ name: one.personId, email: null, phone: '+50928123456' });
    expect((await shownTo(other))[0]).toMatchObject({ email: `${one.personId}@example.org` });
    await run(coordinator, async (tx) => service.end(tx, await seenOf(id), today));
    expect(await shownTo(ANONYMOUS)).toEqual([]);
    expect(await shownTo(other)).toMatchObject([{ isCurrent: false }]);
  });

  it('is to be verified again after a year', async () => {
    const id = await designate(await focalPoint());
    const due = () =>
      db.uow.read(db.actor, (tx) => queries.organizations(tx, { verificationDue: true, limit: 100 }, today));
    const isDue = async () => (await due()).items.some((one) => one.id === state);
    await db.asOwner('UPDATE points_of_contact SET verified_on = $2 WHERE id = $1', [id, inDays(-365)]);
    expect(await isDue()).toBe(false);
    await db.asOwner('UPDATE points_of_contact SET verified_on = $2 WHERE id = $1', [id, inDays(-366)]);
    expect(await isDue()).toBe(true);
    await run(coordinator, async (tx) => service.verify(tx, await seenOf(id)));
    expect(await isDue()).toBe(false);
  });
});

it('its organization is asked to verify a point of contact once in the time that is set, and again in the next', async () => {
  await db.asOwner(`UPDATE points_of_contact SET verified_on = $1`, [today]);
  const id = await designate(await focalPoint());
  const verifiedOn = (days: number) =>
    db.asOwner('UPDATE points_of_contact SET verified_on = $2 WHERE id = $1', [id, inDays(days)]);
  const setTo = (actor: Actor, afterDays: number) =>
    codeOf(run(actor, async (tx) => verification.set(tx, (await verification.get(tx)).version, afterDays)));
  const asked = async () => {
    for (let twice = 0; twice < 2; twice += 1) await run(db.actor, (tx) => verification.ask(tx));
    const rows = await db.asOwner(
      `SELECT 1 FROM outbox_events e WHERE e.type = 'contact.verification-due' AND ref_id = $1`,
      [id],
    );
    return rows.length;
  };
  await verifiedOn(-100);
  expect(await asked()).toBe(0);
  expect(await setTo(await focalPoint(), 90)).toBe('denied');
  expect(await setTo(coordinator, 90)).toBe('done');
  expect((await shownTo(coordinator))[0]).toMatchObject({ verificationDue: true });
  expect(await asked()).toBe(1);
  await db.asOwner('UPDATE points_of_contact SET verification_asked_on = $2 WHERE id = $1', [id, inDays(-90)]);
  expect(await asked()).toBe(1);
  await db.asOwner('UPDATE points_of_contact SET verification_asked_on = $2 WHERE id = $1', [id, inDays(-91)]);
  expect(await asked()).toBe(2);
  await run(coordinator, async (tx) => service.verify(tx, await seenOf(id)));
  expect(await asked()).toBe(2);
  expect((await shownTo(coordinator))[0]).toMatchObject({ verificationDue: false });
  expect(await setTo(coordinator, 365)).toBe('done');
});

it('the directory is filtered by place, name and contact, counted, and leaves what is unstated to the signed in', async () => {
  await db.asOwner(
    `INSERT INTO organizations (id, kind, name) VALUES ($1, 'unstated', 'Zed Relief'), ($2, 'ngo', 'Zed Group')`,
    [newId('org'), newId('org')],
  );
  await designate(await focalPoint());
  const names = async (filter: object, actor = db.actor) => {
    const page = await db.uow.read(actor, (tx) =>
      queries.organizations(tx, { limit: 100, total: true, ...filter }, today),
    );
    expect(page.total).toBe(page.items.length);
    return page.items.map(({ name }) => name);
  };
  expect(await names({ q: 'zED' })).toEqual(['Zed Group', 'Zed Relief']);
  expect(await names({ q: 'zed' }, ANONYMOUS)).toEqual(['Zed Group']);
  expect(await names({ q: '%' })).toEqual([]);
  expect(await names({ q: state, contact: true })).toHaveLength(1);
  expect(await names({ q: state, contact: false })).toEqual([]);
  expect(await names({ q: 'Zed', kind: ['ngo'] })).toEqual(['Zed Group']);
});
