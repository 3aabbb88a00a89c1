import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { type Actor, InvalidInput, newId, NotFound, type Role } from '#libs/kernel';
import type { ReadTx, Tx } from '#libs/platform';
import { ACTOR_COLUMNS, actorOf, MAY_ACT, NOTED_EVERY, type ActorRow, type Authenticated } from './credentials.js';
import { Session } from './identity.entities.js';
import { SignInRefused } from './identity.errors.js';
import { normalEmail, sessionLimits } from './session.rules.js';
import { newSessionToken, sha256 } from './tokens.js';

/** Somebody who may sign in, if the password is right. */
export interface Candidate {
  readonly actor: Actor;
  readonly membershipId: string;
  readonly passwordHash: string | null;
}

interface NewSession {
  readonly membershipId: string;
  readonly provenHash?: string | null;
  /** Hash of the token of the session that the browser still had. */
  readonly replaces?: string;
  readonly device?: string;
}

/** A session as its person sees it. */
export interface OwnSession {
  readonly id: string;
  /** Browser and system; empty where that is not known. */
  readonly device: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly role: Role;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** The one that asks. */
  readonly isThis: boolean;
}

const SESSIONS_SHOWN_MAX = 100;

/** Source of the organizations of a demonstration world, whose passwords are known to everyone. */
export const DEMONSTRATION_SOURCE = 'demonstration';

/** Sessions of signed-in people. The database's clock decides when one is over. */
@Injectable()
export class SessionsService {
  constructor(private readonly audit: Audit) {}

  /**
   * Who may sign in under that e-mail and act under that membership, or else under the first one; null for nobody. People
   * of a demonstration world count only where the caller says so.
   */
  async candidate(
    tx: ReadTx,
    { email, membershipId, demonstration }: { email: string; membershipId?: string; demonstration: boolean },
  ): Promise<Candidate | null> {
    const [row] = await tx.query<((ActorRow & Pick<Candidate, 'passwordHash'>) | undefined)[]>(
      `SELECT ${ACTOR_COLUMNS}, p.password_hash AS "passwordHash"
         FROM people p JOIN memberships m ON m.person_id = p.id
        WHERE p.email = $1 AND ($2::text IS NULL OR m.id = $2) AND ${MAY_ACT}
          AND ($3 OR NOT EXISTS (SELECT FROM organizations WHERE id = m.organization_id AND source = $4))
        ORDER BY m.created_at, m.id LIMIT 1`,
      [normalEmail(email), membershipId ?? null, demonstration, DEMONSTRATION_SOURCE],
    );
    return row ? { actor: actorOf(row), membershipId: row.membershipId, passwordHash: row.passwordHash } : null;
  }

  /**
   * Opens a session for the actor, whose password was right, and closes the one that the browser still had. Returns the
   * token for the cookie; it is nowhere stored.
   * `provenHash`: of the password that was given; computing it takes its time, so it may be the person's no longer.
   * @throws SignInRefused when that is so, or the membership has ended meanwhile
   */
  async open(tx: Tx, { membershipId, provenHash, replaces, device = '' }: NewSession): Promise<string> {
    if (provenHash !== undefined) await requireHash(tx, tx.actor.personId, provenHash);
    if (replaces !== undefined) await tx.delete(Session, { tokenSha256: replaces });
    const token = await this.insert(tx, membershipId, { since: null, device });
    await this.audit.record(tx, {
      act: 'session.opened',
      refType: 'person',
      refId: tx.actor.personId,
      payload: { membershipId },
    });
    return token;
  }

  /** Writes down an attempt that failed; whose it was only when there is such a person. */
  async refused(tx: Tx, personId: string | null): Promise<void> {
    await this.audit.record(tx, { act: 'session.refused', refType: 'person', refId: personId ?? 'unknown' });
  }

  /**
   * Goes on under another membership of the same person, with a new token. The time since the password was given counts on.
   * @throws NotFound for a membership that is not the person's; SignInRefused when its shorter sessions would be over
   */
  async change(
    tx: Tx,
    { tokenSha256, membershipId }: { readonly tokenSha256: string; readonly membershipId: string },
  ): Promise<string> {
    const session = await tx.findOne(Session, { where: { tokenSha256 }, lock: { mode: 'pessimistic_write' } });
    const own = await tx.query<unknown[]>(
      `SELECT 1 FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.id = $1 AND p.id = $2 AND ${MAY_ACT}`,
      [membershipId, tx.actor.personId],
    );
    if (!session || own.length === 0) throw new NotFound('membership', membershipId);
    await tx.delete(Session, { tokenSha256 });
    const token = await this.insert(tx, membershipId, { since: session.createdAt, device: session.device });
    await this.audit.record(tx, {
      act: 'session.changed',
      refType: 'person',
      refId: tx.actor.personId,
      payload: { from: session.membershipId, to: membershipId },
    });
    return token;
  }

  async close(tx: Tx, tokenSha256: string): Promise<void> {
    const closed = await tx.delete(Session, { tokenSha256 });
    if (!closed.affected) return;
    await this.audit.record(tx, { act: 'session.closed', refType: 'person', refId: tx.actor.personId });
  }

  /** The actor's own that go on, under whichever membership; the last used first. */
  async own(tx: ReadTx, tokenSha256: string): Promise<OwnSession[]> {
    return tx.query<OwnSession[]>(
      `SELECT s.id, s.device, json_build_object('id', o.id, 'name', o.name) AS organization, m.role, s.created_at AS "createdAt",
              s.last_seen_at AS "lastSeenAt", s.token_sha256 = $2 AS "isThis"
         FROM sessions s JOIN memberships m ON m.id = s.membership_id JOIN organizations o ON o.id = m.organization_id
        WHERE m.person_id = $1 AND s.expires_at > now()
          AND s.last_seen_at > now() - make_interval(mins => s.idle_minutes)
        ORDER BY s.token_sha256 = $2 DESC, s.last_seen_at DESC, s.token_sha256 LIMIT ${SESSIONS_SHOWN_MAX}`,
      [tx.actor.personId, tokenSha256],
    );
  }

  /**
   * Ends another session of the actor.
   * @throws NotFound for one that is not theirs, or over; InvalidInput for the one that asks
   */
  async closeOther(tx: Tx, id: string, tokenSha256: string): Promise<void> {
    const [closed] = await tx.query<[Pick<Session, 'tokenSha256'>[], number]>(
      `DELETE FROM sessions USING memberships m
        WHERE sessions.id = $1 AND m.id = sessions.membership_id AND m.person_id = $2 RETURNING token_sha256 AS "tokenSha256"`,
      [id, tx.actor.personId],
    );
    if (!closed[0]) throw new NotFound('session', id);
    if (closed[0].tokenSha256 === tokenSha256) {
      throw new InvalidInput([{ path: 'id', detail: 'This is the session that you use now. Sign out to end it.' }]);
    }
    await this.audit.record(tx, { act: 'session.closed', refType: 'person', refId: tx.actor.personId });
  }

  /** Ends the actor's sessions everywhere else. */
  async closeOthers(tx: Tx, tokenSha256: string): Promise<void> {
    const [, count] = await tx.query<[unknown[], number]>(
      `DELETE FROM sessions USING memberships m
        WHERE m.id = sessions.membership_id AND m.person_id = $1 AND token_sha256 <> $2`,
      [tx.actor.personId, tokenSha256],
    );
    const { personId: refId } = tx.actor;
    await this.audit.record(tx, { act: 'session.closed-elsewhere', refType: 'person', refId, payload: { count } });
  }

  /** Who is behind a token; null when the session is over, the membership ended or the person is disabled. */
  async authenticate(tx: ReadTx, token: string): Promise<Authenticated | null> {
    const tokenSha256 = sha256(token);
    const [row] = await tx.query<((ActorRow & Pick<Authenticated, 'stale'>) | undefined)[]>(
      `SELECT ${ACTOR_COLUMNS}, s.last_seen_at < now() - ${NOTED_EVERY} AS stale
         FROM sessions s JOIN memberships m ON m.id = s.membership_id JOIN people p ON p.id = m.person_id
        WHERE s.token_sha256 = $1 AND s.expires_at > now()
          AND s.last_seen_at > now() - make_interval(mins => s.idle_minutes) AND ${MAY_ACT}`,
      [tokenSha256],
    );
    if (!row) return null;
    const credential = { kind: 'session', tokenSha256, membershipId: row.membershipId } as const;
    return { actor: actorOf(row), credential, stale: row.stale };
  }

  async noteUse(tx: Tx, tokenSha256: string): Promise<void> {
    await tx.query(
      `UPDATE sessions SET last_seen_at = now() WHERE token_sha256 = $1 AND last_seen_at < now() - ${NOTED_EVERY}`,
      [tokenSha256],
    );
  }

  /** Removes what is over; returns how many. */
  async removeOver(tx: Tx): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `DELETE FROM sessions WHERE expires_at <= now() OR last_seen_at <= now() - make_interval(mins => idle_minutes)`,
    );
    return count;
  }

  private async insert(
    tx: Tx,
    membershipId: string,
    { since, device }: { readonly since: Date | null; readonly device: string },
  ): Promise<string> {
    const token = newSessionToken();
    const { idleMinutes, hours } = sessionLimits(await roleOf(tx, membershipId));
    const inserted = await tx.query<unknown[]>(
      `INSERT INTO sessions (token_sha256, membership_id, created_at, idle_minutes, expires_at, device, id)
       SELECT $1, $2, since, $4, since + make_interval(hours => $5), $6, $7 FROM (SELECT coalesce($3, now()) AS since) start
        WHERE since + make_interval(hours => $5) > now() RETURNING 1`,
      [sha256(token), membershipId, since, idleMinutes, hours, device, newId('sess')],
    );
    if (inserted.length === 0) throw new SignInRefused();
    return token;
  }
}

/** Locked, so that a new password ends the session that is opened with the old one. */
async function requireHash(tx: Tx, personId: string, passwordHash: string | null): Promise<void> {
  const rows = await tx.query<unknown[]>(
    'SELECT 1 FROM people WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2 FOR SHARE',
    [personId, passwordHash],
  );
  if (rows.length === 0) throw new SignInRefused();
}

async function roleOf(tx: Tx, membershipId: string): Promise<ActorRow['role']> {
  const [row] = await tx.query<(Pick<ActorRow, 'role'> | undefined)[]>(
    `SELECT m.role FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.id = $1 AND ${MAY_ACT}`,
    [membershipId],
  );
  if (!row) throw new SignInRefused();
  return row.role;
}
