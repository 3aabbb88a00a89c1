import { NoAnswerError, ProblemError } from './problem.js';
import type { ProblemDocument } from './problem.js';

type QueryValue = string | number | boolean | readonly string[] | undefined;

interface Call {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  /** Version of the resource that was read; another one by now answers 412. */
  readonly ifMatch?: number;
  /** The same key with the same body is done once, however often it is sent. */
  readonly idempotencyKey?: string;
}

/** One call of the api. @throws ProblemError, NoAnswerError */
export async function call<T>(
  method: string,
  path: string,
  { query, body, ifMatch, idempotencyKey }: Call = {},
): Promise<T> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
  }
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (ifMatch !== undefined) headers.set('if-match', `"${ifMatch}"`);
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  const address = `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`;
  const response = await fetch(address, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new NoAnswerError(cause);
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  throw new ProblemError(await problemOf(response));
}

/** Also a proxy's error page becomes a problem document. */
async function problemOf(response: Response): Promise<ProblemDocument> {
  try {
    return (await response.json()) as ProblemDocument;
  } catch {
    return { type: 'about:blank', title: response.statusText || String(response.status), status: response.status };
  }
}
