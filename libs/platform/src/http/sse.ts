import { Problem } from '#libs/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1_000;
const HEARTBEAT_EVERY = 15;
/** Larger than any id of ours, and still an integer of the database. */
const LAST_ID_MAX = 2_147_483_647;
/** A client that still wants news after this reconnects by itself, with Last-Event-ID. */
const STREAM_MAX_MS = 10 * 60 * 1_000;

export interface ServerEvent {
  /** Grows from event to event; the client sends the last one seen as `Last-Event-ID`. */
  readonly id: number;
  readonly type: string;
  readonly data: object;
}

export interface EventSource {
  /** Events after that id, oldest first. */
  readonly after: (lastId: number) => Promise<readonly ServerEvent[]>;
  /** True when nothing more can come. */
  readonly isOver: (event: ServerEvent) => boolean;
}

/** Streams that are open, so that a process that stops can end them. */
const open = new Set<AbortController>();

/** Ends all streams; their clients come back with Last-Event-ID, to another process. */
export function endStreams(): void {
  for (const stream of open) stream.abort();
}

/**
 * Streams events (text/event-stream) from where the client left off, until they are over, the client goes away, or who asked
 * is signed out or shut out: that is looked up before each poll.
 */
export async function streamEvents(request: FastifyRequest, reply: FastifyReply, source: EventSource): Promise<void> {
  const header = request.headers['last-event-id'];
  let lastId = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Math.min(Number(header), LAST_ID_MAX) : 0;
  let pending = await source.after(lastId); // may still throw a problem: the headers are not out yet
  if (pending.length === 0 && (await source.after(0)).some(source.isOver)) {
    // To a client that has seen the end, 204 says not to come back.
    await reply.status(204).send();
    return;
  }

  reply.hijack();
  const ended = new AbortController();
  open.add(ended);
  reply.raw.on('close', () => ended.abort());
  reply.raw.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
    'X-Content-Type-Options': 'nosniff',
  });
  reply.raw.write(`retry: ${POLL_MS}\n\n`);
  const endAtMs = Date.now() + STREAM_MAX_MS;
  try {
    for (let round = 1; !ended.signal.aborted && Date.now() < endAtMs; round += 1) {
      for (const event of pending) {
        reply.raw.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
        lastId = event.id;
        if (source.isOver(event)) return;
      }
      if (round % HEARTBEAT_EVERY === 0) reply.raw.write(': still here\n\n');
      await sleep(POLL_MS, undefined, { signal: ended.signal });
      if (!(await stillAllowed(request))) return;
      pending = await source.after(lastId);
    }
  } catch (error) {
    if (!ended.signal.aborted) request.log.warn({ err: error }, 'event stream ended early');
  } finally {
    open.delete(ended);
    reply.raw.end();
  }
}

/** What a credential that no longer holds throws says the same as an actor who is another one now. */
async function stillAllowed({ stillAllowed: asks }: FastifyRequest): Promise<boolean> {
  try {
    return (await asks?.()) ?? false;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
