// Danger: an acknowledged write whose background work is lost or done twice, whatever goes away; and a crash test that would not
// notice. Runs on PostgreSQL queues, and with REDIS_URL on Redis.
import { setTimeout as sleep } from 'node:timers/promises';
import { Stage } from './stage.js';

const LONG = process.env.LONG === '1';
const TEST_MS = 300_000;
const stage = new Stage();

describe(`the outbox with queues on ${stage.onRedis ? 'Redis' : 'PostgreSQL'}`, () => {
  it(
    'loses and doubles nothing under random kills and broken database connections',
    async () => {
      const workers = stage.crowd();
      const storms = LONG ? 6 : 3;
      try {
        await workers.join();
        for (let storm = 0; storm < storms; storm += 1) {
          await Promise.all([stage.publish(25), workers.join()]);
          workers.killOne();
          if (storm % 3 === 2) await stage.terminateConnections();
          if (storm % 3 === 1) await stage.flushRedis();
        }
        await stage.settle();
        expect(await stage.outcome()).toEqual({ published: 25 * storms, unfinished: 0, lost: 0, twice: 0 });
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );

  if (stage.onRedis) {
    it(
      'waits out a Redis that is away, and counts no attempt',
      async () => {
        const workers = stage.crowd();
        try {
          await workers.join();
          await stage.stopRedis();
          await stage.publish(50);
          await sleep(LONG ? 8_000 : 3_000);
          expect(await stage.count('SELECT max(attempts) AS n FROM outbox_deliveries')).toBe(0);
          expect(workers.kills).toBe(0);
          stage.startRedisAgain();
          await stage.settle();
          expect(await stage.outcome()).toEqual({ published: 50, unfinished: 0, lost: 0, twice: 0 });
        } finally {
          await workers.leave();
        }
      },
      TEST_MS,
    );
  }
});

// What is planted lies before and behind the queue, so it matters little what holds the queue.
if (!stage.onRedis || LONG) {
  describe('the crash test itself', () => {
    it(
      'catches a consumer without its lock',
      async () => {
        const workers = stage.crowd('unlocked-consumer');
        try {
          await Promise.all([workers.join(), workers.join()]);
          for (let round = 0; round < 20 && (await stage.outcome()).twice === 0; round += 1) {
            // Its effect takes a second, so the copy that is handed over meanwhile runs beside it.
            await stage.publish(2);
            for (let again = 0; again < 20; again += 1) {
              await stage.letTimePass();
              await sleep(100);
            }
          }
          expect((await stage.outcome()).twice).toBeGreaterThan(0);
        } finally {
          await workers.leave();
        }
      },
      TEST_MS,
    );

    it(
      'catches a relay that marks done',
      async () => {
        const workers = stage.crowd('relay-marks-done');
        try {
          for (let round = 0; round < 10 && (await stage.outcome()).lost === 0; round += 1) {
            await workers.join('relay-after-commit');
            await stage.publish(20);
            await sleep(300);
            await workers.join();
            await stage.settle();
          }
          expect((await stage.outcome()).lost).toBeGreaterThan(0);
        } finally {
          await workers.leave();
        }
      },
      TEST_MS,
    );
  });
}
