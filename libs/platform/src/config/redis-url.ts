/** Where Redis is. What stands for several servers is a scheme of its own, as there is no standard one. */
export type RedisAddress =
  | { readonly kind: 'single'; readonly url: string }
  | ({ readonly kind: 'cluster' } & RedisServers)
  | ({ readonly kind: 'sentinel'; readonly master: string } & RedisServers);

interface RedisServers {
  /** Those to ask first; Cluster and Sentinel name the others. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
}

export const REDIS_URL_FORMS =
  'redis://host:6379, redis+cluster://host:6379,host:6379 or redis+sentinel://host:26379,host:26379/master, with rediss for TLS';

const DEFAULT_PORT = { cluster: 6379, sentinel: 26_379 };
const SEVERAL = /^redis(s?)\+(cluster|sentinel):\/\/([^@/,]*@)?([^@/]+)(?:\/([^/]+))?$/;

/** Null when it has none of the {@link REDIS_URL_FORMS}. */
export function parseRedisUrl(url: string): RedisAddress | null {
  if (/^rediss?:\/\/([^@/]*@)?[^,]+$/.test(url)) return URL.canParse(url) ? { kind: 'single', url } : null;
  const [, secure, kind, login = '', hosts = '', master] = SEVERAL.exec(url) ?? [];
  const urls = hosts.split(',').map((host) => `redis://${login}${host}`);
  if (!urls.every((one) => URL.canParse(one) && new URL(one).hostname)) return null;
  const parsed = urls.map((one) => new URL(one));
  const { username, password } = parsed[0]!;
  const servers = (defaultPort: number) => ({
    nodes: parsed.map(({ hostname, port }) => ({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || defaultPort),
    })),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    tls: secure === 's',
  });
  if (kind === 'cluster' && !master) return { kind, ...servers(DEFAULT_PORT.cluster) };
  if (kind === 'sentinel' && master) return { kind, master, ...servers(DEFAULT_PORT.sentinel) };
  return null;
}
