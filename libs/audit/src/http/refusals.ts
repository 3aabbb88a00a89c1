import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { NotFound, type Actor } from '#libs/kernel';
import { LOG, UnitOfWork, type JsonObject, type ReadTx, type Tx } from '#libs/platform';
import { API_PREFIX, STATUS_OF_KIND } from '#libs/platform/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Audit, type Act } from '../audit.js';

const WRITE_EVERY_MS = 60_000;
/** Different refusals of one person that are written at once, an entry each; of what is more one entry has the number, and what was hidden. */
const DIFFERENT_MAX = 20;
/** Different ones of one person that wait: then they are written at once, so that nobody hides one behind ids that nothing has. */
const WAITING_MAX = 1_000;

/** What there is by which id; features know that, so the api binds it. */
export abstract class Things {
  /** The kind of thing that has such ids, `need`; null for what is no id. */
  abstract kindOf(id: string): string | null;
  /** Which of the ids something has. */
  abstract existing(tx: ReadTx, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

interface Refusal extends Pick<Act, 'act' | 'refType' | 'refId'> {
  readonly facts: JsonObject;
  count: number;
}

interface OfOnePerson {
  readonly actor: Actor;
  readonly refusals: Map<string, Refusal>;
}

/**
 * Writes down what signed-in people were refused: by permission (403), or because it is hidden from them (404 of a thing that
 * exists, or 400 where the body names it). Noted after the answer has gone out and written once a minute, the same refusals of that
 * minute as one entry with their number; so neither the answer nor its time tells whether a thing exists, nothing is undone with the transaction of the
 * request, and nobody floods the audit. Nobody is named by an anonymous refusal, and anybody on the Internet can cause one: those
 * are counted and logged as requests only.
 */
@Injectable()
export class Refusals implements OnModuleInit {
  private noted = new Map<string, OfOnePerson>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly things: Things,
    private readonly host: HttpAdapterHost,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', async (request) => this.note(request));
    fastify.addHook('onClose', () => this.write());
  }

  /** Writes down what was noted since the last time. Never fails: what cannot be written is logged. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const all = [...this.noted.values()];
    this.noted = new Map();
    for (const one of all) {
      try {
        await this.uow.run(one.actor, (tx) => this.record(tx, one));
      } catch (error) {
        const refusals = [...one.refusals.values()];
        this.log.error({ err: error, actor: one.actor.personId, refusals }, 'refusals not in the audit');
      }
    }
  }

  /** What is hidden comes first: with ids that nothing has, anybody can be refused by permission as often as they like. */
  private async record(tx: Tx, { actor, refusals }: OfOnePerson): Promise<void> {
    const [hidden, refused] = [true, false].map((is) =>
      [...refusals.values()].filter(({ act }) => (act === HIDDEN) === is),
    );
    const existing = await this.things.existing(
      tx,
      hidden!.map(({ refId }) => refId),
    );
    const all = [...hidden!.filter(({ refId }) => existing.has(refId)), ...refused!];
    for (const { act, refType, refId, facts, count } of all.slice(0, DIFFERENT_MAX)) {
      await this.audit.record(tx, { act, refType, refId, payload: { ...facts, count } });
    }
    const more = all.slice(DIFFERENT_MAX);
    if (more.length === 0) return;
    const payload = {
      count: more.reduce((sum, { count }) => sum + count, 0),
      hidden: [...new Set(more.filter(({ act }) => act === HIDDEN).map(({ refId }) => refId))],
    };
    await this.audit.record(tx, { act: MORE, refType: 'person', refId: actor.personId, payload });
  }

  private note({ actor, problem, id, method, params, routeOptions }: FastifyRequest): void {
    const { url } = routeOptions;
    if (!actor?.personId || !problem || url === undefined) return;
    const route = `${method} ${url.replace(`/${API_PREFIX}`, '')}`;
    const what = this.refused(problem, route, params as Readonly<Record<string, string>>);
    if (!what) return;
    const who = `${actor.personId} ${actor.organizationId} ${actor.role}`;
    const one = this.noted.get(who) ?? { actor, refusals: new Map<string, Refusal>() };
    this.noted.set(who, one);
    const key = `${what.act} ${what.refId} ${route} ${problem.code}`;
    const known = one.refusals.get(key);
    if (known) known.count += 1;
    else {
      const facts = { route, problem: problem.code, firstAt: new Date().toISOString(), requestId: id };
      one.refusals.set(key, { ...what, facts, count: 1 });
    }
    if (one.refusals.size === WAITING_MAX) void this.write();
    else this.timer ??= setTimeout(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  /** Null for what was not refused but wrong, as is the id of another kind than what was asked for: its thing may be no secret. */
  private refused(
    problem: NonNullable<FastifyRequest['problem']>,
    route: string,
    params: Readonly<Record<string, string>>,
  ): Required<Pick<Act, 'act' | 'refType' | 'refId'>> | null {
    const missing = problem instanceof NotFound ? problem : problem.cause;
    if (missing instanceof NotFound) {
      const refType = this.things.kindOf(missing.id);
      return refType?.replaceAll('-', ' ') === missing.what ? { act: HIDDEN, refType, refId: missing.id } : null;
    }
    if (STATUS_OF_KIND[problem.kind] !== 403) return null;
    const refId = Object.values(params).find((value) => this.things.kindOf(value) !== null);
    if (refId === undefined) return { act: REFUSED, refType: 'route', refId: route };
    return { act: REFUSED, refType: this.things.kindOf(refId)!, refId };
  }
}

const REFUSED = 'access.refused';
const HIDDEN = 'access.hidden';
const MORE = 'access.more-refused';
