// Danger: an acknowledged write whose background work is lost or done twice, wherever a process dies. Runs on PostgreSQL queues,
// and with REDIS_URL on Redis.
import { Stage } from './stage.js';

const ROUNDS = process.env.LONG === '1' ? 2 : 1;
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
  it(
    `loses and doubles nothing when processes die at ${CRASH_POINTS.join(', ')}`,
    async () => {
      const workers = stage.crowd();
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          for (const point of CRASH_POINTS) {
            const doomed = await workers.join(point);
            await stage.publish(20);
            expect([point, await workers.sawDie(doomed)]).toEqual([point, true]);
          }
        }
        await workers.join();
        await stage.letTimePass();
        await stage.settle();
        const published = 20 * ROUNDS * CRASH_POINTS.length;
        expect(await stage.outcome()).toEqual({ published, unfinished: 0, lost: 0, twice: 0 });
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );
});
