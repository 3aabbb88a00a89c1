import { inDays } from '../../days.js';
import { EVERYONE, NOBODY, REASON, type RouteRow, type Statuses } from './row.js';

/** A focal point of the own organization; nobody else, and to others it is not there. */
const OWN: Statuses = { ...NOBODY, 'focal-point': [200, 404] };
/** The same, of a need that everybody may see; coordinators speak only for imported ones. */
const OWN_PUBLIC: Statuses = { ...NOBODY, 'focal-point': [200, 403], coordinator: 403 };
/** The State that an imported need is for, and coordinators of no party. */
const IMPORTED: Statuses = { ...OWN, coordinator: [403, 200] };
/** Nobody decides on what their own organization asks for. */
const OUTSIDE_COORDINATOR: Statuses = { ...NOBODY, coordinator: [403, 200] };
/** Whose work is on it, whatever its visibility. */
const INSIDE = { coordinator: 200, approver: 200, finance: 200, auditor: 200 };
const AUTHENTICATION = { authentication: 'Note verbale 12/2026' };

export const needLifeRows: readonly RouteRow[] = [
  { route: 'GET /reference/contact-verification', on: 'contact verification', expect: EVERYONE },
  {
    route: 'PUT /reference/contact-verification',
    on: 'contact verification',
    ifMatch: true,
    body: { afterDays: 365 },
    expect: { ...NOBODY, coordinator: 200, administrator: 200 },
  },
  { route: 'GET /reference/submission-threshold', on: 'submission threshold', expect: EVERYONE },
  {
    route: 'PUT /reference/submission-threshold',
    on: 'submission threshold',
    ifMatch: true,
    body: { minimumScore: 20, requiredFacts: ['items'] },
    expect: { ...NOBODY, coordinator: 200, administrator: 200 },
  },
  { route: 'GET /needs/:id/revisions', on: 'public need', expect: EVERYONE },
  {
    route: 'GET /needs/:id/revisions',
    on: 'need for parties',
    expect: { anonymous: 404, 'focal-point': [200, 404], donor: [200, 404], administrator: [200, 404], ...INSIDE },
  },
  {
    route: 'POST /needs/:id/revisions',
    on: 'public need',
    ifMatch: true,
    body: { title: 'Other words', ...REASON },
    expect: { ...NOBODY, 'focal-point': [201, 403] },
  },
  {
    route: 'POST /needs/:id/revisions/:revisionId/publish',
    on: 'proposed revision',
    ifMatch: true,
    body: {},
    expect: OUTSIDE_COORDINATOR,
  },
  {
    route: 'POST /needs/:id/revisions/:revisionId/decline',
    on: 'proposed revision',
    ifMatch: true,
    body: { note: 'Not yet.' },
    expect: OUTSIDE_COORDINATOR,
  },
  {
    route: 'POST /needs/:id/revisions/:revisionId/withdraw',
    on: 'proposed revision',
    ifMatch: true,
    expect: { ...NOBODY, 'focal-point': [200, 403] },
  },
  { route: 'POST /needs/:id/copy', on: 'public need', expect: { ...NOBODY, 'focal-point': [201, 403] } },
  { route: 'POST /needs/:id/submit', on: 'draft need', ifMatch: true, expect: OWN },
  { route: 'POST /needs/:id/submit', on: 'returned need', query: 'withoutAnswers=true', ifMatch: true, expect: OWN },
  { route: 'POST /needs/:id/recall', on: 'submitted need', ifMatch: true, expect: OWN },
  { route: 'POST /needs/:id/withdraw', on: 'public need', ifMatch: true, body: REASON, expect: OWN_PUBLIC },
  {
    route: 'POST /needs/:id/withdraw',
    on: 'need for parties',
    ifMatch: true,
    body: REASON,
    expect: { ...OWN, coordinator: 403 },
  },
  { route: 'POST /needs/:id/withdraw', on: 'imported need', ifMatch: true, body: REASON, expect: IMPORTED },
  { route: 'POST /needs/:id/reinstate', on: 'withdrawn need', ifMatch: true, expect: OWN_PUBLIC },
  { route: 'POST /needs/:id/close', on: 'public need', ifMatch: true, body: REASON, expect: OWN_PUBLIC },
  { route: 'POST /needs/:id/close', on: 'imported need', ifMatch: true, body: REASON, expect: IMPORTED },
  { route: 'POST /needs/:id/reopen', on: 'closed need', ifMatch: true, expect: OWN_PUBLIC },
  {
    route: 'POST /needs/:id/confirm',
    on: 'public need',
    ifMatch: true,
    body: { validUntil: inDays(400) },
    expect: OWN_PUBLIC,
  },
  {
    route: 'POST /needs/:id/confirm',
    on: 'imported need',
    ifMatch: true,
    body: { validUntil: inDays(400) },
    expect: IMPORTED,
  },
  {
    route: 'POST /needs/:id/items/:itemId/waive',
    on: 'public need',
    ifMatch: true,
    body: { waived: '1', ...REASON },
    expect: OWN_PUBLIC,
  },
  {
    route: 'POST /needs/:id/items/:itemId/waive',
    on: 'imported need',
    ifMatch: true,
    body: { waived: '1', ...REASON },
    expect: IMPORTED,
  },
  {
    route: 'POST /needs/:id/items/:itemId/accept',
    on: 'public need',
    ifMatch: true,
    body: { accepted: '0' },
    expect: OWN_PUBLIC,
  },
  {
    route: 'POST /needs/:id/acknowledge',
    on: 'submitted need',
    ifMatch: true,
    body: AUTHENTICATION,
    expect: OUTSIDE_COORDINATOR,
  },
  {
    route: 'POST /needs/:id/unacknowledge',
    on: 'need under review',
    ifMatch: true,
    body: REASON,
    expect: OUTSIDE_COORDINATOR,
  },
  {
    route: 'POST /needs/:id/show-to',
    on: 'closed need',
    ifMatch: true,
    body: { visibility: 'states-only', ...REASON },
    expect: { ...NOBODY, 'focal-point': [200, 403], coordinator: [403, 200] },
  },
  {
    route: 'POST /needs/:id/show-to',
    on: 'public need',
    ifMatch: true,
    body: { visibility: 'parties-only', ...REASON },
    expect: { ...NOBODY, 'focal-point': [200, 403], coordinator: [403, 409] },
  },
  {
    route: 'POST /needs/:id/show-to',
    on: 'imported need',
    ifMatch: true,
    body: { visibility: 'public', ...REASON },
    expect: { ...OWN, coordinator: [403, 409] },
  },
  {
    route: 'POST /needs/:id/show-to',
    on: 'imported need',
    ifMatch: true,
    body: { visibility: 'coordinators', ...REASON },
    expect: IMPORTED,
  },
  {
    route: 'POST /needs/:id/revisions',
    on: 'imported need',
    ifMatch: true,
    body: { title: 'Other words', ...REASON },
    expect: { ...NOBODY, 'focal-point': [403, 404] },
  },
  {
    route: 'POST /needs/:id/return',
    on: 'need under review',
    ifMatch: true,
    body: { questions: [{ about: 'items.0.unitCost', body: 'What does one cost?' }] },
    expect: OUTSIDE_COORDINATOR,
  },
  { route: 'POST /needs/:id/validate', on: 'need under review', ifMatch: true, expect: OUTSIDE_COORDINATOR },
  {
    route: 'POST /needs/:id/reject',
    on: 'need under review',
    ifMatch: true,
    body: REASON,
    expect: OUTSIDE_COORDINATOR,
  },
  { route: 'POST /needs/:id/reconsider', on: 'rejected need', ifMatch: true, expect: OUTSIDE_COORDINATOR },
  { route: 'POST /needs/:id/publish', on: 'validated need', ifMatch: true, body: {}, expect: OUTSIDE_COORDINATOR },
  { route: 'POST /needs/:id/unpublish', on: 'public need', ifMatch: true, body: REASON, expect: OUTSIDE_COORDINATOR },
  { route: 'GET /needs/:id/duplicates', on: 'needs alike', expect: { ...NOBODY, coordinator: 200, auditor: 200 } },
  {
    route: 'POST /needs/:id/duplicates/:otherId/tell-apart',
    on: 'needs alike',
    body: { note: 'Two stores.' },
    expect: OUTSIDE_COORDINATOR,
  },
  { route: 'POST /needs/:id/duplicates/:otherId/suggest-again', on: 'needs alike', expect: OUTSIDE_COORDINATOR },
  {
    route: 'POST /needs/:id/merge',
    on: 'needs alike',
    ifMatch: true,
    body: { into: '$otherId', note: 'Filed twice.' },
    expect: OUTSIDE_COORDINATOR,
  },
  { route: 'POST /needs/:id/take-apart', on: 'merged need', ifMatch: true, body: REASON, expect: OUTSIDE_COORDINATOR },
  {
    route: 'PATCH /needs/:id/items/:itemId',
    on: 'public need',
    ifMatch: true,
    body: { categoryCode: 'STOCK', reason: 'Sorted here' },
    expect: { ...NOBODY, coordinator: [403, 200] },
  },
  {
    route: 'GET /needs/:id/messages',
    on: 'public need',
    expect: { ...NOBODY, 'focal-point': [200, 404], coordinator: 200, auditor: 200 },
  },
  {
    route: 'POST /needs/:id/messages',
    on: 'returned need',
    body: { body: 'Eleven thousand.' },
    expect: { ...NOBODY, 'focal-point': [201, 404], coordinator: [403, 201] },
  },
];
