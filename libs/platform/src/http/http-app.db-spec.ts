// Danger: a route that is open by default, an error that is no problem document, an effect that a repeated request repeats.
import 'reflect-metadata';
import { Body, Controller, Get, Module, Param, Post, Put, Req, Res, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ANONYMOUS, NotFound, type Actor } from '#libs/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { once as emitted } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import request from 'supertest';
import { type Config, readConfig } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PlatformModule } from '../platform.module.js';
import { testDatabase } from '../testing/test-database.js';
import { Allow, ANYONE, Authenticator, CurrentActor, PermissionGuard } from './allow.js';
import { IfMatch, withEtag } from './etag.js';
import { TextField } from './fields.js';
import { Unauthenticated } from './http.errors.js';
import { createHttpApp } from './http-app.js';
import { IdempotentRequest, once, type IdempotencyKey } from './idempotency.js';
import { endStreams, streamEvents } from './sse.js';

const db = testDatabase();
const log = pino({ level: 'silent' });
const DONOR: Actor = { role: 'donor', personId: 'pers_d', organizationId: 'org_d', label: 'Donor' };

class NoteInput {
  @TextField({ description: 'A word', max: 20 })
  word!: string;
}

/** Whoever says "donor" is one, and the same one may act for two organizations. */
class NamedByHeader extends Authenticator {
  override async authenticate({ headers }: FastifyRequest): Promise<Actor> {
    if (headers['x-visit'] && overVisits.has(headers['x-visit'] as string)) {
      if (headers.authorization === 'token') throw new Unauthenticated();
      return ANONYMOUS;
    }
    if (headers.authorization === 'token') return DONOR;
    if (headers.authorization === 'donor of another') return { ...DONOR, organizationId: 'org_other' };
    return headers.authorization === 'donor' ? DONOR : ANONYMOUS;
  }
}

/** Whose sign-in or token holds no longer. */
const overVisits = new Set<string>();
let effects = 0;

@Controller('samples')
class SampleController {
  constructor(private readonly uow: UnitOfWork) {}

  @Get('forgotten')
  forgotten(): string {
    return 'nobody said who may';
  }

  @Get('broken')
  @Allow(...ANYONE)
  broken(): never {
    throw new Error('a bug with secret details');
  }

  @Get('events')
  @Allow(...ANYONE)
  async events(@Req() incoming: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const all = [1, 2, 3].map((id) => ({ id, type: 'step', data: { id } }));
    const after = async (lastId: number) => all.filter(({ id }) => id > lastId);
    await streamEvents(incoming, reply, { after, isOver: ({ id }) => id === 3 });
  }

  @Get('waiting')
  @Allow(...ANYONE)
  async waiting(@Req() incoming: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await streamEvents(incoming, reply, { after: async () => [], isOver: () => false });
  }

  @Get('private-news')
  @Allow('donor')
  async privateNews(@Req() incoming: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const after = async (lastId: number) => [{ id: lastId + 1, type: 'step', data: {} }];
    await streamEvents(incoming, reply, { after, isOver: () => false });
  }

  @Get(':id')
  @Allow(...ANYONE)
  one(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): { id: string; version: number } {
    if (id !== 'sample_1') throw new NotFound('sample', id);
    return withEtag(reply, { id, version: 3 });
  }

  @Put(':id')
  @Allow('donor')
  change(@IfMatch() version: number, @Body() { word }: NoteInput): { version: number; word: string } {
    return { version, word };
  }

  @Post()
  @Allow('donor')
  make(@CurrentActor() actor: Actor, @IdempotentRequest() key: IdempotencyKey, @Body() { word }: NoteInput) {
    return this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        effects += 1;
        return { word, effect: effects };
      }),
    );
  }
}

@Module({})
class SampleModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: SampleModule,
      imports: [PlatformModule.forRoot(config, log)],
      controllers: [SampleController],
      providers: [
        { provide: Authenticator, useClass: NamedByHeader },
        { provide: APP_GUARD, useClass: PermissionGuard },
      ],
    };
  }
}

let app: NestFastifyApplication;

const warnings: unknown[] = [];
const { emitWarning } = process;
process.emitWarning = (...warning: unknown[]) => void warnings.push(warning);
afterAll(() => (process.emitWarning = emitWarning));

beforeAll(async () => {
  const config = readConfig({ DATABASE_URL: db.url, PORT: '0' });
  app = await createHttpApp(SampleModule.forRoot(config), config, log);
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

const http = () => request(app.getHttpServer());
const path = '/api/v1/samples';
const problem = (type: string) => expect.objectContaining({ type: `/problems/${type}`, instance: expect.any(String) });

it('starts without a warning of the server', () => {
  expect(warnings).toEqual([]);
});

describe('permissions', () => {
  it('refuse a route of which nobody said who may call it', async () => {
    expect((await http().get(`${path}/forgotten`)).status).toBe(401);
    expect((await http().get(`${path}/forgotten`).set('Authorization', 'donor')).body).toEqual(
      problem('role-not-permitted'),
    );
  });
});

describe('problems', () => {
  it.each(['__proto__', 'constructor'])('name the field %s, which no request has', async (field) => {
    const answer = await donor(http().put(`${path}/1`))
      .set('If-Match', '"1"')
      .type('json')
      .send(`{ "word": "a", "${field}": { "prototype": 1 } }`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: field, detail: 'This is not known here. Leave it out.' }]);
  });

  it.each([
    ['nothing at that address', () => http().get('/api/v1/nowhere'), 404, 'not-found'],
    ['nothing by that name', () => http().get(`${path}/sample_2`), 404, 'not-found'],
    ['an address that cannot be decoded', () => http().get(`${path}/%E0%A4%A`), 400, 'invalid-input'],
    ['such an address of a page', () => http().get('/needs/%E0%A4%A?q=%'), 404, 'not-found'],
    ['not signed in', () => http().post(path).send({ word: 'a' }), 401, 'unauthenticated'],
    [
      'an unknown field',
      () =>
        donor(http().put(`${path}/1`))
          .set('If-Match', '"1"')
          .send({ word: 'a', x: 1 }),
      400,
      'invalid-input',
    ],
    [
      'broken JSON',
      () =>
        donor(http().put(`${path}/1`))
          .set('If-Match', '"1"')
          .type('json')
          .send('{"word":'),
      400,
      'invalid-input',
    ],
    [
      'a body that is too large',
      () => donor(http().put(`${path}/1`)).send({ word: 'a'.repeat(300_000) }),
      413,
      'too-large',
    ],
    ['no If-Match', () => donor(http().put(`${path}/1`)).send({ word: 'a' }), 428, 'if-match-required'],
    [
      'a wrong If-Match',
      () =>
        donor(http().put(`${path}/1`))
          .set('If-Match', '3')
          .send({ word: 'a' }),
      400,
      'invalid-input',
    ],
    [
      'another site',
      () => donor(http().post(path)).set('Origin', 'https://evil.example').send({ word: 'a' }),
      403,
      'foreign-origin',
    ],
    [
      'another site, by the browser’s word',
      () => donor(http().post(path)).set('Sec-Fetch-Site', 'cross-site').send({}),
      403,
      'foreign-origin',
    ],
  ])('%s', async (_, send, status, type) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toEqual(problem(type));
  });

  it.each(['text/xml', 'text/plain', 'application/x-www-form-urlencoded'])('a body that is %s', async (type) => {
    const answer = await donor(http().put(`${path}/1`))
      .set('If-Match', '"1"')
      .type(type)
      .send('word=a');
    expect(answer.status).toBe(415);
    expect(answer.body).toEqual(problem('unsupported-media-type'));
  });

  it('tell nothing of a bug but where to report it', async () => {
    const answer = await http().get(`${path}/broken`).set('X-Request-Id', 'request-0001');
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ type: '/problems/internal', instance: 'request-0001' });
    expect(answer.text).not.toContain('secret');
  });
});

describe('versions', () => {
  it('go out as an ETag and come back as If-Match', async () => {
    const { headers } = await http().get(`${path}/sample_1`);
    expect(headers).toMatchObject({
      etag: '"3"',
      'cache-control': 'private, no-cache',
      vary: 'Cookie, Authorization',
    });
    const changed = await donor(http().put(`${path}/1`))
      .set('If-Match', headers.etag!)
      .send({ word: 'b' });
    expect(changed.body).toEqual({ version: 3, word: 'b' });
  });

  it('are answered anew to who has read one: the same version may say something else to another reader', async () => {
    const answer = await http().get(`${path}/sample_1`).set('If-None-Match', '"3"');
    expect(answer.status).toBe(200);
    expect(answer.body).not.toEqual({});
  });
});

describe('idempotency', () => {
  const make = (key: string, word: string) => donor(http().post(path)).set('Idempotency-Key', key).send({ word });

  it('answers the same request with the first answer, also when eight come at once', async () => {
    const before = effects;
    const answers = await Promise.all(Array.from({ length: 8 }, () => make('key-00000001', 'once')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(effects - before).toBe(1);
  });

  it('refuses the key for another request', async () => {
    const answer = await make('key-00000001', 'other');
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual(problem('idempotency-key-reused'));
  });

  it('refuses the key for the same request of the same person for another organization', async () => {
    const answer = await http()
      .post(path)
      .set('Authorization', 'donor of another')
      .set('Idempotency-Key', 'key-00000001')
      .send({ word: 'once' });
    expect(answer.status).toBe(422);
  });

  it('is required', async () => {
    expect((await donor(http().post(path)).send({ word: 'a' })).status).toBe(400);
  });
});

describe('event streams', () => {
  it('go on after the last event that the client saw', async () => {
    const all = await http().get(`${path}/events`);
    const rest = await http().get(`${path}/events`).set('Last-Event-ID', '2');
    expect(all.text.match(/^id: \d$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3']);
    expect(rest.text.match(/^id: \d$/gm)).toEqual(['id: 3']);
  });

  it.each(['3', '2147483648', '999999999999999'])(
    'tell a client that saw the end, %s, not to come back',
    async (last) => {
      expect((await http().get(`${path}/events`).set('Last-Event-ID', last)).status).toBe(204);
    },
  );

  it.each(['donor', 'token'])('end when who asked is signed out or shut out: %s', async (authorization) => {
    const news = http()
      .get(`${path}/private-news`)
      .set({ Authorization: authorization, 'X-Visit': authorization })
      .then(({ text }) => text);
    await sleep(300);
    overVisits.add(authorization);
    expect((await news).match(/^id: \d+$/gm)).toEqual(['id: 1']);
  });

  it('end when the process stops, at once', async () => {
    const waiting = http()
      .get(`${path}/waiting`)
      .then(({ text }) => text);
    await sleep(300);
    const startedMs = performance.now();
    endStreams();
    expect(await waiting).toContain('retry:');
    expect(performance.now() - startedMs).toBeLessThan(900);
  });
});

it('stops soon, whatever connections its clients keep in store', async () => {
  const config = readConfig({ DATABASE_URL: db.url, PORT: '0' });
  const stopping = await createHttpApp(SampleModule.forRoot(config), config, log);
  await stopping.listen(0, '127.0.0.1');
  const { port } = stopping.getHttpServer().address() as AddressInfo;
  const unused = connect(port, '127.0.0.1');
  const news = connect(port, '127.0.0.1');
  await emitted(
    news.on('error', () => undefined),
    'connect',
  );
  // A stream that ends with the server leaves a connection that waits for the next request.
  news.write(`GET ${path}/waiting HTTP/1.1\r\nHost: here\r\nAuthorization: donor\r\n\r\n`);
  await emitted(news, 'data');
  const startedMs = performance.now();
  await stopping.close();
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  for (const connection of [unused, news]) connection.destroy();
});

function donor(test: request.Test): request.Test {
  return test.set('Authorization', 'donor');
}
