import { ConfigError, readConfig } from './config.js';

const DATABASE_URL = 'postgres://app@127.0.0.1/clearing';

describe('readConfig', () => {
  it('needs nothing but a database', () => {
    const config = readConfig({ DATABASE_URL });
    expect(config).toMatchObject({ redisUrl: null, http: { host: '127.0.0.1', port: 3000, secureCookies: false } });
  });

  it('wants secure cookies as soon as it is not on loopback', () => {
    expect(readConfig({ DATABASE_URL, HOST: '0.0.0.0' }).http.secureCookies).toBe(true);
  });

  it.each([
    [{}, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ NODE_ENV: 'production' }, false],
  ])('lets demonstration people sign in only where nobody else is: %j', (env, demonstration) => {
    expect(readConfig({ DATABASE_URL, ...env })).toMatchObject({ demonstration });
  });

  it.each([
    [{}, 'DATABASE_URL is missing'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be a URL that begins with postgres:// or postgresql://'],
    [{ DATABASE_URL, REDIS_URL: 'localhost:6379' }, 'REDIS_URL must be a URL'],
    [{ DATABASE_URL, PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not "70000"'],
    [{ DATABASE_URL, CLEARING_LOG_LEVEL: 'loud' }, 'CLEARING_LOG_LEVEL must be one of'],
    [{ DATABASE_URL, CLEARING_LOG_LVEL: 'info' }, 'CLEARING_LOG_LVEL is not a setting; known are'],
  ])('names what is wrong in %j', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(sentence);
  });

  it('names every wrong variable at once', () => {
    expect(() => readConfig({ PORT: 'x', CLEARING_LOG_LEVEL: 'x' })).toThrow(
      /DATABASE_URL[^]*PORT[^]*CLEARING_LOG_LEVEL/,
    );
  });
});
