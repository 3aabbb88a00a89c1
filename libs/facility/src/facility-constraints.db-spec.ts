// The danger: a bug or a hand in the database does what the verbs would refuse. Everything here runs past the services.
import { newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { Programme } from './facility.fixture.js';

const db = testDatabase();
const programme = new Programme(db);
let projectId: string;
let trancheId: string;
const INSUFFICIENT_PRIVILEGE = '42501';

beforeAll(async () => {
  await programme.open();
  const fundId = await programme.fund({ minor: 500_000n });
  projectId = await programme.allocate(
    await programme.backedMatch(fundId, 100_000n, 50_000n),
    fundId,
    70_000n,
    30_000n,
  );
  trancheId = (await programme.project(projectId)).tranches[0]!.id;
});
afterAll(() => programme.close());

/** As the role of the processes, undone afterwards; names the rule that refused. */
async function refusedBy(
  ...statements: readonly (readonly [sql: string, params: readonly unknown[]])[]
): Promise<string> {
  try {
    await db.uow.run(db.actor, async (tx) => {
      for (const [sql, params] of statements) await tx.query(sql, [...params]);
    });
    return 'nothing';
  } catch (error) {
    const { constraint, code } = (error as { driverError: { constraint?: string; code: string } }).driverError;
    return constraint ?? code;
  }
}

const anotherTranche = (minor: number) =>
  [
    `INSERT INTO tranches (id, project_id, position, amount_minor, currency, condition, state)
     VALUES ($1, $2, 3, $3, 'USD', 'x', 'planned')`,
    [newId('tran'), projectId, minor],
  ] as const;

it('refuses a second project of a match', async () => {
  const copy = `INSERT INTO projects (id, match_id, fund_id, need_item_id, payee_organization_id, amount_minor, currency, state)
    SELECT $2, match_id, fund_id, need_item_id, payee_organization_id, amount_minor, currency, 'active' FROM projects WHERE id = $1`;
  expect(await refusedBy([copy, [projectId, newId('proj')]])).toBe('uq_projects_live_match');
});

it('refuses tranches and shares that do not add up, also after a check that was spent early', async () => {
  expect(await refusedBy(anotherTranche(5))).toBe('ck_projects_tranches_add_up');
  const early = ['SET CONSTRAINTS ALL IMMEDIATE', []] as const;
  expect(await refusedBy(early, anotherTranche(5))).toBe('ck_projects_tranches_add_up');
  const share = `INSERT INTO project_shares (tranche_id, project_id, agreement_id, hold_id, amount_minor)
    SELECT $1, $2, a.id, h.id, 5 FROM fund_agreements a, ledger_holds h
     WHERE a.id NOT IN (SELECT agreement_id FROM project_shares) AND h.id NOT IN (SELECT hold_id FROM project_shares) LIMIT 1`;
  await programme.fund({ minor: 5n });
  await db.asOwner(
    `INSERT INTO ledger_holds (id, idempotency_key, request_sha256, ref, account_id, to_account_id, currency, book, amount_minor)
     SELECT $1, $1, '', 'x', h.account_id, h.to_account_id, h.currency, h.book, 5
       FROM ledger_holds h JOIN ledger_accounts a ON a.id = h.account_id WHERE a.posted_minor - a.held_minor >= 5 LIMIT 1`,
    [newId('hold')],
  );
  expect(await refusedBy([share, [trancheId, projectId]])).toBe('ck_tranches_shares_add_up');
});

it('refuses to change amounts, and to take shares away', async () => {
  expect(await refusedBy([`UPDATE tranches SET amount_minor = 1 WHERE id = $1`, [trancheId]])).toBe(
    INSUFFICIENT_PRIVILEGE,
  );
  expect(await refusedBy([`UPDATE projects SET amount_minor = 1 WHERE id = $1`, [projectId]])).toBe(
    INSUFFICIENT_PRIVILEGE,
  );
  expect(await refusedBy([`UPDATE project_shares SET amount_minor = 1`, []])).toBe(INSUFFICIENT_PRIVILEGE);
  expect(await refusedBy([`DELETE FROM project_shares`, []])).toBe(INSUFFICIENT_PRIVILEGE);
});

it('refuses a met condition without evidence, and a cancelled project without a reason', async () => {
  expect(await refusedBy([`UPDATE tranches SET state = 'condition-met' WHERE id = $1`, [trancheId]])).toBe(
    'ck_tranches_evidence',
  );
  expect(await refusedBy([`UPDATE projects SET state = 'cancelled' WHERE id = $1`, [projectId]])).toBe(
    'ck_projects_cancel_reason',
  );
});

it('refuses a condition met in the word of somebody of a party', async () => {
  const meet = `UPDATE tranches SET state = 'condition-met', condition_note = 'x', condition_met_at = now(), condition_met_by = $2 WHERE id = $1`;
  for (const { personId } of [programme.focalPoint, programme.donorPerson]) {
    expect(await refusedBy([meet, [trancheId, personId]])).toBe('ck_tranches_condition_met_by_outsider');
  }
});

it('refuses a paid tranche whose order is not settled, and an ordered one without an order', async () => {
  await programme.meetCondition(trancheId);
  expect(await refusedBy([`UPDATE tranches SET state = 'ordered' WHERE id = $1`, [trancheId]])).toBe(
    'ck_tranches_ordered',
  );
  await programme.order(trancheId);
  expect(await refusedBy([`UPDATE tranches SET state = 'paid' WHERE id = $1`, [trancheId]])).toBe(
    'ck_tranches_paid_by_settled_order',
  );
});
