// Danger: somebody guesses on and on, or shuts a person out of their account by guessing wrongly.
import { testDatabase } from '#libs/platform';
import { TooManyLinks, TooManyResets, TooManySignIns } from './identity.errors.js';
import { LINKS_PER_ADDRESS, LinkLimiter } from './link-limiter.js';
import { AttemptLimiters, MAILED_LINKS, NEW_ADDRESSES, removeOldAttempts, SIGN_IN } from './attempt-limiters.js';

const db = testDatabase();
const attempt = (email: string, address: string) => ({ email, address });
const limiters = () => new AttemptLimiters(db.dataSource);
const times = async (count: number, work: (i: number) => Promise<unknown>) => {
  for (let i = 0; i < count; i += 1) await work(i);
};

it('links of e-mails are looked up only so often from one network, whatever they are', async () => {
  const [one, other] = [new LinkLimiter(db.dataSource), new LinkLimiter(db.dataSource)];
  for (let i = 0; i < LINKS_PER_ADDRESS; i += 1) await (i % 2 ? one : other).count('203.0.113.77');
  await expect(one.count('203.0.113.77')).rejects.toThrow(TooManyLinks);
  await one.count('203.0.113.78');
  await db.asOwner('DELETE FROM sign_in_attempts');
});

describe('attempts to sign in', () => {
  it('are limited per account and network, across processes, and again allowed after a success', async () => {
    const [one, other] = [limiters().signIn, limiters().signIn];
    await times(SIGN_IN.pair.points, (i) => (i % 2 ? one : other).count(attempt('victim@example.org', '192.0.2.1')));
    const blocked = one.count(attempt(' Victim@example.org', '192.0.2.1'));
    await expect(blocked).rejects.toThrow(TooManySignIns);
    const { retryAfterSeconds } = (await blocked.catch((error: unknown) => error)) as TooManySignIns;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(SIGN_IN.pair.seconds);
    // Elsewhere nobody is shut out by that.
    await one.count(attempt('victim@example.org', '192.0.2.2'));
    await one.succeeded(attempt('victim@example.org', '192.0.2.1'));
    await one.count(attempt('victim@example.org', '192.0.2.1'));
  });

  it('of strangers are limited per account over all networks, and shut nobody out where the account was entered', async () => {
    const { signIn } = limiters();
    const [home, hotel] = [attempt('busy@example.org', '198.18.9.1'), attempt('busy@example.org', '198.18.9.2')];
    await signIn.count(home);
    await signIn.succeeded(home);
    const guess = (i: number) => attempt('busy@example.org', `198.18.${i % 4}.${i}`);
    await times(SIGN_IN.account.points - 1, (i) => signIn.count(guess(i)));
    await expect(signIn.count(guess(200))).rejects.toThrow(TooManySignIns);
    await signIn.count(home);
    await expect(signIn.count(hotel)).rejects.toThrow(TooManySignIns);
    // By a new password, whose link only the person reads.
    await signIn.entered(hotel);
    await signIn.count(hotel);
    await expect(signIn.count(guess(201))).rejects.toThrow(TooManySignIns);
  });

  it('are limited per account also where it was entered before', async () => {
    const { signIn } = limiters();
    const known = attempt('known@example.org', '198.19.0.1');
    await signIn.entered(known);
    const forget = (name: string) => db.asOwner("DELETE FROM sign_in_attempts WHERE key LIKE '%' || $1 || '%'", [name]);
    await times(SIGN_IN.account.points, async () => {
      await signIn.count(known);
      await forget('sign-in-pair');
      await forget('sign-in-network');
    });
    await expect(signIn.count(known)).rejects.toThrow(TooManySignIns);
  });

  it('are limited per network, successes not counted', async () => {
    const { signIn } = limiters();
    const { points } = SIGN_IN.network;
    await times(2 * points, async (i) => {
      await signIn.count(attempt(`good${i}@example.org`, '198.51.100.1'));
      await signIn.succeeded(attempt(`good${i}@example.org`, '198.51.100.1'));
    });
    await times(points, (i) => signIn.count(attempt(`a${i}@example.org`, '198.51.100.1')));
    await expect(signIn.count(attempt('b@example.org', '198.51.100.1'))).rejects.toThrow(TooManySignIns);
    await signIn.count(attempt('b@example.org', '198.51.100.2'));
  });

  it('are counted without keeping the e-mail address', async () => {
    const keys = await db.asOwner<{ key: string }>('SELECT key FROM sign_in_attempts');
    expect(keys.filter(({ key }) => key.includes('@'))).toEqual([]);
  });

  it('are forgotten when they no longer count', async () => {
    await db.asOwner('DELETE FROM sign_in_attempts');
    await limiters().signIn.count(attempt('old@example.org', '203.0.113.1'));
    await db.asOwner('UPDATE sign_in_attempts SET expire = expire - 86401000');
    await limiters().signIn.count(attempt('new@example.org', '203.0.113.2'));
    expect(await db.uow.run(db.actor, removeOldAttempts)).toBe(3);
    expect(await db.asOwner('SELECT 1 FROM sign_in_attempts')).toHaveLength(3);
  });
});

it('links for a new password are limited per mailbox, whoever asks for them', async () => {
  const { reset } = limiters();
  const ask = (i: number) => attempt('reader@example.org', `192.0.2.${100 + i}`);
  await times(MAILED_LINKS.account.points, (i) => reset.count(ask(i)));
  await expect(reset.count(ask(99))).rejects.toThrow(TooManyResets);
});

it('links to another address are limited per address, so that a mistyped one is corrected at once, and per person in all', async () => {
  const [one, other] = [limiters().emailChange, limiters().emailChange];
  const { address, person } = NEW_ADDRESSES;
  await times(address.points, (i) => (i % 2 ? one : other).count('pers_1', 'mistyped@example.org'));
  await expect(one.count('pers_1', ' Mistyped@example.org')).rejects.toThrow(TooManyResets);
  await times(person.points - address.points, (i) => one.count('pers_1', `right${i % 2}@example.org`));
  await expect(one.count('pers_1', 'stranger@example.org')).rejects.toThrow(TooManyResets);
  await one.count('pers_2', 'mistyped@example.org');
  const keys = await db.asOwner<{ key: string }>('SELECT key FROM sign_in_attempts');
  expect(keys.filter(({ key }) => key.includes('@'))).toEqual([]);
});
