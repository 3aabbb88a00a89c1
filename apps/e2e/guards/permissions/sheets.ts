import { EVERYONE, NOBODY, type RouteRow, type Statuses } from './row.js';

/** Who made it; auditors see all. */
const MAKER: Statuses = { ...NOBODY, 'focal-point': [200, 404], donor: 404, auditor: 200 };

export const sheetsRows: readonly RouteRow[] = [
  { route: 'GET /needs/export', on: 'draft need', expect: EVERYONE },
  { route: 'GET /needs/export', on: 'nothing', query: 'format=columns', expect: EVERYONE },
  { route: 'GET /needs/export', on: 'draft need', query: 'format=xlsx', expect: EVERYONE },
  { route: 'GET /offers/export', on: 'draft offer', expect: EVERYONE },
  {
    route: 'GET /imports',
    on: 'import',
    query: 'limit=100',
    expect: { ...NOBODY, 'focal-point': 200, donor: 200, auditor: 200 },
    shows: { 'focal-point': [true, false], donor: false, auditor: true },
  },
  {
    route: 'POST /imports',
    on: 'sheet to send',
    body: { kind: 'needs', mode: 'dry-run', fileId: '$fileId' },
    expect: { ...NOBODY, 'focal-point': [201, 404] },
  },
  { route: 'GET /imports/:id', on: 'import', expect: MAKER },
  { route: 'GET /imports/:id/unused-rows', on: 'import', expect: MAKER },
  { route: 'GET /imports/:id/already-filed', on: 'import', expect: MAKER },
  { route: 'GET /imports/:id/changes', on: 'import', expect: MAKER },
  { route: 'GET /imports/:id/errors.csv', on: 'import', expect: MAKER },
  { route: 'GET /imports/:id/events', on: 'import', expect: MAKER },
  {
    route: 'POST /imports/:id/cancel',
    on: 'import',
    expect: { ...NOBODY, 'focal-point': [200, 404], donor: 404 },
  },
];
