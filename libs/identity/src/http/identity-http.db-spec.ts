import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Audit } from '#libs/audit';
import { AuditHttpModule } from '#libs/audit/http';
import type { Role } from '#libs/kernel';
import { createLogger, PlatformModule, readConfig, testDatabase } from '#libs/platform';
import { createHttpApp, PermissionGuard } from '#libs/platform/http';
import { ReferenceLoader } from '#libs/reference';
import { ReferenceHttpModule } from '#libs/reference/http';
import { identityEntities } from '../identity.entities.js';
import { identityForTests } from '../points-of-contact.fixture.js';
import { AllEntries } from './all-entries.fixture.js';
import { IdentityHttpModule } from './index.js';

// The danger: somebody who is not, or no longer, who they say gets in – or a person who is, does not.

const db = testDatabase({ entities: identityEntities });
const PASSWORD = 'correct horse battery';
const FORBIDDEN_WORDS = /argon2|"password/;

@Module({})
class BaseApi {
  static of(modules: DynamicModule): DynamicModule {
    return {
      module: BaseApi,
      imports: [modules, IdentityHttpModule, AuditHttpModule.forReaders(AllEntries), ReferenceHttpModule],
      providers: [{ provide: APP_GUARD, useClass: PermissionGuard }],
    };
  }
}

async function start(secureCookies: 'yes' | 'no'): Promise<NestFastifyApplication> {
  const config = readConfig({
    DATABASE_URL: db.url,
    CLEARING_SECURE_COOKIES: secureCookies,
    CLEARING_TRUSTED_PROXIES: '127.0.0.1',
    CLEARING_LOG_LEVEL: 'error',
  });
  const log = createLogger(config, 'test');
  const app = await createHttpApp(BaseApi.of(PlatformModule.forRoot(config, log)), config, log);
  await app.listen(0, '127.0.0.1');
  return app;
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Network address of the client, as a proxy reports it. */
  readonly address?: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly headers: Headers;
  readonly cookies: readonly string[];
}

let app: NestFastifyApplication;

async function ask(path: string, { method = 'GET', body, headers, address }: Asked = {}, on = app): Promise<Answer> {
  const answer = await fetch(`${await on.getUrl()}/api/v1${path}`, {
    method,
    headers: {
      ...headers,
      ...(body && { 'content-type': 'application/json' }),
      ...(address && { 'x-forwarded-for': address }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: answer.status, text, json, headers: answer.headers, cookies: answer.headers.getSetCookie() };
}

const signIn = (email: string, password = PASSWORD, more: Partial<Asked> = {}) =>
  ask('/session', { method: 'POST', body: { email, password }, ...more });
const withCookie = ({ cookies }: Answer) => ({ cookie: cookies[0]?.split(';')[0] ?? '' });

const identity = identityForTests();
const add = (email: string, organizationId: string, ...roles: Role[]) => {
  const memberships = roles.map((role) => ({ organizationId, role }));
  const person = { email, name: email, password: PASSWORD, memberships };
  return db.uow.run(db.actor, (tx) => identity.addPerson(tx, person));
};

beforeAll(async () => {
  const { id } = await db.uow.run(db.actor, async (tx) => {
    await new ReferenceLoader(new Audit()).load(tx);
    return identity.createOrganization(tx, { kind: 'un-entity', name: 'UNODA' });
  });
  await add('admin@example.org', id, 'administrator');
  await add('two@example.org', id, 'coordinator', 'auditor');
  await add('nobody@example.org', id);
  app = await start('no');
});
afterAll(() => app.close());

describe('signing in', () => {
  it('answers who one is and sets a cookie that no script can read', async () => {
    const answer = await signIn('TWO@example.org');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      person: { name: 'two@example.org', email: 'two@example.org' },
      organization: { name: 'UNODA' },
      role: 'coordinator',
      memberships: [{ role: 'coordinator' }, { role: 'auditor' }],
    });
    expect(answer.text).not.toMatch(FORBIDDEN_WORDS);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.cookies).toEqual([expect.stringMatching(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)]);
    const current = await ask('/session', { headers: withCookie(answer) });
    expect([current.status, current.json]).toEqual([200, answer.json]);
  });

  it('sets a cookie bound to host and https where https is used', async () => {
    const secure = await start('yes');
    const body = { email: 'admin@example.org', password: PASSWORD };
    const answer = await ask('/session', { method: 'POST', body }, secure);
    const [cookie = ''] = answer.cookies;
    expect(cookie).toMatch(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect((await ask('/session', { headers: withCookie(answer) }, secure)).status).toBe(200);
    const unbound = { cookie: withCookie(answer).cookie.replace('__Host-', '') };
    expect((await ask('/session', { headers: unbound }, secure)).status).toBe(401);
    await secure.close();
  });

  it('answers the same to a wrong password, an unknown e-mail and an account without a role', async () => {
    const answers = [
      await signIn('admin@example.org', 'wrong password'),
      await signIn('unknown@example.org'),
      await signIn('nobody@example.org'),
    ];
    for (const { status, cookies, json } of answers) {
      expect([status, cookies]).toEqual([401, []]);
      expect({ ...json, instance: '' }).toEqual({ ...answers[0]?.json, instance: '' });
      expect(json.type).toBe('/problems/sign-in-refused');
    }
  });

  it('is limited per account and network: the sixth wrong password is not even looked at', async () => {
    const address = '192.0.2.1';
    for (let i = 0; i < 5; i += 1) {
      expect((await signIn('guessed@example.org', `guess ${i}`, { address })).status).toBe(401);
    }
    const sixth = await signIn('guessed@example.org', 'guess 6', { address });
    expect([sixth.status, sixth.json.type]).toEqual([429, '/problems/too-many-sign-ins']);
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
    // As the proxy reports it, not the proxy's own.
    expect((await signIn('guessed@example.org', 'guess 7', { address: '192.0.2.99' })).status).toBe(401);
  });

  it('replaces the session that the browser still had', async () => {
    const first = await signIn('two@example.org');
    const second = await signIn('two@example.org', PASSWORD, { headers: withCookie(first) });
    expect(withCookie(second)).not.toEqual(withCookie(first));
    expect((await ask('/session', { headers: withCookie(first) })).status).toBe(401);
    expect((await ask('/session', { headers: withCookie(second) })).status).toBe(200);
  });

  it.each([
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
    ['origin', 'https://evil.example'],
  ])('from elsewhere is refused: %s %s', async (header, value) => {
    expect((await signIn('two@example.org', PASSWORD, { headers: { [header]: value } })).status).toBe(403);
  });

  it('refuses fields that it does not know', async () => {
    const body = { email: 'two@example.org', password: PASSWORD, role: 'auditor' };
    const { status, json } = await ask('/session', { method: 'POST', body });
    expect([status, json.errors]).toEqual([400, [{ path: 'role', detail: 'This is not known here. Leave it out.' }]]);
  });
});

describe('a session', () => {
  it('that is over makes one anonymous, and the browser forgets it', async () => {
    const headers = withCookie(await signIn('two@example.org'));
    await db.asOwner(`UPDATE sessions SET last_seen_at = now() - interval '31 minutes'`);
    for (const [path, status] of [
      ['/reference/units', 200],
      ['/session', 401],
    ] as const) {
      const later = await ask(path, { headers });
      expect([path, later.status]).toEqual([path, status]);
      expect(later.headers.get('cache-control')).toBe('no-store');
      expect(later.cookies).toEqual([expect.stringMatching(/^sid=; Max-Age=0; Path=\//)]);
    }
    const again = await signIn('two@example.org', PASSWORD, { headers });
    expect(again.cookies).toHaveLength(1);
    expect((await ask('/session', { headers: withCookie(again) })).status).toBe(200);
  });

  it.each(['', 'x', 'a'.repeat(43), "' OR 1=1 --", '\u0000', 'é'.repeat(43)])(
    'that never was opens nothing: %j',
    async (value) => {
      expect((await ask('/session', { headers: { cookie: `sid=${encodeURIComponent(value)}` } })).status).toBe(401);
    },
  );

  it('goes on under another membership, with its rights', async () => {
    const first = await signIn('two@example.org');
    const membershipId = (first.json.memberships as { id: string }[])[1]?.id ?? '';
    const change = (id: string, from: Answer) =>
      ask('/session/membership', { method: 'POST', body: { membershipId: id }, headers: withCookie(from) });
    const changed = await change(membershipId, first);
    expect([changed.status, changed.json.role]).toEqual([200, 'auditor']);
    expect((await ask('/session', { headers: withCookie(first) })).status).toBe(401);
    expect((await change(membershipId.replace(/.{4}$/, '0000'), changed)).status).toBe(404);
    const body = { email: 'two@example.org', password: PASSWORD, membershipId };
    expect((await ask('/session', { method: 'POST', body })).json).toMatchObject({ role: 'auditor', membershipId });
  });

  it('does nothing for a page that shows another membership', async () => {
    const signedIn = await signIn('two@example.org');
    const [own, other] = (signedIn.json.memberships as { id: string }[]).map(({ id }) => id);
    const goOnFrom = (shown = '') =>
      ask('/session/membership', {
        method: 'POST',
        body: { membershipId: own },
        headers: { ...withCookie(signedIn), 'acting-membership': shown },
      });
    const refused = await goOnFrom(other);
    expect([refused.status, refused.json.type]).toEqual([403, '/problems/other-membership']);
    expect((await goOnFrom(own)).status).toBe(200);
  });

  it('ends with signing out, which also who is not signed in may do', async () => {
    const headers = withCookie(await signIn('two@example.org'));
    const out = await ask('/session', { method: 'DELETE', headers });
    expect([out.status, out.text, out.cookies[0]?.split(';')[0]]).toEqual([204, '', 'sid=']);
    expect((await ask('/session', { headers })).status).toBe(401);
    expect((await ask('/session', { method: 'DELETE' })).status).toBe(204);
  });
});

describe('an API token', () => {
  it('acts under the membership it was made under, and is shown once', async () => {
    const headers = withCookie(await signIn('two@example.org'));
    const made = await ask('/api-tokens', { method: 'POST', body: { name: 'export', days: 7 }, headers });
    expect([made.status, made.json.token]).toEqual([201, expect.stringMatching(/^chk_[\w-]{43}$/)]);
    const id = made.json.id as string;
    const bearer = { authorization: `Bearer ${made.json.token as string}` };
    expect((await ask('/session', { headers: bearer })).json).toMatchObject({ role: 'coordinator' });
    const listed = await ask('/api-tokens', { headers: bearer });
    expect(listed.json).toMatchObject({ items: [{ id, name: 'export' }] });
    expect(listed.text).not.toContain('chk_');

    const more = await ask('/api-tokens', { method: 'POST', body: { name: 'more' }, headers: bearer });
    expect([more.status, more.json.type]).toEqual([403, '/problems/session-required']);
    const body = { membershipId: 'memb_00000000000000000000000000' };
    expect((await ask('/session/membership', { method: 'POST', body, headers: bearer })).status).toBe(403);

    expect((await ask(`/api-tokens/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await ask(`/api-tokens/${id}`, { method: 'DELETE', headers })).status).toBe(404);
    expect((await ask('/session', { headers: bearer })).status).toBe(401);
  });

  it.each(['Bearer nonsense', `Bearer chk_${'a'.repeat(43)}`, 'Basic YTpi', 'Bearer'])(
    'that does not hold is refused, also where nobody needs one: %j',
    async (authorization) => {
      const answer = await ask('/reference/units', { headers: { authorization } });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    },
  );
});

describe('organizations and people', () => {
  it('are made by administrators', async () => {
    const headers = withCookie(await signIn('admin@example.org'));
    const post = (path: string, body: object) => ask(path, { method: 'POST', body, headers });
    const state = await post('/organizations', { kind: 'state', name: 'Haiti', areaIso2: 'HT' });
    const id = state.json.id as string;
    const { headers: sent } = state;
    expect([state.status, sent.get('location'), sent.get('etag')]).toEqual([201, `/api/v1/organizations/${id}`, '"1"']);

    // People come in by an invitation, whose link nobody but them reads.
    expect((await post('/people', { email: 'fp@example.ht', name: 'FP', memberships: [] })).status).toBe(404);
    const person = await add('fp@example.ht', id, 'focal-point');
    const read = await ask(`/people/${person.id}`, { headers });
    expect(read.json).toMatchObject({ memberships: [{ organization: { name: 'Haiti' } }] });

    const shown = await ask(`/organizations/${id}`, { headers });
    expect(shown.headers.get('etag')).toBe('"1"');
    expect(shown.json).toMatchObject({ focalPoints: [{ email: 'fp@example.ht' }], pointsOfContact: [] });
    const nowhere = await post('/organizations', { kind: 'state', name: 'X', areaIso2: 'ZZ' });
    expect([nowhere.status, nowhere.json.errors]).toMatchObject([400, [{ path: 'areaIso2' }]]);
    const again = await post('/organizations', { kind: 'donor-state', name: 'haiti', areaIso2: 'HT' });
    expect([again.status, again.json.errors]).toMatchObject([400, [{ path: 'name' }, { path: 'areaIso2' }]]);
    const list = await ask('/organizations?kind=state', { headers });
    expect(list.json).toMatchObject({ items: [{ id }], nextCursor: null });
    expect((await ask('/audit', { headers })).status).toBe(403);
  });

  it('lose a role, or everything, at once', async () => {
    const headers = withCookie(await signIn('admin@example.org'));
    const organization = { kind: 'un-entity', name: 'UNIDIR' };
    const { json } = await ask('/organizations', { method: 'POST', body: organization, headers });
    const organizationId = json.id as string;
    const email = 'leaver@example.org';
    const path = `/people/${(await add(email, organizationId, 'coordinator')).id}`;

    const before = withCookie(await signIn(email));
    expect((await ask('/session', { headers: before })).json).toMatchObject({ role: 'coordinator' });
    const auditor = { organizationId, role: 'auditor' };
    const given = await ask(`${path}/memberships`, { method: 'POST', body: auditor, headers });
    expect([given.status, (given.json.memberships as { role: string }[]).map(({ role }) => role)]).toEqual([
      201,
      ['coordinator', 'auditor'],
    ]);
    expect((await ask(`${path}/memberships`, { method: 'POST', body: auditor, headers })).status).toBe(409);

    const [first] = given.json.memberships as { id: string }[];
    const body = { reason: 'Left the ministry.' };
    const end = (of: string) => ask(`${of}/memberships/${first!.id}/end`, { method: 'POST', body, headers });
    expect((await end('/people/pers_00000000000000000000000000')).status).toBe(404);
    expect((await end(path)).status).toBe(204);
    expect((await ask('/session', { headers: before })).status).toBe(401);

    const after = withCookie(await signIn(email));
    expect((await ask('/session', { headers: after })).json).toMatchObject({ role: 'auditor' });
    expect((await ask(`${path}/disable`, { method: 'POST', body, headers })).status).toBe(204);
    expect((await ask('/session', { headers: after })).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
  });

  it('are not made by others, nor shown to strangers', async () => {
    const headers = withCookie(await signIn('two@example.org'));
    const body = { kind: 'state', name: 'X' };
    expect((await ask('/organizations', { method: 'POST', body, headers })).status).toBe(403);
    expect((await ask('/people/pers_none/disable', { method: 'POST', headers })).status).toBe(403);
    expect((await ask('/organizations', { method: 'POST', body })).status).toBe(401);
    expect((await ask('/people/pers_none')).status).toBe(401);
    expect((await ask('/organizations/org_none', { headers })).status).toBe(404);
  });
});

describe('reference and audit', () => {
  it.each([
    'areas',
    'currencies',
    'assistance-categories',
    'assistance-types',
    'units',
    'exchange-rates?on=2026-01-01',
  ])('everybody reads /reference/%s, from a cache where there is one', async (name) => {
    const { status, headers, json } = await ask(`/reference/${name}`);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    expect(Array.isArray(json.items)).toBe(true);
  });

  it('coordinators and auditors read who did what', async () => {
    const headers = withCookie(await signIn('two@example.org'));
    const answer = await ask('/audit?act=session.opened&limit=1', { headers });
    const entry = { act: 'session.opened', actor: { role: 'coordinator' }, seal: null };
    expect(answer.json).toMatchObject({ items: [entry] });
    const next = `/audit?act=session.opened&limit=1&cursor=${answer.json.nextCursor as string}`;
    expect((await ask(next, { headers })).status).toBe(200);
    expect((await ask('/audit?cursor=nonsense', { headers })).status).toBe(400);
    expect((await ask('/audit?page=2', { headers })).status).toBe(400);
    expect((await ask('/audit')).status).toBe(401);
  });
});
