import { MATCH_READERS } from './matching.js';
import { NOBODY, REASON, type RouteRow } from './row.js';

/** The donor of the match, and a coordinator who is at home with neither side. */
const GIVERS = { ...NOBODY, donor: [200, 404], coordinator: [403, 200] } as const;
/** The State's point of contact. */
const RECEIVERS = { ...NOBODY, 'focal-point': [200, 404] } as const;

export const deliveriesRows: readonly RouteRow[] = [
  { route: 'GET /matches/:id/deliveries', on: 'recorded delivery', expect: MATCH_READERS },
  {
    route: 'POST /matches/:id/start-delivery',
    on: 'confirmed match in kind',
    ifMatch: true,
    body: { plannedOn: '2099-12-31', note: 'By ship' },
    expect: { ...NOBODY, donor: [200, 404] },
  },
  {
    route: 'POST /matches/:id/start-delivery',
    on: 'confirmed match',
    ifMatch: true,
    body: { plannedOn: '2099-12-31' },
    // In money: its donor pays the State itself.
    expect: { ...NOBODY, donor: [200, 404] },
  },
  {
    route: 'POST /matches/:id/stop-delivery',
    on: 'match under way',
    ifMatch: true,
    expect: GIVERS,
  },
  {
    route: 'POST /matches/:id/deliveries',
    on: 'match under way',
    ifMatch: true,
    idempotencyKey: true,
    body: { quantity: '6', deliveredOn: '$today', note: 'Six of ten' },
    expect: { ...NOBODY, donor: [201, 404], coordinator: [403, 201] },
  },
  {
    route: 'POST /matches/:id/end-delivery',
    on: 'partly delivered match',
    ifMatch: true,
    body: REASON,
    expect: GIVERS,
  },
  {
    route: 'POST /matches/:id/deliveries/:deliveryId/undo',
    on: 'recorded delivery',
    ifMatch: true,
    body: REASON,
    expect: GIVERS,
  },
  {
    route: 'POST /matches/:id/deliveries/:deliveryId/accept',
    on: 'recorded delivery',
    ifMatch: true,
    body: { accepted: '5', ...REASON },
    expect: RECEIVERS,
  },
  {
    route: 'POST /matches/:id/deliveries/:deliveryId/unaccept',
    on: 'accepted delivery',
    ifMatch: true,
    body: REASON,
    expect: RECEIVERS,
  },
  {
    route: 'POST /matches/:id/deliveries/:deliveryId/unreturn',
    on: 'returned delivery',
    ifMatch: true,
    body: REASON,
    expect: RECEIVERS,
  },
  {
    route: 'POST /matches/:id/deliveries/:deliveryId/return',
    on: 'recorded delivery',
    ifMatch: true,
    body: REASON,
    expect: RECEIVERS,
  },
];
