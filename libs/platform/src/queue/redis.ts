import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisUrl } from '../config/redis-url.js';

export interface OpenRedisOptions extends Pick<
  RedisOptions,
  'connectTimeout' | 'lazyConnect' | 'maxRetriesPerRequest'
> {
  /** False: the first attempt to connect is the last. */
  readonly retry?: boolean;
}

/** A client for one server, a Cluster or what Sentinels watch, whichever `REDIS_URL` names. */
export function openRedis(url: string, { retry = true, ...options }: OpenRedisOptions): Redis | Cluster {
  const address = parseRedisUrl(url);
  if (address === null) throw new Error('REDIS_URL was not checked.');
  const never = () => null;
  const once = retry ? {} : { retryStrategy: never };
  if (address.kind === 'single') return new Redis(address.url, { ...options, ...once });
  const { username, password, tls } = address;
  const login = { ...(username && { username }), ...(password && { password }), ...(tls && { tls: {} }) };
  const nodes = [...address.nodes];
  if (address.kind === 'cluster') {
    const { lazyConnect = false, ...redisOptions } = options;
    return new Cluster(nodes, {
      lazyConnect,
      redisOptions: { ...redisOptions, ...login },
      // Certificates hold names, not the addresses that they resolve to.
      ...(tls && { dnsLookup: (name, found) => found(null, name) }),
      ...(!retry && { clusterRetryStrategy: never }),
    });
  }
  return new Redis({
    ...options,
    ...login,
    ...once,
    sentinels: nodes,
    name: address.master,
    enableTLSForSentinelMode: tls,
    ...(!retry && { sentinelRetryStrategy: never }),
  });
}
