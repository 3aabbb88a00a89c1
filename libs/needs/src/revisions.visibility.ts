import type { Actor } from '#libs/kernel';
import { isOfTheirState, isOpenToDonor, siteCirclesOf } from './needs.visibility.js';

/**
 * Whether a reader is told the sites in the revision `alias` of the need `n`, as SQL: those to whom they are open in the need, and were
 * open when it was said. Sites that were closed since stay closed in what was said before.
 * @param organization The parameter that holds the reader's organization.
 */
export function sitesTold(role: Actor['role'], alias: string, organization: number): string {
  const isOpen = (circle: string) => siteOpenTo(role, circle, organization);
  const isOpened = `${isOpen('n.site_visibility')} AND ${isOpen(`${alias}.content ->> 'siteVisibility'`)}`;
  if (role !== 'focal-point') return `coalesce(${isOpened}, false)`;
  return `coalesce(${isOpened} OR n.organization_id = $${organization} OR ${isOfTheirState('n', organization)}, false)`;
}

/**
 * The number of a revision of the need `n` as a reader counts, as SQL: to who is not told of sites there is no revision of sites alone,
 * nor a number left out.
 */
export function revisionNumberTold(role: Actor['role'], number: string, organization: number): string {
  return `(${number} - (SELECT count(*)::integer FROM need_revisions moved
    WHERE moved.need_id = n.id AND moved.number <= ${number} AND moved.sites_only AND NOT ${sitesTold(role, 'moved', organization)}))`;
}

function siteOpenTo(role: Actor['role'], circle: string, organization: number): string {
  if (role === 'donor') return isOpenToDonor(circle, organization);
  const circles = siteCirclesOf(role);
  return circles === 'all' ? '(true)' : `(${circle} IN (${circles.map((name) => `'${name}'`).join(', ')}))`;
}
