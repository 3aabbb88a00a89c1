import { testDatabase } from '#libs/platform';
import { TooManySignIns } from './identity.errors.js';
import { ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, SignInLimiter, removeOldAttempts } from './attempt-limiters.js';

const db = testDatabase();

describe('attempts to sign in', () => {
  const attempt = (email: string, address: string) => ({ email, address });

  it('are limited per account, across processes, and again allowed after a success', async () => {
    const [one, other] = [new SignInLimiter(db.dataSource), new SignInLimiter(db.dataSource)];
    for (let i = 0; i < ATTEMPTS_PER_ACCOUNT; i += 1) {
      await (i % 2 ? one : other).count(attempt('victim@example.org', `192.0.2.${i}`));
    }
    const blocked = one.count(attempt(' Victim@example.org', '192.0.2.99'));
    await expect(blocked).rejects.toThrow(TooManySignIns);
    const { retryAfterSeconds } = (await blocked.catch((error: unknown) => error)) as TooManySignIns;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    await one.succeeded(attempt('victim@example.org', '192.0.2.1'));
    await one.count(attempt('victim@example.org', '192.0.2.100'));
  });

  it('are limited per address, successes not counted', async () => {
    const limiter = new SignInLimiter(db.dataSource);
    for (let i = 0; i < 2 * ATTEMPTS_PER_ADDRESS; i += 1) {
      await limiter.count(attempt(`good${i}@example.org`, '198.51.100.1'));
      await limiter.succeeded(attempt(`good${i}@example.org`, '198.51.100.1'));
    }
    for (let i = 0; i < ATTEMPTS_PER_ADDRESS; i += 1) await limiter.count(attempt(`a${i}@example.org`, '198.51.100.1'));
    await expect(limiter.count(attempt('b@example.org', '198.51.100.1'))).rejects.toThrow(TooManySignIns);
    await limiter.count(attempt('b@example.org', '198.51.100.2'));
  });

  it('are counted without keeping the e-mail address', async () => {
    const keys = await db.asOwner<{ key: string }>('SELECT key FROM sign_in_attempts');
    expect(keys.filter(({ key }) => key.includes('@'))).toEqual([]);
  });

  it('are forgotten when they no longer count', async () => {
    const limiter = new SignInLimiter(db.dataSource);
    await limiter.count(attempt('old@example.org', '203.0.113.1'));
    await db.asOwner('UPDATE sign_in_attempts SET expire = expire - 61000');
    await limiter.count(attempt('new@example.org', '203.0.113.2'));
    expect(await db.uow.run(db.actor, removeOldAttempts)).toBeGreaterThan(0);
    expect(await db.asOwner('SELECT 1 FROM sign_in_attempts')).toHaveLength(2);
  });
});
