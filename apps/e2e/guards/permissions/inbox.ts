import { all, SIGNED_IN, type RouteRow, type Statuses } from './row.js';

const OWN_IN_LIST = {
  'focal-point': [true, false],
  donor: [true, false],
  coordinator: [true, false],
  approver: [true, false],
  finance: [true, false],
  auditor: [true, false],
  administrator: [true, false],
} as const;
/** Another's is not there, whatever the role. */
const ownOnly = (status: number): Statuses => ({
  anonymous: 401,
  'focal-point': [status, 404],
  donor: [status, 404],
  coordinator: [status, 404],
  approver: [status, 404],
  finance: [status, 404],
  auditor: [status, 404],
  administrator: [status, 404],
});

/** What each person has for themselves under the membership they act under. */
export const inboxRows: readonly RouteRow[] = [
  { route: 'GET /notifications', on: 'own notification', query: 'limit=100', expect: SIGNED_IN, shows: OWN_IN_LIST },
  { route: 'GET /notifications/unread', on: 'nothing', expect: SIGNED_IN },
  // Those of others stay as they are: notifications.db-spec.
  {
    route: 'POST /notifications/read',
    on: 'own notification',
    body: { ids: ['$id'], isRead: true },
    expect: SIGNED_IN,
  },
  { route: 'POST /notifications/read-all', on: 'own notification', body: { upTo: '$id' }, expect: SIGNED_IN },
  { route: 'GET /saved-searches', on: 'own saved search', expect: SIGNED_IN, shows: OWN_IN_LIST },
  {
    route: 'POST /saved-searches',
    on: 'nothing',
    body: { name: '$unique', filter: { area: ['HT'] }, alert: true },
    expect: { anonymous: 401, ...all(201) },
  },
  {
    route: 'PATCH /saved-searches/:id',
    on: 'own saved search',
    ifMatch: true,
    body: { alert: false },
    expect: ownOnly(200),
  },
  { route: 'DELETE /saved-searches/:id', on: 'own saved search', expect: ownOnly(204) },
  { route: 'GET /shortlist', on: 'nothing', expect: SIGNED_IN },
  { route: 'PUT /shortlist/:id', on: 'public need', expect: { anonymous: 401, ...all(204) } },
  {
    route: 'PUT /shortlist/:id',
    on: 'need for parties',
    // Who may read it may follow it.
    expect: {
      anonymous: 401,
      'focal-point': [204, 404],
      donor: [204, 404],
      coordinator: 204,
      approver: 204,
      finance: 204,
      auditor: 204,
      administrator: [204, 404],
    },
  },
  { route: 'DELETE /shortlist/:id', on: 'need for parties', expect: { anonymous: 401, ...all(204) } },
];
