import { EVERYONE, NOBODY, REASON, type RouteRow, type Statuses } from './row.js';

const REPORT_INPUT = {
  organizationId: '$id',
  cycle: 'BMS9',
  instruments: ['poa', 'iti'],
  title: 'National report 2026',
  language: 'fr',
  submittedOn: '2026-05-15',
  publishedUrl: 'https://example.org/report',
};
const SIGNED_IN_READERS: Statuses = { ...EVERYONE, anonymous: 404 };
/** What its State opens to nobody: those who coordinate and audit keep it too. */
const KEEPERS: Statuses = {
  anonymous: 404,
  'focal-point': [200, 404],
  donor: [200, 404],
  coordinator: 200,
  approver: [200, 404],
  finance: [200, 404],
  auditor: 200,
  administrator: [200, 404],
};
const SHOWN_TO_KEEPERS = {
  anonymous: false,
  'focal-point': [true, false],
  donor: [true, false],
  coordinator: true,
  approver: [true, false],
  finance: [true, false],
  auditor: true,
  administrator: [true, false],
} as const;

export const reportsRows: readonly RouteRow[] = [
  {
    route: 'GET /national-reports',
    on: 'report for coordinators',
    query: 'limit=100',
    expect: EVERYONE,
    shows: SHOWN_TO_KEEPERS,
  },
  {
    route: 'GET /national-reports',
    on: 'withdrawn report',
    query: 'limit=100',
    expect: EVERYONE,
    shows: SHOWN_TO_KEEPERS,
  },
  { route: 'GET /national-reports/:id', on: 'public report', expect: EVERYONE },
  { route: 'GET /national-reports/:id', on: 'report for the signed-in', expect: SIGNED_IN_READERS },
  { route: 'GET /national-reports/:id', on: 'report for coordinators', expect: KEEPERS },
  { route: 'GET /national-reports/:id', on: 'withdrawn report', expect: KEEPERS },
  { route: 'GET /national-reports/:id/files/:fileId', on: 'public report', expect: EVERYONE },
  { route: 'GET /national-reports/:id/files/:fileId', on: 'report for the signed-in', expect: SIGNED_IN_READERS },
  { route: 'GET /national-reports/:id/files/:fileId', on: 'report for coordinators', expect: KEEPERS },
  { route: 'GET /national-reports/:id/needs', on: 'public report', expect: EVERYONE },
  { route: 'GET /national-reports/:id/needs', on: 'report for coordinators', expect: KEEPERS },
  {
    route: 'POST /national-reports',
    on: 'room for a report',
    body: REPORT_INPUT,
    expect: { ...NOBODY, 'focal-point': [201, 403], coordinator: 201 },
  },
  {
    route: 'PATCH /national-reports/:id',
    on: 'report for coordinators',
    ifMatch: true,
    body: { title: 'Other words' },
    expect: { ...NOBODY, 'focal-point': [200, 404] },
  },
  {
    route: 'PATCH /national-reports/:id',
    on: 'report by a coordinator',
    ifMatch: true,
    body: { title: 'Other words' },
    expect: { ...NOBODY, 'focal-point': [200, 404], coordinator: 200 },
  },
  {
    route: 'POST /national-reports/:id/withdraw',
    on: 'public report',
    ifMatch: true,
    body: REASON,
    expect: { ...NOBODY, 'focal-point': [200, 403] },
  },
  {
    route: 'POST /national-reports/:id/restore',
    on: 'withdrawn report',
    ifMatch: true,
    expect: { ...NOBODY, 'focal-point': [200, 404] },
  },
  {
    route: 'POST /national-reports/:id/needs',
    on: 'public report',
    body: { title: 'Marking machines', paragraph: 'Question 9' },
    expect: { ...NOBODY, 'focal-point': [201, 403] },
  },
  { route: 'GET /reporting-cycles/:cycle', on: 'public report', query: 'total=true', expect: EVERYONE },
];

export const meetingsRows: readonly RouteRow[] = [
  { route: 'GET /reference/meetings', on: 'nothing', expect: EVERYONE },
  { route: 'GET /reference/reporting-cycles', on: 'nothing', expect: EVERYONE },
  {
    route: 'POST /reference/meetings',
    on: 'next meeting',
    body: {
      ...{ code: '$nextCode', kind: 'expert-meeting', name: 'A meeting of experts', precision: 'year' },
      ...{ startsOn: '2029-01-01', endsOn: '2029-12-31', source: 'A resolution' },
    },
    expect: { ...NOBODY, administrator: 201 },
  },
  {
    route: 'PATCH /reference/meetings/:code',
    on: 'next meeting',
    ifMatch: true,
    body: { precision: 'day', startsOn: '2029-06-04', endsOn: '2029-06-08', source: 'A resolution' },
    expect: { ...NOBODY, administrator: 200 },
  },
  {
    route: 'DELETE /reference/meetings/:code',
    on: 'next meeting',
    ifMatch: true,
    expect: { ...NOBODY, administrator: 204 },
  },
];
