import 'reflect-metadata';
import pg from 'pg';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { type ConsumerName, Metrics, readConfig, type Tx, UnitOfWork } from '#libs/platform';
import {
  type Consumer,
  DeliveryRunner,
  type DeliveryRow,
  type LeasedConsumer,
  QueueWorkers,
} from '#libs/platform/worker';

/**
 * A worker process for the crash test: the real relay, queues and runner around two consumers whose effects can be counted.
 * `PLANT` breaks one promise on purpose, so that the test is seen to catch it.
 */
const plant = process.env.PLANT ?? 'nothing';
const config = readConfig({
  DATABASE_URL: process.env.DATABASE_URL,
  ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
});
const db = await new DataSource({ type: 'postgres', url: config.database.url, extra: { max: 8 } }).initialize();
const bank = new pg.Pool({ connectionString: config.database.url, max: 2 });
bank.on('error', () => undefined);
const uow = new UnitOfWork(db);

const writeEffect: Consumer = {
  consume: async (tx, delivery) => {
    await tx.query('SELECT pg_sleep($1)', [plant === 'unlocked-consumer' ? 1 : 0.02]);
    await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id]);
  },
};

/** The bank executes each key once, whatever arrives; what must hold is that we write down its answer once. */
const payBank: LeasedConsumer<string, void> = {
  prepare: async (_tx, delivery) => delivery.id,
  perform: async (key) => void (await bank.query('INSERT INTO bank VALUES ($1) ON CONFLICT DO NOTHING', [key])),
  conclude: async (tx, delivery) => void (await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id])),
};

class UnlockedRunner extends DeliveryRunner {
  protected override async lock(tx: Tx, deliveryId: string): Promise<DeliveryRow> {
    const [row] = await tx.query<[DeliveryRow]>(
      `SELECT d.id, d.consumer, d.state, e.id AS "eventId", e.type AS "eventType", e.ref_id AS "refId", e.payload,
              e.actor_person AS "actorPerson"
         FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE d.id = $1`,
      [deliveryId],
    );
    return row;
  }
}

const consumers = new Map<ConsumerName, Consumer | LeasedConsumer>([
  ['matching.suggest', writeEffect],
  ['disbursements.instruct', payBank as LeasedConsumer],
]);
const Runner = plant === 'unlocked-consumer' ? UnlockedRunner : DeliveryRunner;
const log = pino({ level: 'silent' });
const workers = new QueueWorkers(config, uow, new Runner(uow, consumers, new Metrics(uow), log), new Map(), log);

if (plant === 'relay-marks-done') {
  // A relay that believes handing over is enough.
  setInterval(() => {
    void db.query(
      `UPDATE outbox_deliveries SET state = 'done', done_at = now() WHERE state = 'pending' AND dispatch_no > 0`,
    );
  }, 20).unref();
}

process.on('unhandledRejection', () => undefined);
await workers.start();
process.send?.({ ready: true });
