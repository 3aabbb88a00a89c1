// Danger: servers of killed runs that pile up, or a run that stops those of another.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findRedis } from './machine.js';
import { removeLeftovers, startRedis } from './servers.js';

const program = findRedis();

(program ? it : it.skip)('stops and removes the Redis of a killed run, and not that of a living one', async () => {
  const server = await startRedis(program!);
  const folder = join(tmpdir(), `clearing-tests-${process.pid}-redis`);
  const redis = new Redis(server.env.REDIS_URL!, { retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await removeLeftovers();
    expect(await redis.ping()).toBe('PONG');

    rmSync(join(folder, 'owner.lock')); // what a killed run does not hold any more
    const gone = new Promise((end) => redis.once('end', () => end('gone')));
    await removeLeftovers();
    expect(await Promise.race([gone, sleep(5_000, 'still there', { ref: false })])).toBe('gone');
    expect(existsSync(folder)).toBe(false);
  } finally {
    redis.disconnect();
    await server.stop();
  }
});

it('leaves alone what another user put beside it', async () => {
  const folder = join(tmpdir(), 'clearing-tests-4194305-other'); // larger than any process number
  mkdirSync(folder, { recursive: true });
  await removeLeftovers((process.getuid?.() ?? 0) + 1);
  expect(existsSync(folder)).toBe(true);
  await removeLeftovers();
  expect(existsSync(folder)).toBe(false);
});
