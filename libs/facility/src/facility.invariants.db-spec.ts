// The danger: doctor says all is well while it is not. Each violation is planted once, past all guards, and must be reported.
import { Ledger } from '#libs/ledger';
import { testDatabase } from '#libs/platform';
import { facilityInvariants } from './facility.invariants.js';
import { Programme, usd } from './facility.fixture.js';

const db = testDatabase();
const programme = new Programme(db);
let paid: string;
let ordered: string;
let cancelled: string;

beforeAll(async () => {
  await programme.open();
  const fundId = await programme.fund();
  const project = async () =>
    programme.allocate(await programme.backedMatch(fundId, 100_000n), fundId, 60_000n, 40_000n);
  paid = await project();
  for (const { id } of (await programme.project(paid)).tranches) {
    await programme.meetCondition(id);
    await programme.pay(await programme.order(id));
  }
  await programme.hearNews();
  ordered = await project();
  const [first] = (await programme.project(ordered)).tranches;
  await programme.meetCondition(first!.id);
  await programme.order(first!.id);
  cancelled = await project();
  await programme.cancel(cancelled);
});
afterAll(() => programme.close());

const TABLES = [
  'fund_agreements',
  'ledger_transfers',
  'ledger_entries',
  'projects',
  'tranches',
  'project_shares',
  'payment_orders',
  'ledger_holds',
  'matches',
  'need_items',
];

/** The invariants that are broken after these statements, which are undone again. */
async function broken(...plants: readonly (readonly [sql: string, ...params: string[]])[]): Promise<string[]> {
  await db.asOwner('BEGIN');
  try {
    for (const table of TABLES) await db.asOwner(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const [sql, ...params] of plants) await db.asOwner(sql, params);
    const found: string[] = [];
    for (const { name, sql } of facilityInvariants) {
      const rows = await db.asOwner<{ what: string }>(sql);
      if (rows.length > 0) found.push(name);
      for (const { what } of rows) expect(what).toEqual(expect.any(String));
    }
    return found;
  } finally {
    await db.asOwner('ROLLBACK');
  }
}

const reports = (rule: string) => expect.arrayContaining([`facility.${rule}`]);
const firstTranche = `id = (SELECT id FROM tranches WHERE project_id = $1 AND position = 1)`;

it('reports nothing on what the verbs wrote, also before facility has heard of a settled order', async () => {
  expect(await broken()).toEqual([]);
  const [first] = (await programme.project(ordered)).tranches;
  await programme.pay(first!.orderId!);
  expect(await broken()).toEqual([]);
  expect(await broken([`UPDATE outbox_deliveries SET state = 'dead' WHERE state = 'pending'`])).toEqual(
    reports('paid-when-settled'),
  );
  await programme.hearNews();
  expect(await broken()).toEqual([]);
});

it.each<[string, string]>([
  ['tranches-add-up', `UPDATE projects SET amount_minor = amount_minor + 1 WHERE id = $1`],
  ['shares-add-up', `UPDATE project_shares SET amount_minor = amount_minor - 1 WHERE project_id = $1`],
  ['shares-add-up', `UPDATE tranches SET amount_minor = amount_minor + 1 WHERE ${firstTranche}`],
  [
    'every-transfer-is-explained',
    `UPDATE ledger_transfers SET idempotency_key = 'other' || id WHERE id IN (SELECT e.transfer_id FROM ledger_entries e
      JOIN project_shares s ON s.hold_id = e.hold_id WHERE s.project_id = $1)`,
  ],
  [
    'every-transfer-is-explained',
    `UPDATE ledger_entries SET amount_minor = amount_minor * 2 WHERE transfer_id IN (SELECT e.transfer_id FROM ledger_entries e
      JOIN project_shares s ON s.hold_id = e.hold_id WHERE s.project_id = $1)`,
  ],
  [
    'paid-when-settled',
    `UPDATE payment_orders SET state = 'failed' WHERE purpose_ref IN (SELECT id FROM tranches WHERE project_id = $1)`,
  ],
  ['paid-when-settled', `UPDATE tranches SET state = 'ordered' WHERE ${firstTranche}`],
  [
    'no-word-on-own-conditions',
    `UPDATE tranches SET condition_met_by = (SELECT person_id FROM memberships b JOIN projects p
      ON p.payee_organization_id = b.organization_id AND p.id = $1 LIMIT 1) WHERE project_id = $1`,
  ],
  [
    'money-is-held',
    `UPDATE ledger_holds SET state = 'voided', void_reason = 'x' WHERE id IN (SELECT hold_id FROM project_shares WHERE project_id = $1)`,
  ],
  ['project-ends-with-its-tranches', `UPDATE projects SET state = 'active' WHERE id = $1`],
  [
    'paid-is-delivered',
    `UPDATE need_items SET delivered = 1, paid_by_fund = 1 WHERE id = (SELECT need_item_id FROM projects WHERE id = $1)`,
  ],
  [
    'paid-is-delivered',
    `UPDATE need_items SET delivered = delivered - 1, paid_by_fund = paid_by_fund - 1
      WHERE id = (SELECT need_item_id FROM projects WHERE id = $1)`,
  ],
  [
    'paid-is-delivered',
    `UPDATE need_items SET paid_by_fund = paid_by_fund - 1, accepted = accepted + 1
      WHERE id = (SELECT need_item_id FROM projects WHERE id = $1)`,
  ],
  [
    'paid-one-way',
    `UPDATE matches SET delivery_planned_on = now() WHERE id = (SELECT match_id FROM projects WHERE id = $1)`,
  ],
  [
    'project-fits-its-match',
    `UPDATE matches SET state = 'confirmed' WHERE id = (SELECT match_id FROM projects WHERE id = $1)`,
  ],
  [
    'project-fits-its-match',
    `UPDATE matches SET amount = amount + 1 WHERE id = (SELECT match_id FROM projects WHERE id = $1)`,
  ],
])('reports %s: %s', async (rule, sql) => {
  expect(await broken([sql, paid])).toEqual(reports(rule));
});

it('reports a cancelled project whose money is still held, or one of whose tranches goes on', async () => {
  const held = `UPDATE ledger_holds SET state = 'pending', resolved_at = NULL, void_reason = NULL
    WHERE id IN (SELECT hold_id FROM project_shares WHERE project_id = $1)`;
  expect(await broken([held, cancelled])).toEqual(reports('money-is-held'));
  expect(await broken([`UPDATE tranches SET state = 'planned' WHERE ${firstTranche}`, cancelled])).toEqual(
    reports('project-ends-with-its-tranches'),
  );
});

describe('an earmark of the agreement that gave', () => {
  const earmark = (set: string) =>
    `UPDATE fund_agreements SET earmark_level = 3, ${set} WHERE id IN (SELECT agreement_id FROM project_shares WHERE project_id = $1)`;
  const leavesGroupsOn = (day: string) =>
    `UPDATE area_groups SET decision = 'test', leaves_on = (SELECT (created_at AT TIME ZONE 'UTC')::date FROM projects WHERE id = $1) ${day}
      WHERE area_iso2 = 'HT'`;

  it.each([
    `earmark_areas = '{CU}'`,
    `earmark_regions = '{002}'`,
    `earmark_groups = '{lldc}'`,
    `earmark_categories = '{DESTR}'`,
    `earmark_areas = '{HT}', earmark_categories = '{DESTR}'`,
    `excluded_areas = '{CU,HT}'`,
  ])('that does not fit is reported: %s', async (set) => {
    expect(await broken([earmark(set), paid])).toEqual(['facility.shares-fit-their-earmark']);
  });

  it.each([
    `earmark_areas = '{CU,HT}', earmark_regions = '{002}'`,
    `earmark_areas = '{CU}', earmark_regions = '{029}'`,
    `earmark_regions = '{019}'`,
    `earmark_regions = '{001}'`,
    `earmark_groups = '{lldc,ldc}', earmark_categories = '{MARK}', excluded_areas = '{CU}'`,
  ])('that fits is not: %s', async (set) => expect(await broken([earmark(set), paid])).toEqual([]));

  it('is judged by the groups of the day of allocation', async () => {
    const groups = [earmark(`earmark_groups = '{ldc}'`), paid] as const;
    expect(await broken(groups, [leavesGroupsOn(''), paid])).toEqual(['facility.shares-fit-their-earmark']);
    expect(await broken(groups, [leavesGroupsOn('+ 1'), paid])).toEqual([]);
  });
});

// Last, because it stays.
it('reports a transfer of the application that neither a deposit nor a payment explains', async () => {
  const ledger = programme.get(Ledger);
  await programme.as(programme.finance, async (tx) => {
    const open = (code: string) =>
      ledger.openAccount(tx, { code, book: 'planted', name: code, currency: 'USD', minBalanceMinor: null });
    const entries = [
      { accountId: await open('planted/fees'), amount: usd(-1n) },
      { accountId: await open('planted/elsewhere'), amount: usd(1n) },
    ];
    await ledger.post(tx, { idempotencyKey: 'planted', reason: 'deposit', effectiveOn: '2026-11-24', entries });
  });
  expect(await broken()).toEqual(['facility.every-transfer-is-explained']);
});
