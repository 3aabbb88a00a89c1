import { EVERYONE, NOBODY, REASON, SIGNED_IN, type RouteRow, type Statuses } from './row.js';

const NEED_INPUT = {
  title: 'Marking machines',
  areaIso2: 'HT',
  summary: 'Weapons without marks cannot be traced.',
  neededBy: '2099-06-30',
  items: [
    {
      categoryCode: 'MARK',
      typeCode: 'financial',
      measure: { currency: 'USD' },
      requested: '5000',
      description: 'Marking machines with their spare needles',
    },
  ],
};
const OFFER_INPUT = { title: 'Money', kind: 'cash', measure: { currency: 'USD' }, capacity: '5000' };
/** A draft is known to its own organization and to auditors. */
const DRAFT_READERS: Statuses = {
  anonymous: 404,
  'focal-point': [200, 404],
  donor: [200, 404],
  coordinator: [200, 404],
  approver: [200, 404],
  finance: [200, 404],
  auditor: 200,
  administrator: [200, 404],
};
/** A submitted need, or one that coordinators keep to themselves: they know of it too. */
const SUBMITTED_READERS: Statuses = { ...DRAFT_READERS, coordinator: 200 };
/** A published one for its parties: those who coordinate, pay and check, and its own organization. */
const RESTRICTED_READERS: Statuses = { ...SUBMITTED_READERS, approver: 200, finance: 200 };
const SIGNED_IN_READERS: Statuses = { ...EVERYONE, anonymous: 404 };

export const needsRows: readonly RouteRow[] = [
  {
    route: 'GET /needs',
    on: 'draft need',
    query: 'limit=100',
    expect: EVERYONE,
    shows: {
      anonymous: false,
      'focal-point': [true, false],
      donor: [true, false],
      coordinator: [true, false],
      approver: [true, false],
      finance: [true, false],
      auditor: true,
      administrator: [true, false],
    },
  },
  {
    route: 'GET /needs',
    on: 'need for parties',
    query: 'limit=100',
    expect: EVERYONE,
    shows: {
      anonymous: false,
      'focal-point': [true, false],
      donor: [true, false],
      coordinator: true,
      approver: true,
      finance: true,
      auditor: true,
      administrator: [true, false],
    },
  },
  // What they count is decided as for the list; that nothing hidden shows in them is shown in needs.visibility.db-spec.
  { route: 'GET /needs/facets', on: 'nothing', query: 'q=marking&group=ldc&priority=3', expect: EVERYONE },
  { route: 'GET /needs/map', on: 'nothing', expect: EVERYONE },
  { route: 'GET /needs/matrix', on: 'nothing', expect: EVERYONE },
  { route: 'GET /needs/:id', on: 'draft need', expect: DRAFT_READERS },
  { route: 'GET /needs/:id', on: 'submitted need', expect: SUBMITTED_READERS },
  { route: 'GET /needs/:id', on: 'public need', expect: EVERYONE },
  { route: 'GET /needs/:id', on: 'need for the signed-in', expect: SIGNED_IN_READERS },
  { route: 'GET /needs/:id', on: 'need for parties', expect: RESTRICTED_READERS },
  { route: 'GET /needs/:id', on: 'need for coordinators', expect: SUBMITTED_READERS },
  { route: 'POST /needs', on: 'nothing', body: NEED_INPUT, expect: { ...NOBODY, 'focal-point': 201 } },
  {
    route: 'PATCH /needs/:id',
    on: 'draft need',
    ifMatch: true,
    body: { title: 'Other words' },
    expect: { ...NOBODY, 'focal-point': [200, 404] },
  },
  { route: 'GET /needs/:id/flows-summary', on: 'public need', expect: EVERYONE },
  { route: 'GET /needs/:id/flows-summary', on: 'need for parties', expect: RESTRICTED_READERS },
  {
    route: 'GET /flows',
    on: 'flow to a need for parties',
    query: 'limit=100',
    expect: EVERYONE,
    shows: {
      anonymous: false,
      'focal-point': [true, false],
      donor: [true, false],
      coordinator: true,
      approver: true,
      finance: true,
      auditor: true,
      administrator: [true, false],
    },
  },
];

export const offersRows: readonly RouteRow[] = [
  {
    route: 'GET /offers',
    on: 'private offer',
    query: 'limit=100',
    expect: EVERYONE,
    shows: {
      anonymous: false,
      'focal-point': [true, false],
      donor: [true, false],
      coordinator: true,
      approver: [true, false],
      finance: [true, false],
      auditor: true,
      administrator: [true, false],
    },
  },
  { route: 'GET /offers/facets', on: 'nothing', query: 'q=marking&kind=cash&earmarkLevel=1', expect: EVERYONE },
  { route: 'GET /offers/:id', on: 'draft offer', expect: DRAFT_READERS },
  { route: 'GET /offers/:id', on: 'public offer', expect: EVERYONE },
  { route: 'GET /offers/:id', on: 'private offer', expect: SUBMITTED_READERS },
  { route: 'POST /offers', on: 'nothing', body: OFFER_INPUT, expect: { ...NOBODY, donor: 201 } },
  {
    route: 'PATCH /offers/:id',
    on: 'draft offer',
    ifMatch: true,
    body: { title: 'More money' },
    expect: { ...NOBODY, donor: [200, 404] },
  },
  { route: 'POST /offers/:id/publish', on: 'draft offer', ifMatch: true, expect: { ...NOBODY, donor: [200, 404] } },
  {
    route: 'POST /offers/:id/unpublish',
    on: 'public offer',
    ifMatch: true,
    expect: { ...NOBODY, donor: [200, 403] },
  },
  {
    route: 'POST /offers/:id/reduce',
    on: 'public offer',
    ifMatch: true,
    body: { capacity: '1000', ...REASON },
    expect: { ...NOBODY, donor: [200, 403] },
  },
  {
    route: 'POST /offers/:id/reduce',
    on: 'private offer',
    ifMatch: true,
    body: { capacity: '1000', ...REASON },
    expect: { ...NOBODY, donor: [200, 404] },
  },
  {
    route: 'POST /offers/:id/reopen',
    on: 'withdrawn offer',
    ifMatch: true,
    body: {},
    expect: { ...NOBODY, donor: [200, 403] },
  },
  {
    route: 'POST /offers/:id/withdraw',
    on: 'public offer',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, donor: [200, 403] },
  },
  {
    route: 'POST /offers/:id/withdraw',
    on: 'private offer',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, donor: [200, 404] },
  },
];

/** From the review on a match is known to its parties, to those who pay, and as always to coordinators and auditors. */
export const MATCH_READERS: Statuses = {
  anonymous: 401,
  'focal-point': [200, 404],
  donor: [200, 404],
  coordinator: 200,
  approver: 200,
  finance: 200,
  auditor: 200,
  administrator: 403,
};
/** Before that only the coordinators and auditors know of it. */
const PROPOSAL_READERS: Statuses = { ...MATCH_READERS, 'focal-point': 404, donor: 404, approver: 404, finance: 404 };

export const matchingRows: readonly RouteRow[] = [
  { route: 'GET /needs/:id/pledges', on: 'public need', expect: EVERYONE },
  { route: 'GET /needs/:id/pledges', on: 'need for parties', expect: RESTRICTED_READERS },
  {
    route: 'POST /needs/:id/items/:itemId/pledges',
    on: 'open item',
    idempotencyKey: true,
    body: { title: 'Money', amount: '1000', measure: { currency: 'USD' } },
    expect: { ...NOBODY, donor: 201 },
  },
  { route: 'GET /offers/:id/surplus', on: 'pledge', expect: { ...NOBODY, donor: [200, 404] } },
  {
    route: 'POST /offers/:id/surplus',
    on: 'pledge',
    ifMatch: true,
    body: { needId: '$otherId', needItemId: '$otherItemId', amount: '1000' },
    expect: { ...NOBODY, donor: [201, 403] },
  },
  { route: 'GET /needs/:id/candidates', on: 'public need', expect: { ...NOBODY, coordinator: 200 } },
  {
    route: 'GET /matches',
    on: 'proposed match',
    query: 'limit=100',
    expect: { ...SIGNED_IN, administrator: 403 },
    shows: { 'focal-point': false, donor: false, coordinator: true, approver: false, finance: false, auditor: true },
  },
  {
    route: 'GET /matches',
    on: 'reviewed match',
    query: 'limit=100',
    expect: { ...SIGNED_IN, administrator: 403 },
    shows: {
      'focal-point': [true, false],
      donor: [true, false],
      coordinator: true,
      approver: true,
      finance: true,
      auditor: true,
    },
  },
  { route: 'GET /matches/:id', on: 'proposed match', expect: PROPOSAL_READERS },
  { route: 'GET /matches/:id', on: 'reviewed match', expect: MATCH_READERS },
  {
    route: 'POST /matches',
    on: 'need and offer',
    body: { needItemId: '$itemId', offerId: '$offerId', amount: '1000', note: 'They fit.' },
    // Nobody brings their own organization together with a donor.
    expect: { ...NOBODY, coordinator: [403, 201] },
  },
  {
    route: 'POST /matches/:id/review',
    on: 'proposed match',
    ifMatch: true,
    body: { decision: 'accept' },
    expect: { ...NOBODY, coordinator: [403, 200] },
  },
  {
    route: 'POST /matches/:id/consent',
    on: 'proposed match',
    ifMatch: true,
    // The parties do not know of it yet.
    expect: { ...NOBODY, 'focal-point': 404, donor: 404 },
  },
  {
    route: 'POST /matches/:id/consent',
    on: 'reviewed match',
    ifMatch: true,
    expect: { ...NOBODY, 'focal-point': [200, 404], donor: [200, 404] },
  },
  {
    route: 'POST /matches/:id/decline',
    on: 'reviewed match',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, 'focal-point': [200, 404], donor: [200, 404] },
  },
  {
    route: 'POST /matches/:id/lower',
    on: 'confirmed match',
    ifMatch: true,
    body: { amount: '1', ...REASON },
    expect: { ...NOBODY, coordinator: [403, 200] },
  },
  {
    route: 'POST /matches/:id/withdraw',
    on: 'confirmed match',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, donor: [200, 404] },
  },
  {
    route: 'POST /matches/:id/rescind',
    on: 'confirmed match',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, coordinator: [403, 200] },
  },
];
