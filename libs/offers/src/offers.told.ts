import type { Actor } from '#libs/kernel';

/** The numbers of the offer `o` as a reader is told them, in SQL. Each is all that such a reader learns: what filters, sorts or counts uses it, too. */
export interface ToldOfOffer {
  readonly committed: string;
  readonly delivered: string;
  readonly accepted: string;
  /** Nothing of one that has ended or became an agreement. */
  readonly left: string;
  /** A published offer of which nothing is left is exhausted. */
  readonly state: string;
}

/**
 * Its organization, coordinators and auditors are told what is true. All others only what was agreed on with needs that everybody
 * reads, or the offer would tell of those that are hidden from them.
 * @param firstParam That of the visibility of the same statement, whose parameters these are.
 */
export function toldOfOffers(actor: Actor, firstParam: number): ToldOfOffer {
  const all = toldAll(actor, firstParam);
  const told = (column: 'committed' | 'delivered' | 'accepted') =>
    `CASE WHEN o.${column} = 0 OR ${all} THEN o.${column} ELSE (offer_in_public(o.id)).${column} END`;
  const committed = told('committed');
  // Only a match leads to an agreement: who is told of no match is told of none.
  const isAgreedInSecret = `o.state = 'agreed' AND NOT ${all} AND ${committed} = 0`;
  return {
    committed,
    delivered: told('delivered'),
    accepted: told('accepted'),
    left: `CASE WHEN o.state IN ('draft', 'published') OR ${isAgreedInSecret} THEN o.capacity - ${committed} ELSE 0 END`,
    state: `CASE WHEN o.state = 'published' AND o.committed = o.capacity AND ${committed} = o.capacity THEN 'exhausted'
                 WHEN ${isAgreedInSecret} THEN 'published' ELSE o.state END`,
  };
}

function toldAll({ role }: Actor, firstParam: number): string {
  switch (role) {
    case 'system':
    case 'auditor':
    case 'coordinator':
      return 'true';
    case 'anonymous':
      return 'false';
    default:
      return `o.organization_id = $${firstParam}`;
  }
}
