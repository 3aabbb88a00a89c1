import type { Actor } from '#libs/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';

declare const inTransaction: unique symbol;

type Reads =
  'query' | 'find' | 'findBy' | 'findOne' | 'findOneBy' | 'count' | 'countBy' | 'existsBy' | 'createQueryBuilder';

/** A read-only transaction with its actor. Only {@link UnitOfWork} makes one. */
export type ReadTx = Pick<EntityManager, Reads> & { readonly actor: Actor };

/** A transaction that may write. Only {@link UnitOfWork} makes one, so a write does not compile inside a read. */
export type Tx = EntityManager & ReadTx & { readonly [inTransaction]: true };

/** serialization_failure, deadlock_detected */
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 4;
const RETRY_DELAY_MS = 20;

const SET_ACTOR = `SELECT set_config('app.actor_role', $1, true), set_config('app.actor_person', $2, true),
  set_config('app.actor_organization', $3, true)`;

/** The only way to a transaction. Every one carries an actor, also in the session, where row-level security can see it. */
export class UnitOfWork {
  constructor(private readonly db: DataSource) {}

  /**
   * Runs `work` in one write transaction. On a lost race it starts over in a new one, so `work` must touch only `tx`:
   * no network call, no state outside.
   */
  async run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction('READ COMMITTED', async (manager) => {
          await manager.query(SET_ACTOR, [actor.role, actor.personId, actor.organizationId]);
          return work(Object.assign(manager, { actor }) as Tx);
        });
      } catch (error) {
        if (!RETRYABLE.has(sqlState(error)) || attempt === ATTEMPTS_MAX) throw error;
        await sleep(attempt * RETRY_DELAY_MS + Math.random() * RETRY_DELAY_MS);
      }
    }
  }

  /** Runs `work` on one read-only snapshot; the database refuses any write in it. */
  async read<T>(actor: Actor, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.db.transaction('REPEATABLE READ', async (manager) => {
      await manager.query(`${SET_ACTOR}, set_config('transaction_read_only', 'on', true)`, [
        actor.role,
        actor.personId,
        actor.organizationId,
      ]);
      return work(Object.assign(manager, { actor }));
    });
  }
}

/** The SQLSTATE of a database error, or `''`. */
export function sqlState(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** True when the database refused a statement because of the constraint of that name. */
export function isViolation(error: unknown, constraint: string): boolean {
  const found = (error as { constraint?: string; driverError?: { constraint?: string } } | null) ?? {};
  return (found.driverError?.constraint ?? found.constraint) === constraint;
}

/** True when the connection to the database broke or its server is out of room, so that nothing is said about the work itself. */
export function isDatabaseAway(error: unknown): boolean {
  const code = sqlState(error);
  return (
    ['08', '53', '57P'].some((prefix) => code.startsWith(prefix)) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /connection terminated|connection ended|not queryable|timeout exceeded when trying to connect|driver not connected/i.test(
      (error as Error | null)?.message ?? '',
    )
  );
}
