import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { InvalidInput } from '#libs/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PreconditionRequired } from './http.errors.js';

const VERSION = /^"(\d{1,9})"$/;

/**
 * The version in the required `If-Match` header, `"3"` → 3.
 * @throws PreconditionRequired (428) without it, InvalidInput when it is no ETag of ours.
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw new PreconditionRequired();
  const version = VERSION.exec(header)?.[1];
  if (version === undefined) {
    throw new InvalidInput([{ path: 'If-Match', detail: 'Give the ETag of the version that you read, such as "3".' }]);
  }
  return Number(version);
});

/** Puts the ETag of a versioned resource on the answer and returns the resource. */
export function withEtag<T extends { readonly version: number }>(reply: FastifyReply, resource: T): T {
  void reply.header('ETag', `"${resource.version}"`);
  return resource;
}

/** The answer to a POST that made something: its address and ETag. */
export function created<T extends { readonly id: string; readonly version?: number }>(
  reply: FastifyReply,
  path: string,
  resource: T,
): T {
  void reply.header('Location', `/api/v1/${path}/${resource.id}`);
  if (resource.version !== undefined) void reply.header('ETag', `"${resource.version}"`);
  return resource;
}
