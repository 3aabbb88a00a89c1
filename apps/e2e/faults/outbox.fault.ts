// Danger: an acknowledged write whose background work is lost or done twice, wherever a process dies. Runs on PostgreSQL queues,
// and with REDIS_URL on Redis.
import { setTimeout as sleep } from 'node:timers/promises';
import { Stage } from './stage.js';

const ROUNDS = process.env.LONG === '1' ? 6 : 1;
const TEST_MS = 300_000;

const CRASH_POINTS = [
  'relay-after-commit',
  'relay-after-add',
  'consumer-before-done',
  'consumer-after-done',
  'leased-after-prepare',
  'leased-after-perform',
  'leased-before-done',
];

const stage = new Stage();

describe(`the outbox with queues on ${stage.onRedis ? 'Redis' : 'PostgreSQL'}`, () => {
  it.each(CRASH_POINTS)(
    'loses and doubles nothing when a process dies at %s',
    async (point) => {
      const workers = stage.crowd();
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          await workers.join(point);
          await stage.publish(20);
          await sleep(500);
        }
        await workers.join();
        await stage.letTimePass();
        await stage.settle();
        expect(workers.kills).toBeGreaterThan(0);
        expect(await stage.outcome()).toEqual({ published: 20 * ROUNDS, unfinished: 0, lost: 0, twice: 0 });
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );
});
