import createClient from 'openapi-fetch';
import { NoAnswerError, ProblemError } from './problem.js';
import type { ProblemDocument } from './problem.js';
import type { paths } from './schema.js';

/** Typed by the api's own OpenAPI document; a route or a field that is not in it does not compile. */
export const http = createClient<paths>({ headers: { accept: 'application/json, application/problem+json' } });

let membershipShown: () => string | undefined = () => undefined;

/**
 * Says with each request which membership the page shows, so that the api refuses what another one, signed in by another window
 * meanwhile, would do or see in its name. Signing in and out is open to everyone.
 */
export function nameMembership(shown: () => string | undefined): void {
  membershipShown = shown;
  http.use({
    onRequest({ request, schemaPath }) {
      if (schemaPath === '/api/v1/session') return;
      for (const [name, value] of Object.entries(actingMembership())) request.headers.set(name, value);
    },
  });
}

/** The header that {@link nameMembership} is about. */
export function actingMembership(): Readonly<Record<string, string>> {
  const membershipId = membershipShown();
  return membershipId === undefined ? {} : { 'Acting-Membership': membershipId };
}

interface Outcome<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer of one call. @throws ProblemError, NoAnswerError */
export async function answer<T>(calling: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await calling.catch((cause: unknown) => {
    throw new NoAnswerError(cause);
  });
  if (response.ok) return data as T;
  if (isProblem(error)) throw new ProblemError(error);
  // A proxy in between answered, not the clearing house.
  throw new NoAnswerError(`${response.status} ${response.statusText}`);
}

function isProblem(error: unknown): error is ProblemDocument {
  return typeof error === 'object' && error !== null && 'type' in error && 'status' in error;
}

/** The version that was read, as the header that a change needs; another version by now answers 412. */
export function ifMatch({ version }: { version: number }): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
