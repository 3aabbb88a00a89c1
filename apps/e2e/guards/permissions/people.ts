import { all, EVERYONE, NOBODY, SIGNED_IN, type RouteRow } from './row.js';

export const operationsRows: readonly RouteRow[] = [
  { route: 'GET /livez', on: 'nothing', expect: EVERYONE },
  { route: 'GET /readyz', on: 'nothing', expect: EVERYONE },
  { route: 'GET /openapi.json', on: 'nothing', expect: EVERYONE },
  { route: 'GET /docs', on: 'nothing', expect: EVERYONE },
  { route: 'GET /audit', on: 'nothing', expect: { ...NOBODY, auditor: 200, coordinator: 200 } },
];

export const referenceRows: readonly RouteRow[] = [
  { route: 'GET /reference/areas', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/currencies', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/assistance-categories', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/assistance-types', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/units', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/item-kinds', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/need-templates', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/exchange-rates', on: 'nothing', query: 'currency=EUR&on=2026-01-31', expect: EVERYONE },
];

export const identityRows: readonly RouteRow[] = [
  { route: 'POST /session', on: 'sign-in', body: { email: '$email', password: '$password' }, expect: EVERYONE },
  { route: 'GET /session', on: 'nothing', expect: SIGNED_IN },
  { route: 'DELETE /session', on: 'nothing', expect: { anonymous: 204, ...all(204) } },
  {
    route: 'POST /session/membership',
    on: 'own membership',
    inSession: true,
    body: { membershipId: '$membershipId' },
    expect: {
      anonymous: 401,
      'focal-point': [200, 404],
      donor: [200, 404],
      coordinator: [200, 404],
      approver: [200, 404],
      finance: [200, 404],
      auditor: [200, 404],
      administrator: [200, 404],
    },
  },
  { route: 'GET /api-tokens', on: 'nothing', expect: SIGNED_IN },
  {
    route: 'POST /api-tokens',
    on: 'nothing',
    inSession: true,
    body: { name: 'nightly export' },
    expect: { anonymous: 401, ...all(201) },
  },
  {
    route: 'DELETE /api-tokens/:id',
    on: 'own API token',
    expect: {
      anonymous: 401,
      'focal-point': [204, 404],
      donor: [204, 404],
      coordinator: [204, 404],
      approver: [204, 404],
      finance: [204, 404],
      auditor: [204, 404],
      administrator: [204, 404],
    },
  },
  { route: 'GET /organizations', on: 'nothing', expect: EVERYONE },
  { route: 'GET /organizations/:id', on: 'state', expect: EVERYONE },
  {
    route: 'GET /organizations/:id',
    on: 'imported organization',
    // Nobody has said yet what it is.
    expect: { ...EVERYONE, anonymous: 404 },
  },
  {
    route: 'POST /organizations/:id/points-of-contact',
    on: 'state',
    body: { instrument: 'poa', isPrimary: false, personId: '$otherId', startsOn: '2026-02-01' },
    expect: { ...NOBODY, coordinator: 201, administrator: 201 },
  },
  {
    route: 'POST /points-of-contact/:id/hand-over',
    on: 'point of contact',
    ifMatch: true,
    body: { personId: '$otherId', startsOn: '2026-02-01' },
    expect: { ...NOBODY, 'focal-point': [200, 403], coordinator: 200, administrator: 200 },
  },
  {
    route: 'POST /points-of-contact/:id/end',
    on: 'point of contact',
    ifMatch: true,
    body: { endsOn: '2099-02-01' },
    expect: { ...NOBODY, coordinator: 200, administrator: 200 },
  },
  {
    route: 'POST /points-of-contact/:id/verify',
    on: 'point of contact',
    ifMatch: true,
    expect: { ...NOBODY, 'focal-point': [200, 403], coordinator: 200, administrator: 200 },
  },
  {
    route: 'PATCH /points-of-contact/:id',
    on: 'point of contact',
    ifMatch: true,
    body: { phone: null, showsName: true, showsEmail: false, showsPhone: false },
    expect: { ...NOBODY, 'focal-point': [200, 403], coordinator: 200, administrator: 200 },
  },
  {
    route: 'POST /points-of-contact/:id/delegations',
    on: 'point of contact',
    ifMatch: true,
    body: { personId: '$otherId', until: '2099-02-01' },
    expect: { ...NOBODY, 'focal-point': [200, 403] },
  },
  {
    route: 'DELETE /points-of-contact/:id/delegations/:delegationId',
    on: 'delegated point of contact',
    ifMatch: true,
    expect: { ...NOBODY, 'focal-point': [200, 403], coordinator: 200, administrator: 200 },
  },
  {
    route: 'POST /organizations',
    on: 'nothing',
    body: { kind: 'ngo', name: 'A mine action group' },
    expect: { ...NOBODY, administrator: 201 },
  },
  {
    route: 'PATCH /organizations/:id',
    on: 'imported organization',
    ifMatch: true,
    body: { kind: 'ngo' },
    expect: { ...NOBODY, administrator: 200 },
  },
  {
    route: 'PUT /organizations/:id/areas',
    on: 'regional organization',
    ifMatch: true,
    body: { areas: ['PF'] },
    expect: { ...NOBODY, coordinator: 200, administrator: 200 },
  },
  { route: 'GET /people/:id', on: 'person', expect: { ...NOBODY, auditor: 200, administrator: 200 } },
  {
    route: 'POST /people/:id/memberships',
    on: 'person',
    inSession: true,
    body: { organizationId: '$organizationId', role: 'auditor' },
    expect: { ...NOBODY, administrator: 201 },
  },
  {
    route: 'DELETE /people/:id/memberships/:membershipId',
    on: 'person',
    inSession: true,
    expect: { ...NOBODY, administrator: 204 },
  },
  { route: 'POST /people/:id/disable', on: 'person', inSession: true, expect: { ...NOBODY, administrator: 204 } },
  {
    route: 'POST /people',
    on: 'state',
    inSession: true,
    body: {
      email: '$unique@example.org',
      name: 'A person',
      memberships: [{ organizationId: '$id', role: 'focal-point' }],
    },
    expect: { ...NOBODY, administrator: 201 },
  },
];

export const filesRows: readonly RouteRow[] = [
  { route: 'POST /files', on: 'nothing', uploads: true, expect: { anonymous: 401, ...all(201) } },
  {
    route: 'GET /files/:id',
    on: 'file',
    expect: {
      anonymous: 401,
      'focal-point': [200, 404],
      donor: [200, 404],
      coordinator: 200,
      approver: 200,
      finance: 200,
      auditor: 200,
      administrator: [200, 404],
    },
  },
];
