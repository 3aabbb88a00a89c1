import { SetMetadata } from '@nestjs/common';
import type { ConsumerName, EventType } from '../outbox/consumers.js';
import type { JsonObject } from '../outbox/outbox.js';
import type { Tx } from '../database/unit-of-work.js';

export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly refId: string;
  readonly payload: JsonObject;
  /** Who caused the event; empty where nobody did. */
  readonly actorPerson: string;
}

/** A short effect, in the transaction that marks its delivery done. It raises when it cannot do it: no "skipping". */
export interface Consumer {
  consume(tx: Tx, delivery: Delivery): Promise<void>;
}

/**
 * Long work with a call to the outside, in three steps: what to do (in a transaction), doing it (in none, under a lease that
 * is renewed), writing down what came of it (in the transaction that marks the delivery done).
 */
export interface LeasedConsumer<Work = unknown, Result = unknown> {
  /** Null: there is nothing to do any more. May write, for example the intent. */
  prepare(tx: Tx, delivery: Delivery): Promise<Work | null>;
  /** Runs outside any transaction; may run again after a crash, so it asks before it repeats. */
  perform(work: Work, signal: AbortSignal): Promise<Result>;
  conclude(tx: Tx, delivery: Delivery, result: Result): Promise<void>;
}

export type AnyConsumer = Consumer | LeasedConsumer;

export const CONSUMES = 'clearing:consumes';

/** Names the consumer of the static table that a class is. */
export const Consumes = (name: ConsumerName): ClassDecorator => SetMetadata(CONSUMES, name);
