import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { newId, NotFound } from '#libs/kernel';
import type { ReadTx, Tx } from '#libs/platform';
import { ACTOR_COLUMNS, actorOf, MAY_ACT, NOTED_EVERY, type ActorRow, type Authenticated } from './credentials.js';
import { ApiToken } from './identity.entities.js';
import { TooManyApiTokens } from './identity.errors.js';
import { TOKENS_MAX } from './session.rules.js';
import { newApiToken, sha256 } from './tokens.js';

export interface NewApiToken {
  readonly name: string;
  /** The one that the person acts under. */
  readonly membershipId: string;
  readonly days: number;
}

/** Keys for programs: each acts under one membership, lives a limited time and is shown once. */
@Injectable()
export class ApiTokensService {
  constructor(private readonly audit: Audit) {}

  /**
   * Returns the token itself beside its record; it is nowhere stored.
   * @throws TooManyApiTokens
   */
  async create(tx: Tx, { name, membershipId, days }: NewApiToken): Promise<{ record: ApiToken; token: string }> {
    await tx.query('SELECT 1 FROM people WHERE id = $1 FOR UPDATE', [tx.actor.personId]);
    if ((await this.list(tx)).length >= TOKENS_MAX) throw new TooManyApiTokens(TOKENS_MAX);
    const id = newId('tok');
    const token = newApiToken();
    await tx.query(
      `INSERT INTO api_tokens (id, token_sha256, membership_id, name, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))`,
      [id, sha256(token), membershipId, name, days],
    );
    await this.audit.record(tx, { act: 'api-token.created', refId: id, payload: { membershipId, days } });
    return { record: await tx.findOneByOrFail(ApiToken, { id }), token };
  }

  /** The actor's own, of all their memberships; not those that are revoked or over. */
  async list(tx: ReadTx): Promise<ApiToken[]> {
    return tx
      .createQueryBuilder(ApiToken, 'token')
      .innerJoin('memberships', 'membership', 'membership.id = token.membershipId')
      .where('membership.person_id = :personId AND token.revokedAt IS NULL AND token.expiresAt > now()', {
        personId: tx.actor.personId,
      })
      .orderBy('token.id', 'DESC')
      .getMany();
  }

  /** @throws NotFound for a token that is not the actor's or is revoked */
  async revoke(tx: Tx, id: string): Promise<void> {
    const [revoked] = await tx.query<[unknown[], number]>(
      `UPDATE api_tokens SET revoked_at = now() FROM memberships m
        WHERE api_tokens.id = $1 AND revoked_at IS NULL AND m.id = membership_id AND m.person_id = $2 RETURNING 1`,
      [id, tx.actor.personId],
    );
    if (revoked.length === 0) throw new NotFound('API token', id);
    await this.audit.record(tx, { act: 'api-token.revoked', refId: id });
  }

  /** Who is behind a token; null when it is unknown, revoked or over, the membership ended or the person is disabled. */
  async authenticate(tx: ReadTx, token: string): Promise<Authenticated | null> {
    const [row] = await tx.query<((ActorRow & { tokenId: string; stale: boolean }) | undefined)[]>(
      `SELECT ${ACTOR_COLUMNS}, t.id AS "tokenId", coalesce(t.last_used_at < now() - ${NOTED_EVERY}, true) AS stale
         FROM api_tokens t JOIN memberships m ON m.id = t.membership_id JOIN people p ON p.id = m.person_id
        WHERE t.token_sha256 = $1 AND t.expires_at > now() AND t.revoked_at IS NULL AND ${MAY_ACT}`,
      [sha256(token)],
    );
    if (!row) return null;
    const { tokenId, membershipId, stale } = row;
    return { actor: actorOf(row), credential: { kind: 'token', tokenId, membershipId }, stale };
  }

  async noteUse(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE api_tokens SET last_used_at = now()
        WHERE id = $1 AND coalesce(last_used_at < now() - ${NOTED_EVERY}, true)`,
      [id],
    );
  }
}
