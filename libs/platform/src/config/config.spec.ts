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
    [{ DATABASE_URL, PORT: '1e3' }, 'PORT must be a whole number'],
    [{ DATABASE_URL: 'postgres://app@127.0.0.1' }, 'DATABASE_URL must name a database'],
    [{ DATABASE_URL: 'postgres://app@127.0.0.1/' }, 'DATABASE_URL must name a database'],
    [{ DATABASE_URL, DATABASE_OWNER_URL: 'postgres://owner@127.0.0.1' }, 'DATABASE_OWNER_URL must name a database'],
    [{ DATABASE_URL: 'postgres://app:50%@h/clearing' }, 'DATABASE_URL has a % that begins no code'],
    [{ DATABASE_URL, REDIS_URL: 'redis://:%zz@h' }, 'REDIS_URL has a % that begins no code'],
    [{ DATABASE_URL, CLEARING_FILES_S3_URL: 'https://k:%f@h/evidence' }, 'CLEARING_FILES_S3_URL has a %'],
    [{ DATABASE_URL, CLEARING_FILES_S3_URL: 'https://h/evidence' }, 'CLEARING_FILES_S3_URL must name key, secret'],
    [{ DATABASE_URL, CLEARING_FILES_S3_URL: 'https://k:s@h' }, 'CLEARING_FILES_S3_URL must name key, secret'],
    [
      { DATABASE_URL, CLEARING_FILES_S3_URL: 'https://k:s@h/evidence', CLEARING_FILES_FOLDER: '/data' },
      'CLEARING_FILES_S3_URL and CLEARING_FILES_FOLDER are both set',
    ],
    [{ DATABASE_URL, CLEARING_FILES_FOLDER: ' ' }, 'CLEARING_FILES_FOLDER names no folder'],
    [{ DATABASE_URL, SMTP_URL: 'mail.example.org' }, 'SMTP_URL must be a URL like smtps://'],
    [{ DATABASE_URL, SMTP_URL: 'smtp://u:%@h' }, 'SMTP_URL has a % that begins no code'],
    [{ DATABASE_URL, SMTP_URL: 'smtp://h' }, 'MAIL_FROM is missing'],
    [{ DATABASE_URL, SMTP_URL: 'smtp://h', MAIL_FROM: 'a@b' }, 'CLEARING_PUBLIC_URL is missing'],
    [{ DATABASE_URL, MAIL_FROM: 'nobody' }, 'MAIL_FROM must be an address'],
    [{ DATABASE_URL, MAIL_FROM: 'A <a@b>, B <b@c>' }, 'MAIL_FROM must be an address'],
    [{ DATABASE_URL, CLEARING_PUBLIC_URL: 'https://h/path' }, 'CLEARING_PUBLIC_URL must name only a server'],
    [{ DATABASE_URL, CLEARING_PUBLIC_URL: 'ftp://h' }, 'CLEARING_PUBLIC_URL must be a URL that begins with http://'],
    [{ DATABASE_URL, CLEARING_LOG_LEVEL: 'loud' }, 'CLEARING_LOG_LEVEL must be one of'],
    [{ DATABASE_URL, CLEARING_LOG_LVEL: 'info' }, 'CLEARING_LOG_LVEL is not a setting; known are'],
  ])('names what is wrong in %j', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(sentence);
  });

  it('takes addresses, ranges and the names of ranges for proxies', () => {
    const given = '10.0.0.7, 172.31.7.0/24,::1,fd00::/8,loopback, linklocal,uniquelocal';
    expect(readConfig({ DATABASE_URL, CLEARING_TRUSTED_PROXIES: given }).http.trustedProxies).toHaveLength(7);
  });

  it.each([
    'proxy',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '10.0.0.0/x',
    'fd00::/129',
    '10.0.0.7,',
    '10.0.0.7 10.0.0.8',
  ])('names the variable of a proxy that is none: %j', (proxy) => {
    const read = () => readConfig({ DATABASE_URL, CLEARING_TRUSTED_PROXIES: proxy });
    expect(read).toThrow(/^CLEARING_TRUSTED_PROXIES must be addresses .* not "/);
  });

  it('sends mail from an address with a name, with links to a public address', () => {
    const config = readConfig({
      DATABASE_URL,
      SMTP_URL: 'smtps://u:p@mail.example.org',
      MAIL_FROM: 'The House <no-reply@example.org>',
      CLEARING_PUBLIC_URL: 'https://clearing.example.org/',
    });
    expect(config.publicUrl).toBe('https://clearing.example.org');
    expect(config.mail).toMatchObject({
      from: { name: 'The House', address: 'no-reply@example.org' },
      server: { host: 'mail.example.org' },
    });
  });

  it('leaves mail in a folder where no server is named', () => {
    const { mail, publicUrl } = readConfig({
      DATABASE_URL,
      MAIL_FROM: 'a@b.example',
      CLEARING_MAIL_FOLDER: '/data/mail',
    });
    expect([mail.server, mail.folder, mail.from.address]).toEqual([null, '/data/mail', 'a@b.example']);
    expect(publicUrl).toBe('http://127.0.0.1:3000');
  });

  it('serves metrics to this machine alone unless told otherwise', () => {
    expect(readConfig({ DATABASE_URL, HOST: '0.0.0.0' }).http.metricsHost).toBe('127.0.0.1');
    expect(readConfig({ DATABASE_URL, CLEARING_METRICS_HOST: '0.0.0.0' }).http.metricsHost).toBe('0.0.0.0');
  });

  it('names every wrong variable at once', () => {
    expect(() => readConfig({ PORT: 'x', CLEARING_LOG_LEVEL: 'x' })).toThrow(
      /DATABASE_URL[^]*PORT[^]*CLEARING_LOG_LEVEL/,
    );
  });
});
