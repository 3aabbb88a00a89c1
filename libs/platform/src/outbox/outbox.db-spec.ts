// Danger: work that is lost, done twice, or declared done by anyone but its consumer.
import { pino } from 'pino';
import { systemActor } from '#libs/kernel';
import { testDatabase } from '../testing/test-database.js';
import { Metrics } from '../observability/metrics.js';
import type { AnyConsumer } from '../worker/consumer.js';
import { DeliveryRunner } from '../worker/delivery-runner.js';
import type { ConsumerName } from './consumers.js';
import { LimitedFailure } from './limited-failure.js';
import { Outbox } from './outbox.js';
import { outboxInvariants } from './outbox.invariants.js';
import { Relay } from './relay.js';

const db = testDatabase();
const log = pino({ level: 'silent' });
const outbox = new Outbox();
const actor = systemActor('test');

interface Row {
  id: string;
  state: string;
  attempts: number;
  dispatch_no: number;
  due: boolean;
  last_error: string | null;
}

beforeAll(async () => {
  await db.asOwner('CREATE TABLE effects (delivery_id text NOT NULL)');
  await db.asOwner('GRANT SELECT, INSERT ON effects TO PUBLIC');
});
afterEach(async () => {
  await db.asOwner('TRUNCATE effects, outbox_deliveries, outbox_events CASCADE');
});

const publish = () => db.uow.run(actor, (tx) => outbox.add(tx, { type: 'offer.published', refId: 'offer_1' }));
const deliveries = () =>
  db.asOwner<Row>(
    'SELECT id, state, attempts, dispatch_no, next_at <= now() AS due, last_error FROM outbox_deliveries',
  );
const effects = async () => (await db.asOwner('SELECT * FROM effects')).length;
const makeDue = () => db.asOwner('UPDATE outbox_deliveries SET next_at = now()');

function runner(consumer: AnyConsumer): DeliveryRunner {
  const consumers = new Map<ConsumerName, AnyConsumer>([['matching.suggest', consumer]]);
  return new DeliveryRunner(db.uow, consumers, new Metrics(db.uow), log);
}

const writeEffect: AnyConsumer = {
  consume: async (tx, delivery) => {
    await tx.query('SELECT pg_sleep(0.02)');
    await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id]);
  },
};

function relayTo(jobs: string[], { away = false } = {}): Relay {
  const queue = {
    addBulk: async (batch: { data: { deliveryId: string }; opts?: { jobId?: string } }[]) => {
      if (away) throw new Error('queue is away');
      jobs.push(...batch.map((job) => job.opts?.jobId ?? ''));
      return [];
    },
  };
  return new Relay(db.uow, { get: () => queue as never, reopen: () => undefined }, log);
}

describe('Outbox', () => {
  it('writes one delivery per consumer, and none when the transaction rolls back', async () => {
    await publish();
    expect(await deliveries()).toHaveLength(1);
    const failing = db.uow.run(actor, async (tx) => {
      await outbox.add(tx, { type: 'offer.published', refId: 'offer_2' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await deliveries()).toHaveLength(1);
  });
});

describe('several events at once', () => {
  it('are kept in their order, each for its own consumers, and followed one after the other', async () => {
    const followed: string[] = [];
    const several = new Outbox();
    several.follow(['offer.expired'], async (_, { refId }) => void followed.push(refId));
    await db.uow.run(actor, (tx) =>
      several.addAll(tx, [
        { type: 'offer.expired', refId: 'offer_b' },
        { type: 'offer.published', refId: 'offer_a', payload: { why: 'test' } },
        { type: 'offer.expired', refId: 'offer_c' },
      ]),
    );
    const events = await db.asOwner(
      `SELECT e.ref_id, e.payload, array_agg(d.consumer || ' by ' || d.queue ORDER BY d.consumer) AS consumers
         FROM outbox_events e JOIN outbox_deliveries d ON d.event_id = e.id GROUP BY e.id ORDER BY e.id`,
    );
    const ended = ['matching.suggest by matching', 'notifications.tell by notifications'];
    expect(events).toEqual([
      { ref_id: 'offer_b', payload: {}, consumers: ended },
      { ref_id: 'offer_a', payload: { why: 'test' }, consumers: ['matching.suggest by matching'] },
      { ref_id: 'offer_c', payload: {}, consumers: ended },
    ]);
    expect(followed).toEqual(['offer_b', 'offer_c']);
  });
});

describe('Relay', () => {
  it('hands over under a new job id until the delivery is done, and never marks it done', async () => {
    const jobs: string[] = [];
    await publish();
    await relayTo(jobs).dispatch();
    expect(await relayTo(jobs).dispatch()).toBe(0);
    await makeDue();
    await relayTo(jobs).dispatch();
    const [row] = await deliveries();
    expect(jobs).toEqual([`${row!.id}-1`, `${row!.id}-2`]);
    expect(row!.state).toBe('pending');
  });

  it('counts no attempt when the queue is away, and comes back within seconds', async () => {
    await publish();
    await relayTo([], { away: true }).dispatch();
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: 0, due: false }]);
    const [wait] = await db.asOwner<{ seconds: number }>(
      'SELECT extract(epoch FROM next_at - now())::float8 AS seconds FROM outbox_deliveries',
    );
    expect(wait!.seconds).toBeLessThan(5);
  });

  it('gives each delivery to one of several relays', async () => {
    for (let i = 0; i < 30; i += 1) await publish();
    const jobs: string[] = [];
    await Promise.all([relayTo(jobs), relayTo(jobs), relayTo(jobs)].map((relay) => relay.dispatch()));
    expect(new Set(jobs).size).toBe(30);
    expect(jobs).toHaveLength(30);
  });
});

describe('DeliveryRunner', () => {
  it('does the work once though eight copies of the job run at a time', async () => {
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await Promise.all(Array.from({ length: 8 }, () => runner(writeEffect).run(id)));
    expect(await effects()).toBe(1);
    expect(await deliveries()).toMatchObject([{ state: 'done', attempts: 0 }]);
  });

  it('would do it twice without the lock: the test above can fail', async () => {
    class Unlocked extends DeliveryRunner {
      protected override async lock(tx: never, id: string) {
        const [row] = await db.asOwner('SELECT id, consumer, state FROM outbox_deliveries WHERE id = $1', [id]);
        return row as never;
      }
    }
    const unlocked = new Unlocked(db.uow, new Map([['matching.suggest', writeEffect]]), new Metrics(db.uow), log);
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await Promise.all(Array.from({ length: 8 }, () => unlocked.run(id)));
    expect(await effects()).toBeGreaterThan(1);
  });

  it('leaves nothing of a failed attempt but its count and reason, and parks it after eight', async () => {
    const failing: AnyConsumer = {
      consume: async (tx, delivery) => {
        await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id]);
        throw new Error('the offer is gone');
      },
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await expect(runner(failing).run(id)).rejects.toThrow('the offer is gone');
      expect(await deliveries()).toMatchObject([
        { attempts: attempt, state: attempt < 8 ? 'pending' : 'dead', last_error: 'the offer is gone' },
      ]);
    }
    expect(await effects()).toBe(0);
  });

  it.each([
    [
      'a message that PostgreSQL cannot store',
      new Error('bad byte \u0000 in the answer'),
      'bad byte \ufffd in the answer',
    ],
    ['nothing', undefined, 'undefined'],
    ['a thing without words', Object.create(null) as unknown, 'threw something that has no words'],
  ])('counts the attempt of a consumer that throws %s, and throws an error itself', async (_, thrown, words) => {
    const poison: AnyConsumer = {
      consume: async () => {
        throw thrown;
      },
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await expect(runner(poison).run(id)).rejects.toThrow(Error);
    expect(await deliveries()).toMatchObject([{ attempts: 1, state: 'pending', last_error: words }]);
  });

  it.each([
    [1, 'dead'],
    [24, 'pending'],
  ])('gives up after as many attempts as a failure says: %d', async (attemptsMax, state) => {
    const refusing: AnyConsumer = {
      consume: async () => {
        throw new LimitedFailure('refused', attemptsMax);
      },
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await db.asOwner('UPDATE outbox_deliveries SET attempts = $1', [attemptsMax === 1 ? 0 : 8]);
    await expect(runner(refusing).run(id)).rejects.toThrow('refused');
    expect(await deliveries()).toMatchObject([{ state, last_error: 'refused' }]);
  });

  it('counts no attempt when the server was out of room', async () => {
    const full: AnyConsumer = {
      consume: async (tx) =>
        void (await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$`)),
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await expect(runner(full).run(id)).rejects.toThrow('full');
    expect(await deliveries()).toMatchObject([{ attempts: 0, state: 'pending' }]);
  });

  it('counts no attempt when the connection broke', async () => {
    const cut: AnyConsumer = {
      consume: async (tx) => void (await tx.query('SELECT pg_terminate_backend(pg_backend_pid())')),
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await expect(runner(cut).run(id)).rejects.toThrow();
    expect(await deliveries()).toMatchObject([{ attempts: 0, state: 'pending' }]);
  });

  it('fails for a delivery that does not exist, instead of skipping it', async () => {
    await expect(runner(writeEffect).run('dlv_none')).rejects.toThrow('There is no delivery dlv_none.');
  });

  it('performs leased work outside a transaction, once for eight copies', async () => {
    let performed = 0;
    const leased: AnyConsumer = {
      prepare: async () => ({ work: true }),
      perform: async () => {
        performed += 1;
        await db.asOwner('SELECT pg_sleep(0.05)');
        return 'ok';
      },
      conclude: async (tx, delivery) => void (await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id])),
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await Promise.all(Array.from({ length: 8 }, () => runner(leased).run(id)));
    expect([performed, await effects()]).toEqual([1, 1]);
  });

  it('does not let a worker that lost its lease end that of another by failing', async () => {
    const zombie: AnyConsumer = {
      prepare: async () => ({}),
      perform: async () => {
        await db.asOwner(`UPDATE outbox_deliveries SET lease_token = 'somebody else'`);
        throw new Error('too late');
      },
      conclude: async () => undefined,
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await expect(runner(zombie).run(id)).rejects.toThrow('went to another worker');
    const leases = await db.asOwner(
      'SELECT lease_token, leased_until > now() AS leased, attempts FROM outbox_deliveries',
    );
    expect(leases).toEqual([{ lease_token: 'somebody else', leased: true, attempts: 0 }]);
  });

  it('does not let a worker that lost its lease write its result', async () => {
    const zombie: AnyConsumer = {
      prepare: async () => ({}),
      perform: async () => {
        await db.asOwner(`UPDATE outbox_deliveries SET lease_token = 'somebody else'`);
      },
      conclude: async (tx, delivery) => void (await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id])),
    };
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    await expect(runner(zombie).run(id)).rejects.toThrow('went to another worker');
    expect(await effects()).toBe(0);
    expect(await deliveries()).toMatchObject([{ attempts: 0, state: 'pending' }]);
  });
});

describe('doctor', () => {
  const findings = async (name: string) =>
    (await db.asOwner<{ what: string }>(outboxInvariants.find((each) => each.name === name)?.sql ?? '')).map(
      ({ what }) => what,
    );

  it.each([
    ['outbox.nothing-is-given-up', `state = 'dead'`],
    ['outbox.consumers-are-known', `consumer = 'matching.gone'`],
    ['outbox.consumers-are-known', `queue = 'gone'`],
  ])('reports %s: %s', async (name, fault) => {
    await publish();
    const [{ id }] = (await deliveries()) as [Row];
    expect(await findings(name)).toEqual([]);
    await db.asOwner(`UPDATE outbox_deliveries SET ${fault}`);
    expect(await findings(name)).toEqual([expect.stringContaining(id)]);
  });
});
