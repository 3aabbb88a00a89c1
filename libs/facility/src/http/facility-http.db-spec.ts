// The danger: the verbs are right and the way to them is not: a repeated request pays twice, a lost race overwrites, progress
// is lost when a client reconnects.
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DisbursementsHttpModule } from '#libs/disbursements/http';
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import { createLogger, PlatformModule, readConfig, testDatabase } from '#libs/platform';
import { Authenticator, createHttpApp, PermissionGuard } from '#libs/platform/http';
import { Programme } from '../facility.fixture.js';
import { FacilityHttpModule } from './index.js';

const db = testDatabase();
const programme = new Programme(db);
let app: NestFastifyApplication;
let address: string;

/** Believes the name on the request, and that it comes from a session unless it says otherwise. */
class ByName extends Authenticator {
  override async authenticate(request: FastifyRequest): Promise<Actor> {
    const { headers } = request;
    request.inSession = headers['x-by'] !== 'token';
    return (
      Object.values(programme as unknown as Record<string, Actor>).find(
        (who) => who?.personId !== undefined && who.personId === headers['x-person'],
      ) ?? ANONYMOUS
    );
  }
}

@Module({})
class Api {
  static of(platform: DynamicModule): DynamicModule {
    return {
      module: Api,
      imports: [platform, DisbursementsHttpModule, FacilityHttpModule],
      providers: [
        { provide: Authenticator, useClass: ByName },
        { provide: APP_GUARD, useClass: PermissionGuard },
      ],
    };
  }
}

beforeAll(async () => {
  await programme.open();
  const config = readConfig({ DATABASE_URL: db.url, CLEARING_LOG_LEVEL: 'error' });
  const log = createLogger(config, 'test');
  app = await createHttpApp(Api.of(PlatformModule.forRoot(config, log)), config, log);
  await app.listen(0, '127.0.0.1');
  address = `${await app.getUrl()}/api/v1`;
});
afterAll(async () => {
  await app.close();
  await programme.close();
});

interface Asked {
  readonly body?: object;
  readonly key?: string;
  readonly version?: number;
  readonly by?: 'token';
}

async function ask(who: Actor, method: string, path: string, { body, key, version, by }: Asked = {}) {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: {
      'x-person': who.personId,
      ...(by && { 'x-by': by }),
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    },
    body: body && JSON.stringify(body),
  });
  const json = (await answer.json()) as any; // eslint-disable-line @typescript-eslint/no-explicit-any
  return { status: answer.status, json, headers: answer.headers };
}

async function allocated(...minors: bigint[]) {
  const total = minors.reduce((sum, minor) => sum + minor, 0n);
  const fundId = await programme.fund();
  const matchId = await programme.backedMatch(fundId, total);
  const tranches = minors.map((minor) => ({ amount: { minor: `${minor}`, currency: 'USD' }, condition: 'Contract' }));
  const body = { fundId, tranches };
  return { matchId, body, path: `/matches/${matchId}/allocation` };
}

describe('an allocation', () => {
  it('is made once per key, and answers the same again', async () => {
    const { body, path, matchId } = await allocated(60_000n, 40_000n);
    const key = newId('key');
    const first = await ask(programme.coordinator, 'POST', path, { body, key });
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe(`/api/v1/projects/${first.json.id}`);
    const again = await ask(programme.coordinator, 'POST', path, { body, key });
    expect([again.status, again.json]).toEqual([201, first.json]);
    const other = { ...body, tranches: body.tranches.toReversed() };
    expect((await ask(programme.coordinator, 'POST', path, { body: other, key })).status).toBe(422);
    const second = await ask(programme.coordinator, 'POST', path, { body, key: newId('key') });
    expect([second.status, second.json.type]).toEqual([409, '/problems/already-allocated']);
    const found = await ask(programme.auditor, 'GET', `/projects/${first.json.id}`);
    expect([found.json, found.headers.get('etag')]).toEqual([first.json, '"1"']);
    expect((await ask(programme.strangerDonor, 'GET', `/projects/${first.json.id}`)).status).toBe(404);
    expect((await ask(programme.strangerDonor, 'GET', `/matches/${matchId}/money-trail`)).status).toBe(404);
  });

  it('is refused without a key, with unknown fields, with none or hostile tranches, and to other roles', async () => {
    const { body, path } = await allocated(100_000n);
    const refused = async (asked: Asked, who = programme.coordinator) => (await ask(who, 'POST', path, asked)).status;
    expect(await refused({ body })).toBe(400);
    expect(await refused({ body: { ...body, note: 'x' }, key: newId('key') })).toBe(400);
    expect(await refused({ body: { ...body, tranches: [] }, key: newId('key') })).toBe(400);
    for (const minor of ['-1', '1e5', '100000.0', '', '9007199254740992']) {
      const tranches = [{ amount: { minor, currency: 'USD' }, condition: 'x' }];
      expect(await refused({ body: { ...body, tranches }, key: newId('key') })).toBe(400);
    }
    expect(await refused({ body, key: newId('key') }, programme.finance)).toBe(403);
    expect(await refused({ body, key: newId('key') }, { ...ANONYMOUS, personId: 'nobody' })).toBe(401);
  });

  it('is refused once for all that is wrong: a condition that is missing and a sum that is not the amount', async () => {
    const { body, path } = await allocated(60_000n, 40_000n);
    const [first, second] = body.tranches.map(({ amount }) => amount);
    const refusal = async (tranches: unknown) => {
      const { json } = await ask(programme.coordinator, 'POST', path, {
        body: { ...body, tranches },
        key: newId('key'),
      });
      return json.errors.map((error: { path: string }) => error.path);
    };
    const less = { ...second, minor: '1' };
    expect(await refusal([{ amount: first }, { amount: less, condition: 'x' }])).toEqual([
      'tranches.0.condition',
      'tranches.1.amount',
    ]);
    // Nothing is said of a sum of which a part cannot be used.
    expect(await refusal([{ amount: first }, { amount: 'few', condition: 'x' }])).toEqual([
      'tranches.0.condition',
      'tranches.1.amount',
    ]);
    expect(await refusal(['few', null])).not.toEqual([]);
    expect(await refusal('few')).toEqual(['tranches']);
  });

  it('is cancelled at the version that was read', async () => {
    const { body, path } = await allocated(100_000n);
    const { json } = await ask(programme.coordinator, 'POST', path, { body, key: newId('key') });
    const cancel = (asked: Asked) => ask(programme.coordinator, 'POST', `/projects/${json.id}/cancel`, asked);
    expect((await cancel({ body: { reason: 'plans changed' } })).status).toBe(428);
    expect((await cancel({ body: { reason: 'plans changed' }, version: 9 })).status).toBe(412);
    const done = await cancel({ body: { reason: 'plans changed' }, version: 1 });
    expect([done.status, done.json.state, done.headers.get('etag')]).toEqual([200, 'cancelled', '"2"']);
  });
});

describe('a payment', () => {
  async function orderedTranche() {
    const { body, path, matchId } = await allocated(100_000n);
    const { json: project } = await ask(programme.coordinator, 'POST', path, { body, key: newId('key') });
    const [{ id: trancheId }] = project.tranches;
    const met = await ask(programme.coordinator, 'POST', `/tranches/${trancheId}/condition-met`, {
      body: { note: 'Contract seen' },
      version: 1,
    });
    expect([met.status, met.json.state]).toEqual([200, 'condition-met']);
    const asked = { body: { bankAccountId: await programme.bankAccount() }, key: newId('key') };
    const order = await ask(programme.finance, 'POST', `/tranches/${trancheId}/order`, asked);
    expect(order.status).toBe(201);
    expect(order.headers.get('location')).toBe(`/api/v1/payment-orders/${order.json.id}`);
    expect((await ask(programme.finance, 'POST', `/tranches/${trancheId}/order`, asked)).json).toEqual(order.json);
    return { matchId, order: order.json };
  }

  /** What a client reads that went away after `lastId` and comes back. */
  async function events(orderId: string, lastId?: number): Promise<{ id: number; type: string; state: string }[]> {
    const headers = {
      'x-person': programme.finance.personId,
      ...(lastId !== undefined && { 'last-event-id': `${lastId}` }),
    };
    const answer = await fetch(`${address}/payment-orders/${orderId}/events`, { headers });
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    const text = await answer.text();
    return [...text.matchAll(/id: (\d+)\nevent: (.+)\ndata: (.+)\n/g)].map(([, id, type, data]) => ({
      id: Number(id),
      type: type ?? '',
      state: (JSON.parse(data ?? '{}') as { state: string }).state,
    }));
  }

  it('is approved by two, and followed live to its end from where the client left off', async () => {
    const { order, matchId } = await orderedTranche();
    const approve = (who: Actor, version: number) =>
      ask(who, 'POST', `/payment-orders/${order.id}/approve`, { version });
    expect((await approve(programme.finance, 1)).status).toBe(403);
    expect((await approve(programme.approver, 2)).status).toBe(412);
    const byToken = await ask(programme.approver, 'POST', `/payment-orders/${order.id}/approve`, {
      version: 1,
      by: 'token',
    });
    expect([byToken.status, byToken.json.type]).toEqual([403, '/problems/session-required']);
    const live = events(order.id);
    await programme.pay(order.id);
    expect((await live).map(({ type }) => type)).toEqual([
      'requested',
      'approval-given',
      'approval-given',
      'approved',
      'instructed',
      'settled',
    ]);
    expect(await events(order.id, 4)).toEqual([
      { id: 5, type: 'instructed', state: 'instructed' },
      { id: 6, type: 'settled', state: 'settled' },
    ]);
    await programme.hearNews();
    const { json: trail } = await ask(programme.focalPoint, 'GET', `/matches/${matchId}/money-trail`);
    expect(trail).toMatchObject({
      match: { id: matchId, state: 'completed' },
      project: { state: 'closed' },
      shares: [{ donor: { name: 'Norway' }, amount: { minor: '100000' }, agreement: null, deposits: [] }],
      tranches: [
        {
          state: 'paid',
          orders: [{ state: 'settled', bankAccount: { accountNumber: expect.stringMatching(/^….{4}$/) } }],
          payments: [{ state: 'settled', amount: { minor: '100000' } }],
          transfers: [{ entries: [] }],
        },
      ],
    });
    const { json: whole } = await ask(programme.auditor, 'GET', `/matches/${matchId}/money-trail`);
    expect(whole).toMatchObject({
      shares: [{ agreement: { donor: { name: 'Norway' } }, deposits: [{ fee: { minor: '0' } }] }],
      tranches: [{ transfers: [{ entries: [{ amount: { minor: '-100000' } }, { amount: { minor: '100000' } }] }] }],
    });
  });

  it('is seen only by those who handle payments', async () => {
    const { order } = await orderedTranche();
    for (const who of [programme.finance, programme.approver, programme.auditor]) {
      const found = await ask(who, 'GET', `/payment-orders/${order.id}`);
      expect([found.status, found.json]).toEqual([200, order]);
    }
    for (const who of [programme.coordinator, programme.focalPoint, programme.donorPerson]) {
      expect((await ask(who, 'GET', `/payment-orders/${order.id}`)).status).toBe(403);
    }
    const missing = newId('order');
    for (const path of [
      `/payment-orders/${missing}`,
      `/payment-orders/${missing}/events`,
      `/bank-accounts/${newId('bank')}`,
    ]) {
      expect((await ask(programme.finance, 'GET', path)).status).toBe(404);
    }
    const page = await ask(programme.approver, 'GET', '/payment-orders?state=requested&limit=1');
    expect(page.json.items).toMatchObject([{ id: order.id, approvalsGiven: 0, approvalsRequired: 2 }]);
  });

  it('goes to another account, or not at all, only by those who may say so', async () => {
    const { order } = await orderedTranche();
    const bankAccountId = await programme.bankAccount();
    const path = `/payment-orders/${order.id}`;
    expect((await ask(programme.approver, 'PATCH', path, { body: { bankAccountId }, version: 1 })).status).toBe(403);
    const amended = await ask(programme.secondFinance, 'PATCH', path, { body: { bankAccountId }, version: 1 });
    expect(amended.json).toMatchObject({ revision: 2, version: 2, bankAccount: { id: bankAccountId } });
    const reject = { body: { reason: 'not needed' }, version: 2 };
    expect((await ask(programme.coordinator, 'POST', `${path}/reject`, reject)).status).toBe(403);
    expect((await ask(programme.approver, 'POST', `${path}/reject`, reject)).json.state).toBe('rejected');
    expect((await ask(programme.finance, 'POST', `${path}/retry`, { ...reject, version: 3 })).status).toBe(409);
  });
});
