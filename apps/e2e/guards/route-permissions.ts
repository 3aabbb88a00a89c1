import { deliveriesRows } from './permissions/deliveries.js';
import { matchingRows, needsRows, offersRows } from './permissions/matching.js';
import { needLifeRows } from './permissions/need-life.js';
import { fundsRows, paymentsRows } from './permissions/money.js';
import { inboxRows } from './permissions/inbox.js';
import { filesRows, identityRows, operationsRows, referenceRows } from './permissions/people.js';
import { meetingsRows, reportsRows } from './permissions/reports.js';
import { sheetsRows } from './permissions/sheets.js';
import type { RouteRow } from './permissions/row.js';

/**
 * Who may do what, written by hand: one row or more for each route of the running api, with the status that each role gets,
 * for what is its own organization's and for what is another's. It imports nothing of the application on purpose.
 * 401: not signed in. 403: knows of it (or of no such thing at all), but may not. 404: may not even know of it.
 */
export const ROUTE_PERMISSIONS: readonly RouteRow[] = [
  ...operationsRows,
  ...referenceRows,
  ...meetingsRows,
  ...identityRows,
  ...filesRows,
  ...needsRows,
  ...needLifeRows,
  ...reportsRows,
  ...offersRows,
  ...matchingRows,
  ...deliveriesRows,
  ...inboxRows,
  ...fundsRows,
  ...paymentsRows,
  ...sheetsRows,
];
