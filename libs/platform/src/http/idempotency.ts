import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { InvalidInput } from '#libs/kernel';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Tx } from '../database/unit-of-work.js';
import { IdempotencyKeyReused } from './http.errors.js';

export interface IdempotencyKey {
  readonly key: string;
  readonly route: string;
  readonly requestSha256: string;
}

const KEY = /^[\x21-\x7e]{8,128}$/;

/** The required `Idempotency-Key` header with a hash of what was asked. */
export const IdempotentRequest = createParamDecorator((_: unknown, context: ExecutionContext): IdempotencyKey => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new InvalidInput([
      { path: 'Idempotency-Key', detail: 'Give 8 to 128 printable characters, new ones for each new request.' },
    ]);
  }
  const route = `${request.method} ${request.url}`;
  const requestSha256 = createHash('sha256').update(canonical(request.body)).digest('hex');
  return { key, route, requestSha256 };
});

function canonical(body: unknown): string {
  try {
    return canonicalize(body ?? null) ?? '';
  } catch {
    // 1e999 is read as infinity, which JSON cannot write
    throw new InvalidInput([{ path: 'body', detail: 'Send no number that is too large to be kept.' }]);
  }
}

/**
 * Does the work once per key and person, and answers the first answer again when the same request comes back. The key is
 * stored in the transaction of the work, so a failed request leaves it free.
 * @throws IdempotencyKeyReused (422) when the key came with another request, or the person acts under another membership.
 */
export async function once<T extends object>(tx: Tx, key: IdempotencyKey, work: () => Promise<T>): Promise<T> {
  const { personId: person, role, organizationId } = tx.actor;
  const route = `${key.route} as ${role} of ${organizationId}`;
  const [inserted] = await tx.query<[{ key: string } | undefined]>(
    `INSERT INTO idempotency_keys (person_id, key, route, request_sha256) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING key`,
    [person, key.key, route, key.requestSha256],
  );
  if (!inserted) {
    const [known] = await tx.query<[{ route: string; request_sha256: string; response: T }]>(
      'SELECT route, request_sha256, response FROM idempotency_keys WHERE person_id = $1 AND key = $2',
      [person, key.key],
    );
    if (known.route !== route || known.request_sha256 !== key.requestSha256) throw new IdempotencyKeyReused();
    return known.response;
  }
  const response = await work();
  await tx.query('UPDATE idempotency_keys SET response = $3 WHERE person_id = $1 AND key = $2', [
    person,
    key.key,
    JSON.stringify(response),
  ]);
  return response;
}
