import { Injectable } from '@nestjs/common';
import { AuditVisibility } from '#libs/audit';
import type { Actor } from '#libs/kernel';
import { needsVisibleTo } from '#libs/needs';
import { offersVisibleTo } from '#libs/offers';

/** What an act is called by its first word: of these a coordinator reads what anybody did. Sessions, passwords, tokens, files and searches of others are not here. */
const SEEN_BY_COORDINATORS = [
  'agreement', 'contact-verification', 'deposit', 'exchange-rate', 'flow', 'fund', 'match', 'meeting', 'membership', 'national-report', 'organization',
  'payment-order', 'person', 'point-of-contact', 'project', 'reference', 'submission-threshold', 'tranche',
]; // prettier-ignore
/** What somebody follows is theirs. */
const PRIVATE_ACTS = ['need.shortlisted', 'need.taken-off-shortlist'];

/**
 * A coordinator reads of needs and offers what they may see of them: not that there is a draft. What was refused only auditors
 * read: it says of what is hidden, also from a coordinator who asked for it, that it is there.
 */
@Injectable()
export class EntriesVisible extends AuditVisibility {
  entriesVisibleTo(actor: Actor, alias: string) {
    if (actor.role === 'auditor' || actor.role === 'system') return { sql: '(true)', params: [] };
    if (actor.role !== 'coordinator') return { sql: '(false)', params: [] };
    const needs = needsVisibleTo(actor, 'n', 4);
    const offers = offersVisibleTo(actor, 'o', 4 + needs.params.length);
    return {
      sql: `${alias}.act NOT LIKE 'access.%' AND (${alias}.actor_person = $1 OR ${alias}.act <> ALL($2) AND (
        split_part(${alias}.act, '.', 1) = ANY($3)
        OR ${alias}.ref_type = 'need' AND EXISTS (SELECT FROM needs n WHERE n.id = ${alias}.ref_id AND ${needs.sql})
        OR ${alias}.ref_type = 'offer' AND EXISTS (SELECT FROM offers o WHERE o.id = ${alias}.ref_id AND ${offers.sql})))`,
      params: [actor.personId, PRIVATE_ACTS, SEEN_BY_COORDINATORS, ...needs.params, ...offers.params],
    };
  }
}
