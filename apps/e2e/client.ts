import { API_PREFIX } from '#libs/platform/http';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: Body;
}

export interface RequestOptions {
  /** The version that was read: 3 is sent as `If-Match: "3"`. */
  readonly ifMatch?: number;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type AnyBody = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- the tests look into answers as a client does

/** A client of the HTTP API, signed in or not. Paths are below `/api/v1`; it throws only when there is no answer. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    /** What proves who sends: a cookie or a token; empty for nobody. */
    readonly credentials: Readonly<Record<string, string>> = {},
  ) {}

  get<Body = AnyBody>(path: string, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, options);
  }

  post<Body = AnyBody>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send('POST', path, body, options);
  }

  patch<Body = AnyBody>(path: string, body: unknown, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send('PATCH', path, body, options);
  }

  delete<Body = AnyBody>(path: string, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send('DELETE', path, undefined, options);
  }

  /** A `FormData` body is sent as it is, any other as JSON. */
  async send<Body = AnyBody>(
    method: string,
    path: string,
    body?: unknown,
    { ifMatch, idempotencyKey, headers }: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const json = body !== undefined && !(body instanceof FormData);
    const answer = await fetch(`${this.baseUrl}/${API_PREFIX}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...this.credentials,
        ...(json && { 'Content-Type': 'application/json' }),
        ...(ifMatch !== undefined && { 'If-Match': `"${ifMatch}"` }),
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
        ...headers,
      },
      ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as FormData) }),
    });
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }
}
