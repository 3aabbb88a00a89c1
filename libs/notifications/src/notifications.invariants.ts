import type { Invariant } from '#libs/platform';
import { SAVED_SEARCHES_MAX, SHORTLIST_MAX } from './notification.rules.js';

export const notificationsInvariants: readonly Invariant[] = [
  {
    name: 'notifications.searches-within-limit',
    meaning: `Nobody keeps more than ${SAVED_SEARCHES_MAX} searches under one membership.`,
    sql: `SELECT format('membership %s keeps %s searches', membership_id, count(*)) AS what
            FROM saved_searches GROUP BY membership_id HAVING count(*) > ${SAVED_SEARCHES_MAX}`,
  },
  {
    name: 'notifications.shortlists-within-limit',
    meaning: `Nobody keeps more than ${SHORTLIST_MAX} needs on a shortlist.`,
    sql: `SELECT format('membership %s keeps %s needs', membership_id, count(*)) AS what
            FROM shortlisted_needs GROUP BY membership_id HAVING count(*) > ${SHORTLIST_MAX}`,
  },
];
