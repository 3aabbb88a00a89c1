import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1_000;
const HEARTBEAT_EVERY = 15;
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

/** Streams events (text/event-stream) from where the client left off, until they are over or the client goes away. */
export async function streamEvents(request: FastifyRequest, reply: FastifyReply, source: EventSource): Promise<void> {
  const header = request.headers['last-event-id'];
  let lastId = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : 0;
  let pending = await source.after(lastId); // may still throw a problem: the headers are not out yet

  reply.hijack();
  const gone = new AbortController();
  reply.raw.on('close', () => gone.abort());
  reply.raw.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  reply.raw.write(`retry: ${POLL_MS}\n\n`);
  const endAtMs = Date.now() + STREAM_MAX_MS;
  try {
    for (let round = 1; !gone.signal.aborted && Date.now() < endAtMs; round += 1) {
      for (const event of pending) {
        reply.raw.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
        lastId = event.id;
        if (source.isOver(event)) return;
      }
      if (round % HEARTBEAT_EVERY === 0) reply.raw.write(': still here\n\n');
      await sleep(POLL_MS, undefined, { signal: gone.signal });
      pending = await source.after(lastId);
    }
  } catch (error) {
    if (!gone.signal.aborted) request.log.warn({ err: error }, 'event stream ended early');
  } finally {
    reply.raw.end();
  }
}
