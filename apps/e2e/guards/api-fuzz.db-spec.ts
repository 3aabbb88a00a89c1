// Danger: a request that nobody thought of, and an api that breaks, or tells more than its contract says.
import { ROLES, type Role } from '#libs/kernel';
import { addMember, addOrganization, openSessionOf, type Member } from '../people.js';
import { startSystem, type System } from '../system.js';
import { fuzz, sender, type FuzzReport, type Send } from './fuzz/fuzz.js';
import type { OpenApi } from './fuzz/openapi.js';
import { World } from './subjects.js';

const LONG = Boolean(process.env.LONG);
const RUNS_PER_OPERATION = LONG ? Number(process.env.RUNS ?? 250) : 25;
const DEADLINE_MS = LONG ? 1_800_000 : 300_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

/** Collection in the path → prefix of its ids. */
const COLLECTIONS = {
  accounts: 'acct',
  agreements: 'agr',
  'api-tokens': 'tok',
  'bank-accounts': 'bank',
  deposits: 'dep',
  files: 'file',
  funds: 'fund',
  items: 'item',
  matches: 'match',
  needs: 'need',
  offers: 'offer',
  organizations: 'org',
  'payment-orders': 'order',
  people: 'pers',
  projects: 'proj',
  tranches: 'tran',
};

let system: System;
let members: Map<string, Member>;

beforeAll(async () => {
  system = await startSystem({ demo: true });
  const world = await World.of(system);
  await world.match('proposed');
  await world.match('reviewed');
  await world.project();
  await world.tranche('met');
  await world.paymentOrder();
  await world.file();
  await world.flow();
  members = await onePersonPerRole();
}, 120_000);
afterAll(() => system?.stop());

/** Their organizations are a State, a donor and the house, as in the world that the requests are about. */
async function onePersonPerRole(): Promise<Map<string, Member>> {
  const rows = await system.db.asOwner<{ id: string; kind: string }>(
    `SELECT DISTINCT ON (kind) id, kind FROM organizations WHERE name !~ 'demonstration' ORDER BY kind, created_at`,
  );
  const house = await addOrganization(system.db, { kind: 'un-entity', name: 'UNDP' });
  const home = (role: Role) => ({ 'focal-point': 'state', donor: 'donor-state' })[role as string];
  const found = new Map<string, Member>();
  for (const role of ROLES) {
    const organization = rows.find(({ kind }) => kind === home(role))?.id ?? house;
    found.set(role, await addMember(system.db, organization, role));
  }
  return found;
}

/** Every id in the database by its prefix: requests about what exists get further. */
async function knownIds(): Promise<Record<string, string[]>> {
  const tables = await system.db.asOwner<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'id' AND data_type = 'text'`,
  );
  const known: Record<string, string[]> = {};
  for (const { name } of tables) {
    for (const { id } of await system.db.asOwner<{ id: string }>(`SELECT id FROM ${name} ORDER BY id DESC LIMIT 20`)) {
      (known[id.split('_')[0] ?? ''] ??= []).push(id);
    }
  }
  return known;
}

/** Sends as a role; a request about sessions gets one of its own, so that it does not end that of the others. */
async function sending(): Promise<Send> {
  const credentials = new Map<string, Record<string, string>>([['anonymous', {}]]);
  for (const [role, member] of members) credentials.set(role, await openSessionOf(system.db, member));
  const usual = sender(system.baseUrl, async (caller) => credentials.get(caller) ?? {});
  const alone = sender(system.baseUrl, async (caller) => {
    const member = members.get(caller);
    return member ? openSessionOf(system.db, member) : {};
  });
  return (caller, request) => (request.path.includes('/session') ? alone : usual)(caller, request);
}

async function run(): Promise<FuzzReport> {
  const { body: document } = await system.anonymous.get<OpenApi>('/openapi.json');
  return fuzz({
    document,
    callers: ['anonymous', ...ROLES],
    send: await sending(),
    seed: SEED,
    runsPerOperation: RUNS_PER_OPERATION,
    known: await knownIds(),
    collections: COLLECTIONS,
  });
}

describe('the api under requests that nobody thought of', () => {
  let report: FuzzReport;
  beforeAll(async () => {
    report = await run();
  }, DEADLINE_MS);

  it(`never breaks, and answers as its document says (SEED=${SEED})`, () => {
    expect(report.faults.join('\n\n')).toBe('');
  });

  it('was asked in earnest: most operations also gave what was asked for', () => {
    const statuses = [...report.statuses.entries()];
    const succeeded = statuses.filter(([, seen]) => [...seen].some((status) => status < 300));
    expect(report.requests).toBeGreaterThan((statuses.length * RUNS_PER_OPERATION) / 2);
    expect(succeeded.length / statuses.length).toBeGreaterThan(0.5);
  });
});
