// Danger: a worker dies between sending an e-mail and writing that down, and the person is left with a link that does not work.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SmtpPeer } from '#libs/platform';
import { ApiClient } from '../client.js';
import { addMember, addOrganization, openSessionOf } from '../people.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const WORKER = fileURLToPath(new URL('../../../dist/apps/worker/src/main.js', import.meta.url));
const TEST_MS = 120_000;

let house: System;
let administrator: ApiClient;
let organizationId: string;
let smtpUrl: string;
const peer = new SmtpPeer();
const workers: ChildProcess[] = [];

beforeAll(async () => {
  house = await startSystem();
  smtpUrl = await peer.listen();
  organizationId = await addOrganization(house.db, { kind: 'un-entity', name: 'UNODA' });
  const member = await addMember(house.db, organizationId, 'administrator');
  administrator = new ApiClient(house.baseUrl, await openSessionOf(house.db, member));
});
afterEach(async () => {
  peer.answers.clear();
  peer.received.length = 0;
  for (const worker of workers.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    const exit = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exit;
  }
});
afterAll(async () => {
  await peer.close();
  await house?.stop();
});

/** The worker as it runs in production; with `crashAt` it dies at that point. */
function startWorker(crashAt?: string): ChildProcess {
  const worker = spawn(process.execPath, [WORKER], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATABASE_URL: house.db.url,
      SMTP_URL: smtpUrl,
      MAIL_FROM: 'Clearing house <no-reply@clearing.example>',
      CLEARING_PUBLIC_URL: 'https://clearing.example',
      CLEARING_LOG_LEVEL: 'error',
      ...(crashAt && { CLEARING_CRASH_AT: crashAt }),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  workers.push(worker);
  return worker;
}

const invite = async (email: string): Promise<string> => {
  const invitation = { email, name: 'Ada', organizationId, role: 'auditor' };
  return (await administrator.post('/people/invitations', invitation)).body.id;
};

const delivery = async (refId: string) =>
  (
    await house.db.asOwner<{ id: string; state: string; attempts: number; lastError: string | null }>(
      `SELECT d.id, d.state, d.attempts, d.last_error AS "lastError"
         FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE e.ref_id = $1`,
      [refId],
    )
  )[0]!;

const received = (count: number) => until(`${count} messages`, async () => peer.received.length >= count);
/** The text as a reader sees it: without the soft ends of lines, and `=3D` as `=`. */
const text = (source: string) => source.replace(/=\n/g, '').replace(/=3D/g, '=');
const tokenIn = (source: string) => /clearing\.example\/invitation#([\w-]{43})/.exec(text(source))?.[1] ?? '';
const messageIdIn = (source: string) => /^Message-ID: (.+)$/im.exec(source)?.[1];

it(
  'who dies after sending sends again, as the same message, and both links work until one is used',
  async () => {
    const invitation = await invite('ada@example.org');
    const doomed = startWorker('leased-after-perform');
    await once(doomed, 'exit');
    expect(peer.received).toHaveLength(1);
    expect((await delivery(invitation)).state).toBe('pending');

    await house.db.asOwner('UPDATE outbox_deliveries SET next_at = now(), leased_until = NULL');
    startWorker();
    await received(2);
    await until('it is written down', async () => (await delivery(invitation)).state === 'done');
    const [first, second] = peer.received.map(({ source }) => source) as [string, string];
    expect(messageIdIn(first)).toBe(`<${(await delivery(invitation)).id}@clearing.example>`);
    expect(messageIdIn(second)).toBe(messageIdIn(first));
    const [firstToken, secondToken] = [tokenIn(first), tokenIn(second)];
    expect(secondToken).not.toBe(firstToken);
    const lookUp = async (token: string) => (await house.anonymous.post('/invitations/look-up', { token })).status;
    expect([await lookUp(firstToken), await lookUp(secondToken)]).toEqual([200, 200]);
    const accepted = await house.anonymous.post('/invitations/accept', {
      token: firstToken,
      password: 'correct horse battery',
    });
    expect(accepted.status).toBe(200);
    expect([await lookUp(firstToken), await lookUp(secondToken)]).toEqual([404, 404]);
  },
  TEST_MS,
);

it(
  'a server that is away is tried again, and what it refuses for good waits for a person, with the reason but not the address',
  async () => {
    peer.answers.set('RCPT', '451 4.7.1 bea@example.org is greylisted');
    const invitation = await invite('bea@example.org');
    startWorker();
    await until('an attempt failed', async () => (await delivery(invitation)).attempts > 0);
    expect(await delivery(invitation)).toMatchObject({
      state: 'pending',
      lastError: 'The mail server did not take the message now: 451 4.7.1.',
    });
    peer.answers.set('RCPT', '550 5.1.1 bea@example.org is unknown');
    await until('it was given up', async () => (await delivery(invitation)).state === 'dead');
    expect((await delivery(invitation)).lastError).toBe('The mail server refused the message for good: 550 5.1.1.');
    expect(peer.received).toEqual([]);
  },
  TEST_MS,
);
