import type { AuditFilter } from '../../api/audit.js';

/** What was refused: only auditors read it. */
export const REFUSALS = 'access';

/** What acts are called by their first word. */
export const ACT_KINDS: readonly string[] = [
  REFUSALS, 'need', 'offer', 'match', 'national-report', 'organization', 'point-of-contact', 'contact-verification',
  'person', 'membership', 'invitation', 'session', 'password', 'email', 'preferences', 'api-token', 'fund', 'agreement', 'deposit',
  'project', 'tranche', 'payment-order', 'bank-account', 'flow', 'exchange-rate', 'import', 'file', 'saved-search', 'meeting',
  'submission-threshold', 'reference', 'delivery',
]; // prettier-ignore

/** As the api has it; the browser adds the ends of it where it is the pattern of a field. */
export const PERSON_ID = 'pers_[0-9a-z]{26}';

/** The list as its address says it, `?act=need.published&actor=pers_…&refId=need_…`; what is not known is left out. */
export function readAuditFilters(search: Readonly<Record<string, unknown>>): AuditFilter {
  const filters: AuditFilter = {
    act: matching(search.act, /^(?=.{1,60}$)[a-z-]+(\.[a-z-]+)*$/),
    actor: matching(search.actor, new RegExp(`^${PERSON_ID}$`)),
    refId: matching(search.refId, /^.{1,200}$/),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return pattern.test(text) ? text : undefined;
}
