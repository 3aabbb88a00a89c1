import * as fc from 'fast-check';
import { operationsOf, type OpenApi, type Operation } from './openapi.js';
import { requestsTo, type Collections, type FuzzRequest } from './requests.js';
import type { Hints, KnownIds, Sources } from './values.js';
import { verdictFor, type FuzzAnswer } from './verdict.js';

/** Sends a request as one of the callers. */
export type Send = (caller: string, request: FuzzRequest) => Promise<FuzzAnswer>;

export interface Fuzzing {
  readonly document: OpenApi;
  /** Who sends to an operation; one that stands there twice sends twice as often. */
  readonly callersOf: (operation: Operation) => readonly string[];
  readonly send: Send;
  readonly seed: number;
  readonly runsPerOperation: number;
  readonly known?: KnownIds;
  readonly rows?: Sources['rows'];
  readonly hints?: Hints;
  readonly collections?: Collections;
}

export interface FuzzReport {
  /** One text per operation that failed: what, the smallest request found, and how to see it again. */
  readonly faults: readonly string[];
  readonly requests: number;
  /** Operation → statuses seen. */
  readonly statuses: ReadonlyMap<string, ReadonlySet<number>>;
}

const OPERATIONS_AT_ONCE = 4;

/** Sends many requests to each operation of the document, four operations at a time. */
export async function fuzz({ document, callersOf, send, seed, ...rest }: Fuzzing): Promise<FuzzReport> {
  const { runsPerOperation: numRuns, known = {}, rows = [], hints = {}, collections = {} } = rest;
  const verdict = verdictFor(document);
  const faults: string[] = [];
  const statuses = new Map<string, Set<number>>();
  let requests = 0;

  async function fuzzOne(operation: Operation): Promise<void> {
    const name = `${operation.method} ${operation.path}`;
    const seen = new Set<number>();
    statuses.set(name, seen);
    const input = fc.tuple(
      fc.constantFrom(...callersOf(operation)),
      requestsTo(operation, { document, known, rows, hints }, collections),
    );
    const property = fc.asyncProperty(input, async ([caller, request]) => {
      requests += 1;
      const answer = await send(caller, request);
      seen.add(answer.status);
      const fault = verdict(operation, answer);
      if (fault !== null) throw new Error(fault);
    });
    const result = await fc.check(property, { seed, numRuns, endOnFailure: false });
    if (!result.failed) return;
    const [caller, request] = result.counterexample?.[0] ?? [];
    const why = result.errorInstance instanceof Error ? result.errorInstance.message : 'stopped';
    faults.push(`${name} ${why}\n  as ${caller}: ${JSON.stringify(request).slice(0, 600)}\n  again with SEED=${seed}`);
  }

  const waiting = operationsOf(document);
  const lanes = Array.from({ length: OPERATIONS_AT_ONCE }, async () => {
    for (let operation = waiting.shift(); operation; operation = waiting.shift()) await fuzzOne(operation);
  });
  await Promise.all(lanes);
  return { faults: faults.sort(), requests, statuses };
}

/** Sends over HTTP; an answer that streams is read no further than its head. */
export function sender(
  baseUrl: string,
  credentials: (caller: string) => Promise<Readonly<Record<string, string>>>,
): Send {
  return async (caller, { method, path, headers, body }) => {
    const answer = await fetch(baseUrl + path, {
      method,
      redirect: 'manual',
      headers: { ...(await credentials(caller)), ...headers },
      ...(body !== undefined && { body }),
    });
    const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
    if (mediaType !== 'text/event-stream') return { status: answer.status, mediaType, text: await answer.text() };
    await answer.body?.cancel();
    return { status: answer.status, mediaType, text: '' };
  };
}
