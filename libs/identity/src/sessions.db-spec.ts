import { Audit } from '#libs/audit';
import { type Actor } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { ApiTokensService } from './api-tokens.service.js';
import { identityForTests } from './points-of-contact.fixture.js';
import { identityEntities, Session, type Organization, type Person } from './identity.entities.js';
import { SignInRefused, TooManyApiTokens } from './identity.errors.js';
import { identityInvariants } from './identity.invariants.js';
import { IdentityQueries } from './identity.queries.js';
import { DEMONSTRATION_SOURCE, SessionsService } from './sessions.service.js';
import { sha256 } from './tokens.js';

const db = testDatabase({ entities: identityEntities });
const audit = new Audit();
const identity = identityForTests();
const sessions = new SessionsService(audit);
const tokens = new ApiTokensService(audit);
const queries = new IdentityQueries();

const run = <T>(work: Parameters<typeof db.uow.run<T>>[1], actor: Actor = db.actor) => db.uow.run(actor, work);
let unoda: Organization;
let people = 0;

beforeAll(async () => {
  unoda = await run((tx) => identity.createOrganization(tx, { kind: 'un-entity', name: 'UNODA' }));
});

async function newPerson(...roles: ('coordinator' | 'approver')[]): Promise<{ person: Person; memberships: string[] }> {
  people += 1;
  const email = `person${people}@example.org`;
  const memberships = roles.map((role) => ({ organizationId: unoda.id, role }));
  const person = await run((tx) =>
    identity.addPerson(tx, { email, name: `Person ${people}`, password: 'correct horse battery', memberships }),
  );
  const { memberships: held } = await db.uow.read(db.actor, (tx) => queries.person(tx, person.id));
  return { person, memberships: held.map(({ id }) => id) };
}

async function signIn(person: Person, membershipId?: string): Promise<{ actor: Actor; token: string }> {
  const candidate = await db.uow.read(db.actor, (tx) =>
    sessions.candidate(tx, { email: person.email, membershipId, demonstration: true }),
  );
  if (!candidate) throw new Error('nobody may sign in');
  const token = await run((tx) => sessions.open(tx, { membershipId: candidate.membershipId }), candidate.actor);
  return { actor: candidate.actor, token };
}

const bySession = (token: string) => db.uow.read(db.actor, (tx) => sessions.authenticate(tx, token));
const byToken = (token: string) => db.uow.read(db.actor, (tx) => tokens.authenticate(tx, token));
const idle = (token: string, by: string) =>
  db.asOwner('UPDATE sessions SET last_seen_at = last_seen_at - $2::interval WHERE token_sha256 = $1', [
    sha256(token),
    by,
  ]);
const age = (token: string, by: string) =>
  db.asOwner(
    `UPDATE sessions SET created_at = created_at - $2::interval, expires_at = expires_at - $2::interval
      WHERE token_sha256 = $1`,
    [sha256(token), by],
  );

describe('people of a demonstration world', () => {
  it('may sign in only where the caller says so', async () => {
    const { id: organizationId } = await run((tx) =>
      identity.findOrCreateByExternalRef(tx, {
        source: DEMONSTRATION_SOURCE,
        externalRef: 'unoda',
        name: 'UNODA (demonstration)',
        kind: 'un-entity',
      }),
    );
    const email = 'demonstration@example.org';
    const memberships = [{ organizationId, role: 'coordinator' as const }];
    await run((tx) => identity.addPerson(tx, { email, name: 'Demo', password: 'correct horse battery', memberships }));
    const candidate = (demonstration: boolean) =>
      db.uow.read(db.actor, (tx) => sessions.candidate(tx, { email, demonstration }));
    expect(await candidate(true)).not.toBeNull();
    expect(await candidate(false)).toBeNull();
  });
});

describe('sessions', () => {
  it('name the person, the organization and the role; only a hash is stored', async () => {
    const { person, memberships } = await newPerson('coordinator');
    const { token } = await signIn(person);
    expect(await bySession(token)).toEqual({
      actor: { role: 'coordinator', personId: person.id, organizationId: unoda.id, label: person.name },
      credential: { kind: 'session', tokenSha256: sha256(token), membershipId: memberships[0] },
      stale: false,
    });
    expect(JSON.stringify(await db.asOwner('SELECT * FROM sessions'))).not.toContain(token);
    expect(await bySession(`${token.slice(1)}A`)).toBeNull();
  });

  it.each([
    ['coordinator', idle, '29 minutes 50 seconds', true],
    ['coordinator', idle, '30 minutes 1 second', false],
    ['coordinator', age, '11 hours 59 minutes', true],
    ['coordinator', age, '12 hours', false],
    ['approver', idle, '14 minutes 50 seconds', true],
    ['approver', idle, '15 minutes 1 second', false],
    ['approver', age, '7 hours 59 minutes', true],
    ['approver', age, '8 hours', false],
  ] as const)('of a %s (%p) %s later are still open: %s', async (role, pass, by, open) => {
    const { token } = await signIn((await newPerson(role)).person);
    await pass(token, by);
    expect((await bySession(token)) !== null).toBe(open);
  });

  it('are kept open by use, noted once a minute', async () => {
    const { person } = await newPerson('coordinator');
    const { token } = await signIn(person);
    await idle(token, '2 minutes');
    expect((await bySession(token))?.stale).toBe(true);
    await run((tx) => sessions.noteUse(tx, sha256(token)));
    expect((await bySession(token))?.stale).toBe(false);
  });

  it('end at once with the membership or the account, before and after', async () => {
    for (const end of ['membership', 'person'] as const) {
      const { person, memberships } = await newPerson('coordinator');
      const { token, actor } = await signIn(person);
      const made = await run(
        (tx) => tokens.create(tx, { name: 'x', membershipId: memberships[0] ?? '', days: 1 }),
        actor,
      );
      await run((tx) =>
        end === 'membership'
          ? identity.endMembership(tx, { id: memberships[0] ?? '', personId: person.id }, 'Left the ministry.')
          : identity.disablePerson(tx, person.id, 'Left the ministry.'),
      );
      expect([await bySession(token), await byToken(made.token)]).toEqual([null, null]);
      expect(await db.asOwner('SELECT 1 FROM sessions WHERE token_sha256 = $1', [sha256(token)])).toEqual([]);
      await expect(signIn(person)).rejects.toThrow('nobody may sign in');
      await expect(run((tx) => sessions.open(tx, { membershipId: memberships[0] ?? '' }), actor)).rejects.toThrow(
        SignInRefused,
      );
    }
  });

  it('replace the one that the browser still had', async () => {
    const { person, memberships } = await newPerson('coordinator');
    const { token, actor } = await signIn(person);
    const fresh = await run(
      (tx) => sessions.open(tx, { membershipId: memberships[0] ?? '', replaces: sha256(token) }),
      actor,
    );
    expect(fresh).not.toBe(token);
    expect(await bySession(token)).toBeNull();
  });

  it('go on under another membership with a new token, but not longer', async () => {
    const { person, memberships } = await newPerson('coordinator', 'approver');
    const { token, actor } = await signIn(person, memberships[0]);
    await age(token, '7 hours');
    const change = (from: string, membershipId = '') =>
      run((tx) => sessions.change(tx, { tokenSha256: sha256(from), membershipId }), actor);
    const asApprover = await change(token, memberships[1]);
    expect((await bySession(asApprover))?.actor.role).toBe('approver');
    expect(await bySession(token)).toBeNull();
    const { expiresAt } = await db.dataSource.manager.findOneByOrFail(Session, { tokenSha256: sha256(asApprover) });
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);

    const back = await change(asApprover, memberships[0]);
    await age(back, '2 hours');
    await expect(change(back, memberships[1])).rejects.toThrow(SignInRefused);
    expect(await bySession(back)).not.toBeNull();
  });

  it('do not go on under the membership of somebody else', async () => {
    const [mine, other] = [await newPerson('coordinator'), await newPerson('coordinator')];
    const { token, actor } = await signIn(mine.person);
    const membershipId = other.memberships[0] ?? '';
    await expect(run((tx) => sessions.change(tx, { tokenSha256: sha256(token), membershipId }), actor)).rejects.toThrow(
      'no membership',
    );
  });

  it('are removed when they are over', async () => {
    const { token } = await signIn((await newPerson('coordinator')).person);
    await idle(token, '1 day');
    const kept = await signIn((await newPerson('coordinator')).person);
    expect(await run((tx) => sessions.removeOver(tx))).toBeGreaterThan(0);
    expect(await bySession(kept.token)).not.toBeNull();
    expect(await db.asOwner('SELECT 1 FROM sessions WHERE token_sha256 = $1', [sha256(token)])).toEqual([]);
  });
});

describe('API tokens', () => {
  it('act under their membership until they are over or revoked', async () => {
    const { person, memberships } = await newPerson('coordinator');
    const { actor } = await signIn(person);
    const membershipId = memberships[0] ?? '';
    const made = await run((tx) => tokens.create(tx, { name: 'export', membershipId, days: 90 }), actor);
    expect(await byToken(made.token)).toEqual({
      actor,
      credential: { kind: 'token', tokenId: made.record.id, membershipId },
      stale: true,
    });
    await run((tx) => tokens.noteUse(tx, made.record.id));
    expect((await byToken(made.token))?.stale).toBe(false);
    expect((await db.uow.read(actor, (tx) => tokens.list(tx))).map(({ name }) => name)).toEqual(['export']);

    const stranger = (await signIn((await newPerson('coordinator')).person)).actor;
    await expect(run((tx) => tokens.revoke(tx, made.record.id), stranger)).rejects.toThrow('no API token');
    await run((tx) => tokens.revoke(tx, made.record.id), actor);
    expect(await byToken(made.token)).toBeNull();
    await expect(run((tx) => tokens.revoke(tx, made.record.id), actor)).rejects.toThrow('no API token');

    const old = await run((tx) => tokens.create(tx, { name: 'old', membershipId, days: 1 }), actor);
    await db.asOwner(
      `UPDATE api_tokens SET created_at = created_at - interval '2 days', expires_at = expires_at - interval '2 days'
                       WHERE id = $1`,
      [old.record.id],
    );
    expect(await byToken(old.token)).toBeNull();
    expect(JSON.stringify(await db.asOwner('SELECT * FROM api_tokens'))).not.toContain(made.token);
  });

  it('are limited in number and in time', async () => {
    const { person, memberships } = await newPerson('coordinator');
    const { actor } = await signIn(person);
    const make = (days: number) =>
      run((tx) => tokens.create(tx, { name: 'x', membershipId: memberships[0] ?? '', days }), actor);
    await expect(make(400)).rejects.toThrow('ck_api_tokens_expiry');
    for (let i = 0; i < 50; i += 1) await make(366);
    await expect(make(1)).rejects.toThrow(TooManyApiTokens);
  });
});

describe('the invariants', () => {
  it.each([
    ['identity.sessions-may-act', `UPDATE people SET disabled_at = now() WHERE id = $1`],
    ['identity.sessions-may-act', `UPDATE memberships SET ended_at = now() WHERE person_id = $1`],
    ['identity.tokens-may-act', `UPDATE people SET disabled_at = now() WHERE id = $1`],
    ['identity.tokens-may-act', `UPDATE memberships SET ended_at = now() WHERE person_id = $1`],
    [
      'identity.roles-fit-organizations',
      `UPDATE organizations SET kind = 'state' WHERE id IN (SELECT organization_id FROM memberships WHERE person_id = $1)`,
    ],
    ['identity.passwords-are-hashed', `UPDATE people SET password_hash = 'correct horse battery' WHERE id = $1`],
  ])('%s reports: %s', async (name, sql) => {
    const { person, memberships } = await newPerson('coordinator');
    const { actor } = await signIn(person);
    await run((tx) => tokens.create(tx, { name: 'x', membershipId: memberships[0] ?? '', days: 1 }), actor);
    const check = () => db.asOwner<{ what: string }>(identityInvariants.find((one) => one.name === name)?.sql ?? '');
    expect(await check()).toEqual([]);
    await db.asOwner('BEGIN');
    await db.asOwner(sql, [person.id]);
    const found = await check();
    await db.asOwner('ROLLBACK');
    expect(found).not.toEqual([]);
  });
});
