/** The roles a membership can give; `anonymous` and `system` are never given to a person. */
export const ROLES = [
  'focal-point',
  'donor',
  'coordinator',
  'approver',
  'finance',
  'auditor',
  'administrator',
] as const;

export type Role = (typeof ROLES)[number];
export type ActorRole = Role | 'anonymous' | 'system';

/** Who acts, for which organization, with which role. Every transaction carries one. */
export interface Actor {
  readonly role: ActorRole;
  /** `pers_…`; empty for anonymous and system. */
  readonly personId: string;
  /** `org_…`; empty for anonymous and system. */
  readonly organizationId: string;
  /** For the audit: the person's name, the job's name, or `operator root` on the command line. */
  readonly label: string;
}

export const ANONYMOUS: Actor = { role: 'anonymous', personId: '', organizationId: '', label: 'anonymous' };

/** The actor of background work and of the command line. */
export function systemActor(label: string): Actor {
  return { role: 'system', personId: '', organizationId: '', label };
}
