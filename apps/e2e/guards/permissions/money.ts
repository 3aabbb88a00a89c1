import { MATCH_READERS } from './matching.js';
import { NOBODY, REASON, SIGNED_IN, type RouteRow, type Statuses } from './row.js';

/** A donor sees its own agreement; those who keep, allocate and check the money see all. */
const AGREEMENT_READERS: Statuses = {
  ...NOBODY,
  donor: [200, 404],
  coordinator: 200,
  approver: 200,
  finance: 200,
  auditor: 200,
};

export const fundsRows: readonly RouteRow[] = [
  { route: 'GET /funds', on: 'nothing', expect: SIGNED_IN },
  { route: 'GET /funds/:id', on: 'fund', expect: SIGNED_IN },
  {
    route: 'POST /funds',
    on: 'nothing',
    idempotencyKey: true,
    body: { name: '$unique', kind: 'facility', currency: 'USD' },
    expect: { ...NOBODY, finance: 201 },
  },
  {
    route: 'GET /funds/:fundId/agreements',
    on: 'signed agreement',
    query: 'limit=100',
    expect: { ...SIGNED_IN, 'focal-point': 403, administrator: 403 },
    shows: { donor: [true, false], coordinator: true, approver: true, finance: true, auditor: true },
  },
  {
    route: 'POST /funds/:id/agreements',
    on: 'fund',
    idempotencyKey: true,
    body: {
      donorOrganizationId: '$donorId',
      amount: { minor: '5000', currency: 'USD' },
      feeRateMillionths: 0,
      earmark: { level: 1 },
      pledgedOn: '2026-01-31',
    },
    expect: { ...NOBODY, finance: 201 },
  },
  { route: 'GET /agreements/:id', on: 'signed agreement', expect: AGREEMENT_READERS },
  {
    route: 'POST /agreements/:id/sign',
    on: 'pledged agreement',
    ifMatch: true,
    body: { signedOn: '2026-02-01' },
    expect: { ...NOBODY, finance: 200 },
  },
  {
    route: 'POST /agreements/:id/withdraw',
    on: 'pledged agreement',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, finance: 200, donor: [200, 404] },
  },
  {
    route: 'POST /agreements/:id/reduce',
    on: 'pledged agreement',
    ifMatch: true,
    body: { amount: { minor: '4000', currency: 'USD' }, ...REASON },
    expect: { ...NOBODY, donor: [200, 404] },
  },
  {
    route: 'POST /offers/:id/surplus/fund',
    on: 'pledge',
    ifMatch: true,
    body: { fundId: '$fundId', amount: '1000' },
    expect: { ...NOBODY, donor: [201, 403] },
  },
  {
    route: 'POST /funds/:id/pledges',
    on: 'fund',
    idempotencyKey: true,
    body: { amount: { minor: '5000', currency: 'USD' } },
    expect: { ...NOBODY, donor: 201 },
  },
  { route: 'GET /agreements/:id/deposits', on: 'signed agreement', expect: AGREEMENT_READERS },
  { route: 'GET /agreements/:id/deposits/:depositId', on: 'signed agreement', expect: AGREEMENT_READERS },
  {
    route: 'POST /agreements/:id/deposits',
    on: 'signed agreement',
    idempotencyKey: true,
    body: { amount: { minor: '100', currency: 'USD' }, receivedOn: '2026-02-02', externalRef: '$unique' },
    expect: { ...NOBODY, finance: 201 },
  },
  { route: 'GET /ledger/accounts/:id', on: 'ledger account', expect: { ...NOBODY, finance: 200, auditor: 200 } },
];

export const paymentsRows: readonly RouteRow[] = [
  {
    route: 'POST /matches/:id/agreement',
    on: 'confirmed match',
    idempotencyKey: true,
    body: { fundId: '$fundId', feeRateMillionths: 0, pledgedOn: '2026-01-31' },
    // Nobody acts for the facility where their own organization is a party, from here to the payment.
    expect: { ...NOBODY, finance: [403, 201] },
  },
  {
    route: 'POST /matches/:id/allocation',
    on: 'agreed match',
    idempotencyKey: true,
    body: {
      fundId: '$fundId',
      tranches: [{ amount: { minor: '1000', currency: 'USD' }, condition: 'Contract signed' }],
    },
    expect: { ...NOBODY, coordinator: [403, 201] },
  },
  { route: 'GET /matches/:matchId/money-trail', on: 'project', expect: MATCH_READERS },
  {
    route: 'GET /projects',
    on: 'project',
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
  { route: 'GET /projects/:id', on: 'project', expect: MATCH_READERS },
  { route: 'GET /tranches/:id', on: 'planned tranche', expect: MATCH_READERS },
  {
    route: 'POST /projects/:id/cancel',
    on: 'project',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, coordinator: [403, 200] },
  },
  {
    route: 'POST /tranches/:id/condition-met',
    on: 'planned tranche',
    ifMatch: true,
    body: { note: 'Seen by the coordinator.' },
    expect: { ...NOBODY, coordinator: [403, 200] },
  },
  {
    route: 'POST /tranches/:id/order',
    on: 'met tranche',
    idempotencyKey: true,
    body: { bankAccountId: '$bankAccountId' },
    expect: { ...NOBODY, finance: [403, 201] },
  },
  {
    route: 'GET /organizations/:organizationId/bank-accounts',
    on: 'bank account',
    expect: { ...NOBODY, approver: 200, finance: 200, auditor: 200 },
  },
  {
    route: 'POST /organizations/:organizationId/bank-accounts',
    on: 'bank account',
    body: { holderName: 'Ministry', accountNumber: '$unique', currency: 'USD' },
    expect: { ...NOBODY, finance: [403, 201] },
  },
  {
    route: 'GET /bank-accounts/:id',
    on: 'bank account',
    expect: { ...NOBODY, approver: 200, finance: 200, auditor: 200 },
  },
  {
    route: 'POST /bank-accounts/:id/verify',
    on: 'bank account',
    inSession: true,
    ifMatch: true,
    expect: { ...NOBODY, finance: [403, 200] },
  },
  {
    route: 'GET /payment-orders',
    on: 'payment order',
    query: 'limit=100',
    expect: { ...NOBODY, approver: 200, finance: 200, auditor: 200 },
    shows: { approver: true, finance: true, auditor: true },
  },
  {
    route: 'GET /payment-orders/:id',
    on: 'payment order',
    expect: { ...NOBODY, approver: 200, finance: 200, auditor: 200 },
  },
  {
    route: 'GET /payment-orders/:id/events',
    on: 'payment order',
    expect: { ...NOBODY, approver: 200, finance: 200, auditor: 200 },
  },
  {
    route: 'PATCH /payment-orders/:id',
    on: 'payment order',
    ifMatch: true,
    body: { purpose: 'In other words' },
    expect: { ...NOBODY, finance: [403, 200] },
  },
  {
    route: 'POST /payment-orders/:id/approve',
    on: 'payment order',
    inSession: true,
    ifMatch: true,
    expect: { ...NOBODY, approver: [403, 200] },
  },
  {
    route: 'POST /payment-orders/:id/reject',
    on: 'payment order',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, approver: [403, 200], finance: [403, 200] },
  },
  {
    route: 'POST /payment-orders/:id/retry',
    on: 'payment order',
    ifMatch: true,
    body: REASON,
    // Allowed, but there is nothing to retry yet.
    expect: { ...NOBODY, finance: [403, 409] },
  },
];
