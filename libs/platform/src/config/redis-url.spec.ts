import { parseRedisUrl } from './redis-url.js';

describe('parseRedisUrl', () => {
  it('leaves the URL of one server as it is', () => {
    const url = 'rediss://user:secret@redis.example:6380/2?family=6';
    expect(parseRedisUrl(url)).toEqual({ kind: 'single', url });
  });

  it('reads the servers of a cluster', () => {
    expect(parseRedisUrl('redis+cluster://one:7000,[::1]:7001,three')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'one', port: 7000 },
        { host: '::1', port: 7001 },
        { host: 'three', port: 6379 },
      ],
      tls: false,
    });
  });

  it('reads Sentinels, the name of the master and one login', () => {
    expect(parseRedisUrl('rediss+sentinel://user:p%40ss@one,two:26380/queues')).toEqual({
      kind: 'sentinel',
      master: 'queues',
      nodes: [
        { host: 'one', port: 26_379 },
        { host: 'two', port: 26_380 },
      ],
      username: 'user',
      password: 'p@ss',
      tls: true,
    });
  });

  it.each([
    'localhost:6379',
    'http://one',
    'redis://one:7000,two:7001',
    'redis://one,two',
    'redis+cluster://',
    'redis+cluster://one,,two',
    'redis+cluster://one:70000',
    'redis+cluster://one,user:secret@two',
    'redis+cluster://one/1',
    'redis+sentinel://one',
    'redis+other://one',
  ])('knows nothing of %s', (url) => {
    expect(parseRedisUrl(url)).toBeNull();
  });
});
