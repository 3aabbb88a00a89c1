// Danger: a route that asks the database once per row, fast in every test and slow in every installation.
import { Audit } from '#libs/audit';
import { Refusals } from '#libs/audit/http';
import { InstructionsService } from '#libs/disbursements';
import { AgreementsService, DepositsService, FundsService, NOT_EARMARKED } from '#libs/funds';
import { Money, systemActor, type Role } from '#libs/kernel';
import { NeedsQueries } from '#libs/needs';
import { UnitOfWork } from '#libs/platform';
import { DataSource, type Logger } from 'typeorm';
import { startSystem, type System } from '../system.js';
import { MARKET_SUBJECTS, type Larger } from './market-subjects.js';
import { permittedRow } from './permitted-row.js';
import { READ_BUDGETS, WITHOUT_BUDGET, WRITE_BUDGETS } from './query-budgets.js';
import { isWebFile, routeName, runningRoutes } from './running-routes.js';
import { credentialsFor, sendRow } from './send-row.js';
import { unique, World, type Caller, type Subject } from './subjects.js';

const ROWS = 5;
const USD = { currency: 'USD' };
/** What only frames a transaction. */
const FRAME = /^\s*(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SET TRANSACTION|SELECT set_config)/i;
/** At most once a minute for each session, so that a slow run meets it in whatever route comes then. */
const NOTE_OF_USE = /^\s*UPDATE sessions SET last_seen_at/;

/** Counts what the api sends to the database. */
class QueryCount implements Logger {
  statements: string[] = [];
  logQuery(query: string): void {
    if (!FRAME.test(query) && !NOTE_OF_USE.test(query)) this.statements.push(query.replace(/\s+/g, ' ').slice(0, 150));
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
  world = await World.of(system, ROWS);
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
  const need = await world.need('published');
  for (let i = 0; i < ROWS; i += 1) {
    await world.offer('published');
    await world.pledge(Promise.resolve(need));
    await world.match('reviewed');
    await world.paymentOrder();
    await world.signedAgreement();
    await world.file();
    await world.flow();
    await post('coordinator', `/needs/${need.id}/messages`, { body: `Note ${i}` });
    await world.make('public report', world.caller('auditor', 'elsewhere'), true);
    await post('administrator', '/organizations', { kind: 'ngo', name: `Group ${i}` });
    await world.make('invitation', world.caller('auditor', 'elsewhere'), true);
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
  const report = await world.make('public report', world.caller('auditor', 'elsewhere'), true);
  for (let i = 0; i < ROWS; i += 1) {
    await post('focal-point', `/national-reports/${report.id}/needs`, { title: 'Machines', paragraph: '9' });
  }
  return {
    reportId: report.id!,
    reportFileId: report.fileId!,
    cycle: report.cycle!,
    needId: need.id!,
    offerId: (await world.pledge()).id!,
    matchId: match.id!,
    projectId: project.id!,
    trancheId: (project.tranches as unknown as [{ id: string }])[0].id,
    orderId: order.id!,
    bankAccountId: account.id!,
    agreementId: agreement.id!,
    depositId: await world.deposit(agreement.id as string, '100'),
    fundId: world.fundId,
    fileId: (await world.make('file', world.caller('auditor', 'elsewhere'), true)).id!,
    importId: (await world.make('import', world.caller('focal-point', 'state'), true)).id!,
    organizationId: world.organizations.state,
    personId: world.caller('focal-point', 'state').member.personId,
    accountId: (await world.ledgerAccount()).id!,
  };
}

/** Who is asked to read, until one may: the last one only what is of their own organization. */
const READERS = [
  ['auditor', 'elsewhere'],
  ['coordinator', 'elsewhere'],
  ['donor', 'donor'],
] as const;

/** Statements of one read. Its first run may also fill what the process keeps; the second one counts. */
async function statementsOf(route: string): Promise<string[]> {
  const path = route
    .replace('GET ', '')
    .replace(/:(\w+)/g, (_, name: string) => String(things[name] ?? fail(`nothing is called ${name}`)));
  for (const [role, place] of READERS) {
    const { client } = world.caller(role, place);
    const first = await client.get(path);
    if (first.status === 403) continue;
    expect({ route, status: first.status }).toEqual({ route, status: 200 });
    await refusalsWritten();
    count.statements = [];
    await client.get(path);
    return count.statements;
  }
  return fail(`no reader may GET ${path}`);
}

/** They are no part of the request that follows, and are not written during it. */
const refusalsWritten = () => system.app.get(Refusals, { strict: false }).write();

function fail(why: string): never {
  throw new Error(why);
}

/** More rows than one wherever a write can loop, and the later of two steps where that one does more. */
const LARGER: Readonly<Record<string, (world: World) => Promise<Larger>>> = {
  ...MARKET_SUBJECTS,
  'POST /needs': async () => ({
    body: { title: 'Machines', areaIso2: 'HT', summary: 'A reason.', neededBy: '2099-06-30', items: ITEMS },
  }),
  'PATCH /needs/:id': async () => ({ body: { items: ITEMS } }),
  'POST /matches/:id/consent': async () => {
    const match = await world.match('reviewed');
    return { subject: await post('donor', `/matches/${match.id}/consent`, undefined, Number(match.version)) };
  },
  'POST /matches/:id/allocation': async () => {
    const tranche = { amount: { minor: String(AMOUNT / ROWS), ...USD }, condition: 'Report received' };
    const subject = await world.match('agreed', { fundId: await fundOfManyAgreements(), paidIn: SHARE });
    return { subject, body: { fundId: '$fundId', tranches: Array.from({ length: ROWS }, () => tranche) } };
  },
  'POST /projects/:id/cancel': async () => ({ subject: await scatteredProject(ROWS) }),
  'POST /tranches/:id/order': async () => ({
    subject: await world.tranche('met', scatteredProject(1)),
  }),
  'POST /payment-orders/:id/approve': async () => ({ subject: await approvedBy(world.caller('approver', 'donor')) }),
  'POST /payment-orders/:id/retry': async () => ({ subject: await failedOrder() }),
};

const AMOUNT = 1000;
/** What each agreement gives, the own one too. */
const SHARE = String(AMOUNT / ROWS / 2);
const ITEMS = Array.from({ length: ROWS }, () => ({
  categoryCode: 'MARK',
  typeCode: 'financial',
  measure: USD,
  requested: '5000',
  description: 'Marking machines with their spare needles',
}));

async function scatteredProject(parts: number): Promise<Subject> {
  return world.project({ fundId: await fundOfManyAgreements(), parts, paidIn: SHARE });
}

/** Of which each tranche of a fifth of the amount needs two. */
async function fundOfManyAgreements(): Promise<string> {
  const { personId, organizationId } = world.caller('finance', 'elsewhere').member;
  const actor = { role: 'finance', personId, organizationId, label: 'finance' } as const;
  const amount = Money.of(BigInt(SHARE), 'USD');
  return system.app.get(UnitOfWork).run(actor, async (tx) => {
    const fundId = await system.app
      .get(FundsService)
      .createFund(tx, { name: unique(), kind: 'facility', currency: 'USD' });
    for (let i = 0; i < ROWS * 2; i += 1) {
      const agreementId = await system.app.get(AgreementsService).pledge(tx, {
        fundId,
        donorOrganizationId: world.organizations.donor,
        amount,
        feeRateMillionths: 0,
        earmark: NOT_EARMARKED,
        pledgedOn: '2026-01-31',
      });
      await system.app.get(AgreementsService).sign(tx, agreementId, 1, '2026-01-31');
      const deposit = { agreementId, amount, receivedOn: '2026-01-31', externalRef: unique() };
      await system.app.get(DepositsService).record(tx, deposit);
    }
    return fundId;
  });
}

async function approvedBy(...approvers: Caller[]): Promise<Subject> {
  let order = await world.paymentOrder();
  for (const { client } of approvers) {
    const path = `/payment-orders/${order.id}/approve`;
    order = (await client.post<Subject>(path, undefined, { ifMatch: Number(order.version) })).body;
  }
  return order;
}

/** An order that two approved and the bank refused. */
async function failedOrder(): Promise<Subject> {
  const { id } = await approvedBy(world.caller('approver', 'donor'), world.caller('approver', 'elsewhere'));
  await system.app.get(UnitOfWork).run(systemActor('test'), async (tx) => {
    const instructions = system.app.get(InstructionsService);
    const work = await instructions.takeUp(tx, String(id), 'test');
    const answer = { status: 'failed', bankReference: 'T1', reason: 'closed' } as const;
    await instructions.conclude(tx, { instructionId: work!.instructionId, answer });
  });
  return (await world.caller('finance', 'elsewhere').client.get<Subject>(`/payment-orders/${id}`)).body;
}

async function statementsOfWrite(route: string): Promise<string[]> {
  const { row, role, place } = permittedRow(world, route);
  const caller = world.caller(role, place);
  const { subject, body } = (await LARGER[route]?.(world)) ?? {};
  const of = subject ?? (await world.make(row.on, caller, true));
  const credentials = await credentialsFor(system, row, caller);
  await refusalsWritten();
  count.statements = [];
  const { status, text } = await sendRow(system, { ...row, ...(body && { body }) }, of, credentials);
  const { statements } = count;
  if (status >= 300) fail(`${route} as ${role}: ${status} ${text}`);
  return statements;
}

it('every route has a budget', () => {
  const named = (route: string) => {
    const [method = '', path = ''] = route.replace(/\?.*$/, '').split(' ');
    return routeName({ method, path });
  };
  const known = new Set(Object.keys({ ...READ_BUDGETS, ...WRITE_BUDGETS, ...WITHOUT_BUDGET }).map(named));
  const running = runningRoutes(system.app).filter((route) => !isWebFile(route));
  expect(running.map(routeName).filter((route) => !known.has(route))).toEqual([]);
});

describe('reads', () => {
  it.each(Object.entries(READ_BUDGETS))('%s takes at most %d statements', async (route, budget) => {
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
    expect(statements.length).toBeGreaterThan(READ_BUDGETS['GET /needs']! + ROWS);
  });
});

describe('writes', () => {
  it.each(Object.entries(WRITE_BUDGETS))('%s takes at most %d statements', async (route, budget) => {
    expect((await statementsOfWrite(route)).slice(budget)).toEqual([]);
  });

  it('that ask once per row are caught (planted)', async () => {
    const audit = system.app.get(Audit, { strict: false });
    const recordAll = audit.recordAll.bind(audit);
    audit.recordAll = async (tx, acts) => {
      for (const act of acts) await recordAll(tx, [act]);
    };
    const statements = await statementsOfWrite('POST /needs/:id/withdraw');
    audit.recordAll = recordAll;
    // Of the five matches and the five pledges one had its entry anyway.
    expect(statements.length).toBe(WRITE_BUDGETS['POST /needs/:id/withdraw']! + 2 * ROWS - 1);
  });
});
