import { newId, toldMoment } from '#libs/kernel';
import type { Tx } from '../database/unit-of-work.js';
import { CONSUMER_QUEUES, EVENT_CONSUMERS, type ConsumerName, type EventType } from './consumers.js';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

interface EventOf<Type extends EventType> {
  readonly type: Type;
  /** The id of the thing it happened to. */
  readonly refId: string;
}

/** Of a match each side is told something else: its events say what it brings together. */
export type MatchEventType = Extract<EventType, `match.${string}`>;

interface MatchPayload extends JsonObject {
  readonly needId: string;
  readonly needItemId: string;
  readonly offerId: string;
}

export interface MatchEvent extends EventOf<MatchEventType> {
  readonly payload: MatchPayload;
}

interface OtherEvent extends EventOf<Exclude<EventType, MatchEventType>> {
  /** Ids and small facts only: no names, no bank data. */
  readonly payload?: JsonObject;
}

export type OutboxEvent = MatchEvent | OtherEvent;

/** PostgreSQL channel that wakes the relay at commit. */
export const OUTBOX_CHANNEL = 'outbox';

/** What is done with an event in the transaction that makes it: what nobody may see half done. */
export type Follower = (tx: Tx, event: OutboxEvent) => Promise<void>;

/** The only way to cause background work: an event, and one delivery per consumer, in the caller's transaction. */
export class Outbox {
  private readonly followers = new Map<EventType, Follower[]>();

  /** From now on `follower` runs with each event of these types, before the transaction goes on. Called once, when a process starts. */
  follow(types: readonly EventType[], follower: Follower): void {
    for (const type of types) this.followers.set(type, [...(this.followers.get(type) ?? []), follower]);
  }

  async add(tx: Tx, event: OutboxEvent): Promise<void> {
    await this.addAll(tx, [event]);
  }

  /** Several events in one statement, in the order of the list. Followers see all of them written. */
  async addAll(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.write(tx, events);
    for (const event of events) {
      for (const follower of this.followers.get(event.type) ?? []) await follower(tx, event);
    }
  }

  /** Takes up again a delivery that was given up, with all its attempts. False when it was not. */
  async retry(tx: Tx, deliveryId: string): Promise<boolean> {
    const [, retried] = await tx.query<[unknown[], number]>(
      `UPDATE outbox_deliveries SET state = 'pending', attempts = 0, next_at = now() WHERE id = $1 AND state = 'dead'`,
      [deliveryId],
    );
    if (retried === 1) await this.wakeRelay(tx);
    return retried === 1;
  }

  private async write(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    const ids = events.map(() => newId('evt'));
    const { role, personId, organizationId, label } = tx.actor;
    await tx.query(
      `INSERT INTO outbox_events (id, type, ref_id, payload, actor_role, actor_person, actor_organization, actor_label,
                                  occurred_at)
       SELECT e.id, e.type, e.ref_id, e.payload, $1, $2, $3, $4, coalesce($5::timestamptz, now())
         FROM unnest($6::text[], $7::text[], $8::text[], $9::jsonb[]) AS e(id, type, ref_id, payload)`,
      [
        ...[role, personId, organizationId, label, toldMoment(), ids],
        events.map(({ type }) => type),
        events.map(({ refId }) => refId),
        events.map(({ payload = {} }) => JSON.stringify(payload)),
      ],
    );
    const deliveries = events.flatMap(({ type }, index) =>
      EVENT_CONSUMERS[type].map((consumer: ConsumerName) => ({ eventId: ids[index], consumer })),
    );
    if (deliveries.length === 0) return;
    await tx.query(
      `INSERT INTO outbox_deliveries (id, event_id, consumer, queue)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
      [
        deliveries.map(() => newId('dlv')),
        deliveries.map(({ eventId }) => eventId),
        deliveries.map(({ consumer }) => consumer),
        deliveries.map(({ consumer }) => CONSUMER_QUEUES[consumer]),
      ],
    );
    await this.wakeRelay(tx);
  }

  private async wakeRelay(tx: Tx): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, '']);
  }
}
