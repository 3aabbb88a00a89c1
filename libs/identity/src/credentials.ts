import type { Actor, Role } from '#libs/kernel';

/** How a request proves who sends it. */
export type Credential =
  | { readonly kind: 'session'; readonly tokenSha256: string; readonly membershipId: string }
  | { readonly kind: 'token'; readonly tokenId: string; readonly membershipId: string };

export interface Authenticated {
  readonly actor: Actor;
  readonly credential: Credential;
  /** Last use was noted so long ago that it should be noted again. */
  readonly stale: boolean;
}

/** Last use is noted to the minute, so that not every request writes. */
export const NOTED_EVERY = "interval '1 minute'";

export interface ActorRow {
  readonly personId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly role: Role;
  readonly membershipId: string;
}

/** Selects an `ActorRow` of memberships m and people p. */
export const ACTOR_COLUMNS = `p.id AS "personId", p.name, m.organization_id AS "organizationId", m.role,
  m.id AS "membershipId"`;
/** Of the time at which a role ended: whether that is still undone. Later it is given anew. */
export const MAY_BE_RESTORED = (endedAt: string) => `${endedAt} > now() - interval '1 day'`;
export const MAY_ACT = 'm.ended_at IS NULL AND p.disabled_at IS NULL';

/** Of the person who made the invitation `i`. */
export const MAY_STILL_INVITE = `EXISTS (SELECT FROM memberships m JOIN people p ON p.id = m.person_id
  WHERE p.id = i.invited_by AND m.role = 'administrator' AND ${MAY_ACT})`;

export function actorOf({ personId, organizationId, role, name }: ActorRow): Actor {
  return { personId, organizationId, role, label: name };
}
