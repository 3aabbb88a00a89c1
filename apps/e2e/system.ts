import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '#libs/kernel';
import { createLogger, NestLog, readConfig, TestDatabase } from '#libs/platform';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../api/src/api.js';
import { DEMO_PASSWORD, DEMO_PEOPLE, demoEmail, type DemoPersonId } from '../cli/src/demo/demo-people.js';
import { DemoWorld } from '../cli/src/demo/demo-world.js';
import { WorkerModule } from '../worker/src/worker.module.js';
import { ApiClient } from './client.js';

export interface SystemOptions {
  /** Fill it with the demonstration world, whose people {@link System.as} signs in. */
  readonly demo?: boolean;
  /** Run the background work too. */
  readonly worker?: boolean;
  /** Where the queues live; by default `REDIS_URL` of the test run, and without it PostgreSQL. */
  readonly redisUrl?: string;
}

/** Where the links of e-mails lead to. */
const PUBLIC_URL = 'https://clearing.example';

interface SignIn {
  /** `focal-haiti`, `approver-2` … */
  readonly id: DemoPersonId;
  readonly role: Role;
  readonly email: string;
  readonly password: string;
}

/** The whole clearing house in this process, on a database of its own, on a free port of loopback. */
export interface System {
  /** `http://127.0.0.1:41234` */
  readonly baseUrl: string;
  readonly app: NestFastifyApplication;
  readonly db: TestDatabase;
  readonly filesFolder: string;
  /** Where the worker leaves e-mails. */
  readonly mailFolder: string;
  /** The people of the demonstration world; empty without it. */
  readonly signIns: readonly SignIn[];
  /** Nobody. */
  readonly anonymous: ApiClient;
  /** A person of the demonstration world, by name or as the first one with a role; signs in once. */
  as(who: Role | DemoPersonId): Promise<ApiClient>;
  signIn(email: string, password: string): Promise<ApiClient>;
  stop(): Promise<void>;
}

const DEMO_SIGN_INS: readonly SignIn[] = DEMO_PEOPLE.map(({ id, role }) => ({
  id,
  role,
  email: demoEmail(id),
  password: DEMO_PASSWORD,
}));

export async function startSystem({ demo, worker, redisUrl }: SystemOptions = {}): Promise<System> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'clearing-files-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const [filesFolder, mailFolder] = [join(folder, 'files'), join(folder, 'outbox')];
    const db = new TestDatabase([]);
    undo.push(() => db.close());
    await db.open();
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: db.url,
      REDIS_URL: redisUrl ?? process.env.REDIS_URL,
      PORT: '0',
      CLEARING_FILES_FOLDER: filesFolder,
      CLEARING_MAIL_FOLDER: mailFolder,
      CLEARING_PUBLIC_URL: PUBLIC_URL,
      CLEARING_LOG_LEVEL: 'error',
    });
    const app = await startApi(config, createLogger(config, 'api'));
    undo.push(() => app.close());
    if (demo) await new DemoWorld(app).build();
    await app.listen(0, config.http.host);
    if (worker) {
      const background = await startWorker(config);
      undo.push(() => background.close());
    }
    const baseUrl = await app.getUrl();
    const anonymous = new ApiClient(baseUrl);
    const signedIn = new Map<string, Promise<ApiClient>>();
    const signIn = (email: string, password: string) => {
      const known = signedIn.get(email) ?? openSession(anonymous, email, password);
      signedIn.set(email, known);
      return known;
    };
    const signIns = demo ? DEMO_SIGN_INS : [];
    const as = async (who: Role | DemoPersonId) => {
      const person = signIns.find(({ id }) => id === who) ?? signIns.find(({ role }) => role === who);
      if (!person) throw new Error(`Nobody in the demonstration world signs in as ${who}.`);
      return signIn(person.email, person.password);
    };
    return { baseUrl, app, db, filesFolder, mailFolder, signIns, anonymous, as, signIn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startWorker(config: ReturnType<typeof readConfig>): Promise<INestApplicationContext> {
  const log = createLogger(config, 'worker');
  return NestFactory.createApplicationContext(WorkerModule.forRoot(config, log), {
    logger: new NestLog(log),
    abortOnError: false,
  });
}

async function openSession(anonymous: ApiClient, email: string, password: string): Promise<ApiClient> {
  const answer = await anonymous.post('/session', { email, password });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (answer.status !== 200 || !cookie) throw new Error(`${email} cannot sign in: ${JSON.stringify(answer.body)}`);
  return new ApiClient(anonymous.baseUrl, { Cookie: cookie });
}
