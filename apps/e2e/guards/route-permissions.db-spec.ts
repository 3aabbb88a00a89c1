// Danger: somebody does, or learns of, what is not theirs. Every route is asked as every role, for one's own and for another's.
import { ROLES, type Role } from '#libs/kernel';
import { startSystem, type System } from '../system.js';
import type { RouteRow } from './permissions/row.js';
import { permittedRow } from './permitted-row.js';
import { ROUTE_PERMISSIONS } from './route-permissions.js';
import { isWebFile, routeName, runningRoutes, type RunningRoute } from './running-routes.js';
import { credentialsFor, sendRow, tokenOf } from './send-row.js';
import { unique, World, type Subject } from './subjects.js';

let system: System;
let world: World;
beforeAll(async () => {
  system = await startSystem();
  world = await World.of(system);
});
afterAll(() => system?.stop());

/** What reads the same for everybody, whoever asks: any cache may keep it. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set([
  ...['GET /livez', 'GET /readyz'],
  ...['areas', 'currencies', 'assistance-categories', 'assistance-types', 'units', 'item-kinds', 'need-templates'].map(
    (list) => `GET /reference/${list}`,
  ),
  'GET /reference/exchange-rates',
]);

type Who = 'anonymous' | Role;

/** One call of a row: by whom, and what must come back. */
interface Call {
  readonly who: Who;
  readonly isOwn: boolean;
  readonly status: number;
  readonly shows: boolean | undefined;
}

const pair = <T>(both: T | readonly [T, T]): readonly [own: T, other: T] =>
  Array.isArray(both) ? (both as readonly [T, T]) : [both as T, both as T];

function callsOf({ expect: statuses, shows = {} }: RouteRow): Call[] {
  return (['anonymous', ...ROLES] as const).flatMap((who) => {
    const [own, other] = pair<number>(statuses[who]);
    const [showsOwn, showsOther] = pair<boolean | undefined>(shows[who]);
    const calls = [{ who, isOwn: false, status: other, shows: showsOther }];
    return who === 'anonymous' ? calls : [{ who, isOwn: true, status: own, shows: showsOwn }, ...calls];
  });
}

async function credentialsOf(row: RouteRow, { who, isOwn }: Call): Promise<Record<string, string>> {
  if (who === 'anonymous') return {};
  return credentialsFor(system, row, world.caller(who, isOwn ? world.ownPlace(row.on, who) : 'elsewhere'));
}

function makeSubject(row: RouteRow, { who, isOwn }: Call): Promise<Subject> {
  const role = who === 'anonymous' ? 'auditor' : who;
  return world.make(row.on, world.caller(role, isOwn ? world.ownPlace(row.on, role) : 'elsewhere'), isOwn);
}

/** Asks a route as everybody; says where another answer came than the row says. Refusals first: they must change nothing. */
async function faultsOf(row: RouteRow): Promise<string[]> {
  const faults: string[] = [];
  const changes = !row.route.startsWith('GET');
  const own = row.on.startsWith('own ');
  const calls = callsOf(row).sort((a, b) => Number(a.status < 300) - Number(b.status < 300));
  let subject: Subject | null = null;
  for (const call of calls) {
    subject ??= await makeSubject(row, call);
    const { status, text, headers } = await sendRow(system, row, subject, await credentialsOf(row, call));
    const who = `${row.route} (${row.on}) as ${call.who} of ${call.isOwn ? 'its own' : 'another'} organization`;
    if (status !== call.status) faults.push(`${who}: expected ${call.status}, got ${status} ${text.slice(0, 200)}`);
    if (!SAME_FOR_ALL.has(row.route) && mayMix(headers)) faults.push(`${who}: may be kept for other readers`);
    if (call.shows !== undefined && status === 200) {
      const ids = (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id);
      const shown = ids.includes(subject.id as string);
      if (shown !== call.shows) faults.push(`${who}: ${shown ? 'sees it in the list' : 'does not see it in the list'}`);
    }
    if (own || (changes && status < 300)) subject = null;
  }
  return row.inSession ? [...faults, ...(await faultsByToken(row, calls))] : faults;
}

/**
 * A version of a thing has one ETag and reads differently from reader to reader: a cache that others share keeps no answer, and one's own
 * keeps it for the same credentials alone.
 */
function mayMix(headers: Headers): boolean {
  const [kept, vary] = [headers.get('cache-control') ?? '', headers.get('vary') ?? ''];
  if (kept.includes('no-store')) return false;
  return kept !== 'private, no-cache' || !vary.includes('Cookie') || !vary.includes('Authorization');
}

/** What asks for a session refuses the API tokens of those who may do it, before it does anything. */
async function faultsByToken(row: RouteRow, calls: readonly Call[]): Promise<string[]> {
  const call = calls.find(({ who, status }) => who !== 'anonymous' && status < 300);
  if (!call || call.who === 'anonymous') return [`${row.route}: nobody may, so no token can be tried`];
  const caller = world.caller(call.who, call.isOwn ? world.ownPlace(row.on, call.who) : 'elsewhere');
  const { status, text } = await sendRow(system, row, await makeSubject(row, call), await tokenOf(system, caller));
  const refused = status === 403 && text.includes('/problems/session-required');
  return refused
    ? []
    : [`${row.route} (${row.on}) by an API token of ${call.who}: got ${status} ${text.slice(0, 200)}`];
}

function unlisted(routes: readonly RunningRoute[], rows: readonly RouteRow[]): string[] {
  const running = routes.filter((route) => !isWebFile(route)).map(routeName);
  const listed = rows.map(({ route }) => {
    const [method = '', path = ''] = route.split(' ');
    return routeName({ method, path });
  });
  return [
    ...running.filter((name) => !listed.includes(name)).map((name) => `${name}: runs, but no row says who may`),
    ...listed.filter((name) => !running.includes(name)).map((name) => `${name}: has a row, but does not run`),
  ];
}

describe('the routes', () => {
  it('all have a row that says who may use them, and each row has its route', () => {
    expect(unlisted(runningRoutes(system.app), ROUTE_PERMISSIONS)).toEqual([]);
  });

  it('without a row, or rows without a route, are caught (planted)', () => {
    const routes = [...runningRoutes(system.app), { method: 'PUT', path: '/api/v1/needs/:needId' }];
    const rows = ROUTE_PERMISSIONS.filter(({ route }) => route !== 'DELETE /api-tokens/:id');
    const found = unlisted(routes, [...rows, { ...rows[0]!, route: 'GET /nowhere' }]);
    expect(found).toEqual([
      'DELETE /api-tokens/:: runs, but no row says who may',
      'PUT /needs/:: runs, but no row says who may',
      'GET /nowhere: has a row, but does not run',
    ]);
  });

  it('that answer another status than their row says are caught, for one’s own and for another’s (planted)', async () => {
    const row = ROUTE_PERMISSIONS.find(({ route }) => route === 'PATCH /needs/:id')!;
    const wrong = { ...row, expect: { ...row.expect, anonymous: 403, 'focal-point': [404, 200] as const, donor: 200 } };
    const found = await faultsOf(wrong);
    expect(found.map((fault) => fault.replace(/ \{.*/, ''))).toEqual(
      expect.arrayContaining([
        'PATCH /needs/:id (draft need) as anonymous of another organization: expected 403, got 401',
        'PATCH /needs/:id (draft need) as focal-point of its own organization: expected 404, got 200',
        'PATCH /needs/:id (draft need) as focal-point of another organization: expected 200, got 404',
        'PATCH /needs/:id (draft need) as donor of another organization: expected 200, got 403',
      ]),
    );
  });

  it('that let a program do what needs a session are caught (planted)', async () => {
    const row = ROUTE_PERMISSIONS.find(({ route }) => route === 'POST /organizations')!;
    expect(await faultsOf({ ...row, inSession: true })).toEqual([
      expect.stringContaining('POST /organizations (nothing) by an API token of administrator: got 201'),
    ]);
  });

  it('that list what is not to be seen are caught (planted)', async () => {
    const row = ROUTE_PERMISSIONS.find(({ route, on }) => route === 'GET /needs' && on === 'draft need')!;
    const wrong = { ...row, shows: { auditor: false, anonymous: true } };
    expect(await faultsOf(wrong)).toEqual([
      'GET /needs (draft need) as anonymous of another organization: does not see it in the list',
      'GET /needs (draft need) as auditor of its own organization: sees it in the list',
      'GET /needs (draft need) as auditor of another organization: sees it in the list',
    ]);
  });

  it.each(ROUTE_PERMISSIONS.map((row) => [`${row.route} (${row.on})`, row] as const))('%s', async (_name, row) => {
    expect(await faultsOf(row)).toEqual([]);
  });
});

// Danger: what is sent twice at once, as a slow line does, is done twice, or one of both is told that it failed.
describe('routes that take a key', () => {
  const routes = [...new Set(ROUTE_PERMISSIONS.filter((row) => row.idempotencyKey).map(({ route }) => route))];

  it.each(routes)('%s: two at once with one key get one answer', async (route) => {
    const { row, role, place } = permittedRow(world, route);
    const caller = world.caller(role, place);
    const subject = await world.make(row.on, caller, true);
    const credentials = await credentialsFor(system, row, caller);
    // Its content is the same too, `$unique` in it included.
    const body = row.body && (JSON.parse(JSON.stringify(row.body).replaceAll('$unique', unique())) as object);
    const key = unique();
    const send = async () => {
      const { status, text } = await sendRow(system, { ...row, ...(body && { body }) }, subject, credentials, key);
      return { status, body: JSON.parse(text) as unknown };
    };
    const [first, second] = await Promise.all([send(), send()]);
    expect(first).toMatchObject({ status: 201 });
    expect(second).toEqual(first);
    expect(await send()).toEqual(first);
  });
});
