import { ROLES } from '#libs/kernel';
import { ORGANIZATION_KINDS } from './identity.entities.js';
import { KINDS_OF_ROLE, mayHold } from './membership.rules.js';
import { Passwords, USUAL_PASSWORD_COST } from './passwords.js';
import { normalEmail, sessionLimits } from './session.rules.js';
import { networkOf } from './attempt-limiters.js';
import { isApiToken, isSessionToken, newApiToken, newSessionToken, sha256 } from './tokens.js';

describe('roles', () => {
  it('that run the house or read all of it are given by nobody who asks or gives', () => {
    for (const role of ['coordinator', 'approver', 'finance', 'administrator', 'auditor'] as const) {
      expect(KINDS_OF_ROLE[role]).toEqual(['un-entity', 'international-organization']);
      expect(mayHold('state', role)).toBe(false);
    }
    expect(mayHold('state', 'focal-point')).toBe(true);
    expect(mayHold('ngo', 'focal-point')).toBe(false);
  });

  it('are none where nobody stated the kind of the organization', () => {
    for (const role of ROLES) expect(mayHold('unstated', role)).toBe(false);
  });

  it('can each be held somewhere', () => {
    for (const role of ROLES) expect(ORGANIZATION_KINDS.some((kind) => mayHold(kind, role))).toBe(true);
  });
});

describe('sessions', () => {
  it('end sooner for who releases money', () => {
    expect(sessionLimits('approver')).toEqual({ idleMinutes: 15, hours: 8 });
    for (const role of ROLES.filter((one) => one !== 'approver')) {
      expect(sessionLimits(role)).toEqual({ idleMinutes: 30, hours: 12 });
    }
  });
});

describe('tokens', () => {
  it('have 256 bits, differ, and are told apart', () => {
    const [session, api] = [newSessionToken(), newApiToken()];
    expect(Buffer.from(session, 'base64url')).toHaveLength(32);
    expect(api).toMatch(/^chk_/);
    expect(newSessionToken()).not.toBe(session);
    expect([isSessionToken(session), isSessionToken(api), isApiToken(api), isApiToken(session)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    for (const wrong of ['', 'chk_', `${session}x`, session.slice(1), `${session.slice(1)};`]) {
      expect(isSessionToken(wrong)).toBe(false);
      expect(isApiToken(`chk_${wrong}`)).toBe(false);
    }
    expect(sha256(session)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('passwords', () => {
  const passwords = new Passwords({ memoryKib: 64, passes: 1 });

  it('are hashed by argon2id with the cost that was set', async () => {
    expect(await passwords.hash('correct horse battery')).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(USUAL_PASSWORD_COST).toEqual({ memoryKib: 65_536, passes: 3 });
  });

  it('are right or wrong, and never right for nobody', async () => {
    const stored = await passwords.hash('correct horse battery');
    expect(await passwords.verify(stored, 'correct horse battery')).toBe(true);
    expect(await passwords.verify(stored, 'correct horse batterY')).toBe(false);
    expect(await passwords.verify(null, 'nobody’s password')).toBe(false);
  });

  it('are the same however their letters are composed', async () => {
    const stored = await passwords.hash('Zürich-Zürich'.normalize('NFC'));
    expect(await passwords.verify(stored, 'Zürich-Zürich'.normalize('NFD'))).toBe(true);
  });

  it('take as much work for nobody as for somebody', async () => {
    const costly = new Passwords({ memoryKib: 16 * 1024, passes: 3 });
    const stored = await costly.hash('correct horse battery');
    await costly.verify(null, 'warm-up');
    const timeOf = async (hash: string | null): Promise<number> => {
      let fastest = Infinity; // the others waited for something else on this machine
      for (let i = 0; i < 8; i += 1) {
        const start = performance.now();
        await costly.verify(hash, 'some password');
        fastest = Math.min(fastest, performance.now() - start);
      }
      return fastest;
    };
    const ratio = (await timeOf(stored)) / (await timeOf(null));
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(3);
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
  ['2001:DB8:0:1::2', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the network of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));

it('e-mail addresses compare without case', () => expect(normalEmail(' A.B@Example.ORG ')).toBe('a.b@example.org'));
