// Danger: a read that asks the database once per row, fast in every test and slow in every installation.
import type { Role } from '#libs/kernel';
import { NeedsQueries } from '#libs/needs';
import { DataSource, type Logger } from 'typeorm';
import { startSystem, type System } from '../system.js';
import { QUERY_BUDGETS, WITHOUT_BUDGET } from './query-budgets.js';
import { isWebFile, routeName, runningRoutes } from './running-routes.js';
import { unique, World, type Subject } from './subjects.js';

const ROWS = 5;
const USD = { currency: 'USD' };
/** What only frames a transaction. */
const FRAME = /^\s*(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SET TRANSACTION|SELECT set_config)/i;

/** Counts what the api sends to the database. */
class QueryCount implements Logger {
  statements: string[] = [];
  logQuery(query: string): void {
    if (!FRAME.test(query)) this.statements.push(query.replace(/\s+/g, ' ').slice(0, 150));
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

let system: System;
let world: World;
let things: Subject;
const count = new QueryCount();

beforeAll(async () => {
  system = await startSystem();
  world = await World.of(system);
  things = await manyThings();
  system.app.get(DataSource).logger = count;
}, 120_000);
afterAll(() => system?.stop());

const post = async (role: Role, path: string, body?: object, ifMatch?: number): Promise<Subject> => {
  const place = { 'focal-point': 'state', donor: 'donor' }[role as string] as 'state' | 'donor' | undefined;
  const { client } = world.caller(role, place ?? 'elsewhere');
  const options = { idempotencyKey: unique(), ...(ifMatch !== undefined && { ifMatch }) };
  const answer = await client.post<Subject>(path, body, options);
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Five of everything, and one of each kind with several parts. */
async function manyThings(): Promise<Subject> {
  const item = {
    categoryCode: 'MARK',
    typeCode: 'financial',
    measure: USD,
    requested: '5000',
    description: 'Machines',
  };
  const input = {
    title: 'Machines',
    areaIso2: 'HT',
    summary: 'A reason.',
    items: Array.from({ length: ROWS }, () => item),
  };
  const draft = await post('focal-point', '/needs', input);
  const submitted = await post('focal-point', `/needs/${draft.id}/submit`, undefined, Number(draft.version));
  const need = await post('coordinator', `/needs/${draft.id}/publish`, {}, Number(submitted.version));
  for (let i = 0; i < ROWS; i += 1) {
    await world.offer('published');
    await world.match('reviewed');
    await world.paymentOrder();
    await world.signedAgreement();
    await world.file();
    await world.flow();
    await post('administrator', '/organizations', { kind: 'ngo', name: `Group ${i}` });
    await world.caller('auditor', 'elsewhere').client.post('/api-tokens', { name: `token ${i}` });
  }
  const agreement = await world.signedAgreement('1000000');
  for (let i = 0; i < ROWS; i += 1) await world.deposit(agreement.id as string, '100');
  const match = await world.match('agreed');
  const tranche = { amount: { minor: '200', ...USD }, condition: 'Report received' };
  const tranches = Array.from({ length: ROWS }, () => tranche);
  const project = await post('coordinator', `/matches/${match.id}/allocation`, { fundId: world.fundId, tranches });
  const account = await world.bankAccount();
  await post('finance', `/bank-accounts/${account.id}/verify`, undefined, Number(account.version));
  let order: Subject = {};
  for (const { id, version } of project.tranches as unknown as { id: string; version: number }[]) {
    await post('coordinator', `/tranches/${id}/condition-met`, { note: 'Seen' }, version);
    order = await post('finance', `/tranches/${id}/order`, { bankAccountId: account.id });
  }
  await post('approver', `/payment-orders/${order.id}/approve`, undefined, Number(order.version));
  return {
    needId: need.id!,
    offerId: (await world.offer('published')).id!,
    matchId: match.id!,
    projectId: project.id!,
    trancheId: (project.tranches as unknown as [{ id: string }])[0].id,
    orderId: order.id!,
    bankAccountId: account.id!,
    agreementId: agreement.id!,
    depositId: await world.deposit(agreement.id as string, '100'),
    fundId: world.fundId,
    fileId: (await world.file()).id!,
    organizationId: world.organizations.state,
    personId: world.caller('focal-point', 'state').member.personId,
    accountId: (await world.ledgerAccount()).id!,
  };
}

/** Statements of one read. Its first run may also fill what the process keeps; the second one counts. */
async function statementsOf(route: string): Promise<string[]> {
  const path = route
    .replace('GET ', '')
    .replace(/:(\w+)/g, (_, name: string) => String(things[name] ?? fail(`nothing is called ${name}`)));
  for (const role of ['auditor', 'coordinator'] as const) {
    const { client } = world.caller(role, 'elsewhere');
    const first = await client.get(path);
    if (first.status === 403) continue;
    expect({ route, status: first.status }).toEqual({ route, status: 200 });
    count.statements = [];
    await client.get(path);
    return count.statements;
  }
  return fail(`neither an auditor nor a coordinator may GET ${path}`);
}

function fail(why: string): never {
  throw new Error(why);
}

describe('reads', () => {
  it('all have a budget', () => {
    const named = (route: string) => routeName({ method: 'GET', path: route.replace(/^GET |\?.*$/g, '') });
    const known = new Set([...Object.keys(QUERY_BUDGETS), ...Object.keys(WITHOUT_BUDGET)].map(named));
    const running = runningRoutes(system.app).filter((route) => route.method === 'GET' && !isWebFile(route));
    expect(running.map(routeName).filter((route) => !known.has(route))).toEqual([]);
  });

  it.each(Object.entries(QUERY_BUDGETS))('%s takes at most %d statements', async (route, budget) => {
    expect((await statementsOf(route)).slice(budget)).toEqual([]);
  });

  it('that ask once per row are caught (planted)', async () => {
    const queries = system.app.get(NeedsQueries);
    const list = queries.list.bind(queries);
    queries.list = async (tx, filter) => {
      const page = await list(tx, filter);
      for (const { id } of page.items) await queries.get(tx, id);
      return page;
    };
    const statements = await statementsOf('GET /needs');
    queries.list = list;
    expect(statements.length).toBeGreaterThan(QUERY_BUDGETS['GET /needs']! + ROWS);
  });
});
