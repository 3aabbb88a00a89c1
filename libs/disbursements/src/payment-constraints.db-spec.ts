// The danger: a bug or a hand in the database does what the verbs would refuse. Everything here runs past the services.
import { newId, type Actor } from '#libs/kernel';
import { isViolation, testDatabase } from '#libs/platform';
import { disbursementsEntities } from './disbursements.entities.js';
import { PaymentOffice } from './disbursements.fixture.js';
import { endToEndIdOf } from './payment-order.rules.js';

const db = testDatabase({ entities: disbursementsEntities });
const office = new PaymentOffice(db);

beforeAll(() => office.open());

/** As the role of the processes; names the rule that refused. */
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

const INSUFFICIENT_PRIVILEGE = '42501';

const approval = (orderId: string, sha: string, { personId, organizationId }: Actor) =>
  [
    `INSERT INTO payment_approvals (id, order_id, content_sha256, approver_person_id, approver_organization_id)
     VALUES ($1, $2, $3, $4, $5)`,
    [newId('appr'), orderId, sha, personId, organizationId],
  ] as const;

const setState = (orderId: string, state: string) =>
  ['UPDATE payment_orders SET state = $2 WHERE id = $1', [orderId, state]] as const;

const instruction = (orderId: string, sha: string, replaces: string | null = null, id = newId('inst')) =>
  [
    `INSERT INTO payment_instructions (id, order_id, end_to_end_id, rail, content_sha256, state, replaces)
     VALUES ($1, $2, $3, 'sandbox', $4, 'sent', $5)`,
    [id, orderId, endToEndIdOf(id), sha, replaces],
  ] as const;

it('the database refuses bank accounts and orders by somebody of the payee', async () => {
  const { bothSides, payee, payeeApprover } = office;
  const enter = `INSERT INTO bank_accounts (id, organization_id, holder_name, account_number, currency, created_by_person)
    VALUES ($1, $2, 'x', 'X123456', 'USD', $3)`;
  expect(await refusedBy([enter, [newId('bank'), payee, bothSides.personId]])).toBe('ck_bank_accounts_not_payee');
  const verify = 'UPDATE bank_accounts SET verified_by_person = $2, verified_at = now() WHERE id = $1';
  const unverified = await office.bankAccount('UNVERIFIED1', false);
  expect(await refusedBy([verify, [unverified, bothSides.personId]])).toBe('ck_bank_accounts_not_payee');
  const { id } = await office.find(await office.order());
  const edit = 'UPDATE payment_orders SET maker_person_ids = maker_person_ids || $2::text WHERE id = $1';
  expect(await refusedBy([edit, [id, bothSides.personId]])).toBe('ck_payment_orders_maker_not_payee');
  const copy = `INSERT INTO payment_orders (id, payee_organization_id, bank_account_id, amount_minor, currency, purpose,
      purpose_ref, state, content, content_sha256, created_by_person, created_by_organization, maker_person_ids)
    SELECT $2, payee_organization_id, bank_account_id, amount_minor, currency, purpose, $2, state, content, content_sha256,
           $3, $4, ARRAY[$3] FROM payment_orders WHERE id = $1`;
  for (const [person, organization] of [
    [bothSides.personId, office.office],
    [office.finance.personId, payeeApprover.organizationId],
  ]) {
    expect(await refusedBy([copy, [id, newId('order'), person, organization]])).toBe(
      'ck_payment_orders_maker_not_payee',
    );
  }
});

describe('the database refuses an approval', () => {
  it.each<[string, () => Actor, string]>([
    ['by the maker', () => office.finance, 'ck_payment_approvals_not_maker'],
    ['for the payee’s organization', () => office.payeeApprover, 'ck_payment_approvals_not_payee'],
    ['by somebody who is no approver', () => office.secondFinance, 'ck_payment_approvals_approver'],
    ['by somebody who also belongs to the payee', () => office.bothSides, 'ck_payment_approvals_not_payee'],
  ])('%s', async (_, who, rule) => {
    const { id, contentSha256 } = await office.find(await office.order());
    expect(await refusedBy(approval(id, contentSha256, who()))).toBe(rule);
  });

  it('by who entered the bank account', async () => {
    const { id, contentSha256 } = await office.find(await office.orderToAccountOfApprover());
    expect(await refusedBy(approval(id, contentSha256, office.approver))).toBe(
      'ck_payment_approvals_not_account_maker',
    );
  });

  it('of another content, twice by one person, or of what does not wait for it', async () => {
    const { id, contentSha256 } = await office.find(await office.order());
    expect(await refusedBy(approval(id, '0'.repeat(64), office.approver))).toBe('ck_payment_approvals_content');
    const once = approval(id, contentSha256, office.approver);
    expect(await refusedBy(once, approval(id, contentSha256, office.approver))).toBe('uq_payment_approvals_person');
    expect(await refusedBy(setState(id, 'rejected'), once)).toBe('ck_payment_approvals_requested');
  });

  it('to be changed or taken back', async () => {
    expect(await refusedBy([`UPDATE payment_approvals SET approved_at = now()`, []])).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await refusedBy([`DELETE FROM payment_approvals`, []])).toBe(INSUFFICIENT_PRIVILEGE);
  });
});

describe('the database refuses an order', () => {
  it.each(['approved', 'instructed', 'accepted', 'settled'])('to become %s with one approval', async (state) => {
    const { id, contentSha256 } = await office.find(await office.order());
    const one = approval(id, contentSha256, office.approver);
    expect(await refusedBy(one, setState(id, state))).toBe('ck_payment_orders_two_approvals');
  });

  it('to be settled without a settled instruction, and to leave settled or rejected', async () => {
    const id = await office.approvedOrder();
    expect(await refusedBy(setState(id, 'settled'))).toBe('ck_payment_orders_settled_instruction');
    expect(await refusedBy(setState(id, 'rejected'), setState(id, 'approved'))).toBe('ck_payment_orders_final');
  });

  it('to move as the state table forbids, or to be free while its bank may still pay it', async () => {
    const { id, contentSha256 } = await office.find(await office.approvedOrder());
    const instructed = [instruction(id, contentSha256), setState(id, 'instructed')];
    expect(await refusedBy(...instructed, setState(id, 'rejected'))).toBe('ck_payment_orders_move');
    expect(await refusedBy(...instructed, setState(id, 'failed'))).toBe('ck_payment_orders_live_instruction');
    expect(await refusedBy(instruction(id, contentSha256), setState(id, 'rejected'))).toBe(
      'ck_payment_orders_live_instruction',
    );
    const failed = [`UPDATE payment_instructions SET state = 'failed' WHERE order_id = $1`, [id]] as const;
    expect(await refusedBy(...instructed, failed, setState(id, 'failed'), setState(id, 'rejected'))).toBe('nothing');
  });

  it('to be given up while another transaction instructs it', async () => {
    const { id, contentSha256 } = await office.find(await office.approvedOrder());
    const givingUp = await db.uow.run(db.actor, async (tx) => {
      const [sql, params] = instruction(id, contentSha256);
      await tx.query(sql, [...params]);
      const refusal = refusedBy(setState(id, 'rejected'));
      await new Promise((resolve) => setTimeout(resolve, 50)); // by then it waits for the order's lock
      return { refusal };
    });
    expect(await givingUp.refusal).toBe('ck_payment_orders_live_instruction');
  });

  it('to say other bank details than those of its account', async () => {
    const id = await office.order();
    const say = (detail: object) =>
      [
        `UPDATE payment_orders SET revision = 2, content = changed.content,
            content_sha256 = encode(sha256(convert_to(changed.content, 'UTF8')), 'hex')
           FROM (SELECT jsonb_set(content::jsonb || '{"revision": 2}', '{bankAccount}',
                   content::jsonb -> 'bankAccount' || $2::jsonb)::text AS content FROM payment_orders WHERE id = $1) changed
          WHERE id = $1`,
        [id, detail],
      ] as const;
    for (const detail of [{ accountNumber: 'EVIL9999' }, { holderName: 'Another' }, { bic: 'EVILXX22' }]) {
      expect(await refusedBy(say(detail))).toBe('ck_payment_orders_account_details');
    }
    expect(await refusedBy(say({}))).toBe('nothing');
  });

  it('to have columns that its approved content does not say', async () => {
    const { id } = await office.find(await office.order());
    const other = await office.bankAccount();
    const set = (column: string, value: string) =>
      [`UPDATE payment_orders SET ${column} = $2 WHERE id = $1`, [id, value]] as const;
    expect(await refusedBy(set('bank_account_id', other))).toBe('ck_payment_orders_content');
    expect(await refusedBy(set('purpose', 'Other'))).toBe('ck_payment_orders_content');
    expect(await refusedBy(set('revision', '2'))).toBe('ck_payment_orders_content');
    expect(await refusedBy(set('content_sha256', '0'.repeat(64)))).toBe('ck_payment_orders_content_hash');
    expect(await refusedBy(set('content', '{}'))).toMatch('ck_payment_orders_');
    expect(await refusedBy(set('amount_minor', '1'))).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await refusedBy(set('payee_organization_id', office.office))).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await refusedBy(set('maker_person_ids', '{}'))).toBe('ck_payment_orders_makers_stay');
  });

  it('to be edited in place of a new revision, or while it is on its way', async () => {
    const edit = (id: string, revision: number, state: string) =>
      [
        `UPDATE payment_orders SET purpose = 'Other', revision = $2, state = $3,
           content = changed.content, content_sha256 = encode(sha256(convert_to(changed.content, 'UTF8')), 'hex')
          FROM (SELECT (content::jsonb || jsonb_build_object('purpose', 'Other', 'revision', $2::integer))::text AS content
                  FROM payment_orders WHERE id = $1) changed
         WHERE id = $1`,
        [id, revision, state],
      ] as const;
    const requested = await office.order();
    expect(await refusedBy(edit(requested, 1, 'requested'))).toBe('ck_payment_orders_edit');
    expect(await refusedBy(edit(requested, 3, 'requested'))).toBe('ck_payment_orders_edit');
    const approved = await office.approvedOrder();
    expect(await refusedBy(edit(approved, 2, 'approved'))).toBe('ck_payment_orders_edit');
    expect(await refusedBy(edit(approved, 2, 'requested'))).toBe('ck_payment_orders_edit');
    expect(await refusedBy(edit(requested, 2, 'requested'))).toBe('nothing');
  });

  it('that does not begin requested', async () => {
    const { id } = await office.find(await office.order());
    const copy = `INSERT INTO payment_orders (id, payee_organization_id, bank_account_id, amount_minor, currency, purpose,
        purpose_ref, state, content, content_sha256, revision, created_by_person, created_by_organization, maker_person_ids)
      SELECT $2, payee_organization_id, bank_account_id, amount_minor, currency, purpose, $2, $3, content.text,
        encode(sha256(convert_to(content.text, 'UTF8')), 'hex'), 1, created_by_person, created_by_organization, maker_person_ids
        FROM payment_orders, LATERAL (SELECT replace(content, id, $2) AS text) content WHERE id = $1`;
    expect(await refusedBy([copy, [id, newId('order'), 'approved']])).toBe('ck_payment_orders_begins_requested');
    expect(await refusedBy([copy, [id, newId('order'), 'requested']])).toBe('ck_payment_orders_draws_add_up');
  });

  it('to pay to an account that nobody verified, or to another organization’s', async () => {
    const unverified = await office.bankAccount(undefined, false);
    const id = await office.order();
    const move = (accountId: string) =>
      [
        `UPDATE payment_orders SET bank_account_id = $2, revision = 2, content = changed.content,
            content_sha256 = encode(sha256(convert_to(changed.content, 'UTF8')), 'hex')
           FROM (SELECT (content::jsonb || jsonb_build_object('revision', 2, 'bankAccount', jsonb_build_object('id', b.id,
                   'holderName', holder_name, 'accountNumber', account_number, 'bic', bic)))::text AS content
                   FROM payment_orders o, bank_accounts b WHERE o.id = $1 AND b.id = $2) changed WHERE id = $1`,
        [id, accountId],
      ] as const;
    expect(await refusedBy(move(unverified))).toBe('ck_payment_orders_bank_account_verified');
    const foreign = newId('bank');
    await db.asOwner(
      `INSERT INTO bank_accounts SELECT ($1::bank_accounts).*`.replace(
        '$1::bank_accounts',
        `jsonb_populate_record(NULL::bank_accounts,
         (SELECT to_jsonb(b) || jsonb_build_object('id', $1::text, 'organization_id', $2::text) FROM bank_accounts b
           WHERE verified_at IS NOT NULL LIMIT 1))`,
      ),
      [foreign, office.otherPayee],
    );
    expect(await refusedBy(move(foreign))).toBe('fk_payment_orders_bank_account');
  });
});

describe('the database refuses a draw', () => {
  it('to be let go before its order is given up, or to come back', async () => {
    const id = await office.approvedOrder();
    const live = (value: boolean) => ['UPDATE order_draws SET live = $2 WHERE order_id = $1', [id, value]] as const;
    expect(await refusedBy(live(false))).toBe('ck_order_draws_live');
    expect(await refusedBy(setState(id, 'rejected'), live(false), live(true))).toBe('ck_order_draws_live');
  });

  it('that makes the order more than its amount, or is not what its hold holds', async () => {
    const id = await office.order();
    const [hold = ''] = await office.hold(5n);
    const draw = (minor: number) =>
      [
        `INSERT INTO order_draws (order_id, hold_id, account_id, amount_minor) SELECT $1, id, account_id, $3 FROM ledger_holds WHERE id = $2`,
        [id, hold, minor],
      ] as const;
    expect(await refusedBy(draw(5))).toBe('ck_payment_orders_draws_add_up');
    // The hole: one check spent early, then another row.
    expect(await refusedBy(['SET CONSTRAINTS ALL IMMEDIATE', []], draw(5))).toBe('ck_payment_orders_draws_add_up');
    await db.asOwner(
      'UPDATE order_draws SET amount_minor = amount_minor - 4 WHERE order_id = $1 AND amount_minor > 50000',
      [id],
    );
    expect(await refusedBy(draw(4))).toBe('ck_order_draws_hold');
  });
});

describe('the database refuses an instruction', () => {
  it('of an order that is not approved, or with another content', async () => {
    const { id, contentSha256 } = await office.find(await office.order());
    expect(await refusedBy(instruction(id, contentSha256))).toBe('ck_payment_instructions_approved_order');
    const approved = await office.approvedOrder();
    expect(await refusedBy(instruction(approved, contentSha256))).toBe('ck_payment_instructions_approved_order');
  });

  it('beside a live one', async () => {
    const { id, contentSha256 } = await office.find(await office.approvedOrder());
    const first = newId('inst');
    expect(await refusedBy(instruction(id, contentSha256, null, first), instruction(id, contentSha256, first))).toBe(
      'uq_payment_instructions_live',
    );
  });

  it('after a dead one that it does not name, names from another order, or names twice', async () => {
    const { id, contentSha256 } = await office.find(await office.approvedOrder());
    const other = await office.find(await office.approvedOrder());
    const [first, foreign, second] = [newId('inst'), newId('inst'), newId('inst')];
    const fail = (dead: string) => [`UPDATE payment_instructions SET state = 'failed' WHERE id = $1`, [dead]] as const;
    expect(
      await refusedBy(
        instruction(id, contentSha256, null, first),
        fail(first),
        instruction(other.id, other.contentSha256, null, foreign),
        fail(foreign),
      ),
    ).toBe('nothing');
    expect(await refusedBy(instruction(id, contentSha256))).toBe('uq_payment_instructions_first');
    expect(await refusedBy(instruction(id, contentSha256, foreign))).toBe('fk_payment_instructions_replaces');
    expect(
      await refusedBy(
        instruction(id, contentSha256, first, second),
        fail(second),
        instruction(id, contentSha256, first),
      ),
    ).toBe('uq_payment_instructions_replaces');
    expect(await refusedBy([`UPDATE payment_instructions SET state = 'sent' WHERE id = $1`, [first]])).toBe(
      'ck_payment_instructions_final',
    );
  });

  it('to be settled without a transfer, or under another name at the bank', async () => {
    const { id, contentSha256 } = await office.find(await office.approvedOrder());
    const settled = [
      `UPDATE payment_instructions SET state = 'settled', settled_on = '2026-11-24' WHERE order_id = $1`,
      [id],
    ] as const;
    expect(await refusedBy(instruction(id, contentSha256), settled)).toBe('ck_payment_instructions_settled');
    const [sql, params] = instruction(id, contentSha256);
    expect(await refusedBy([sql, params.with(2, 'another')])).toBe('ck_payment_instructions_end_to_end_id');
  });
});

describe('the database refuses bank details', () => {
  it('to be changed, or verified by the one who entered them', async () => {
    const id = await office.bankAccount(undefined, false);
    expect(await refusedBy([`UPDATE bank_accounts SET account_number = 'ELSEWHERE' WHERE id = $1`, [id]])).toBe(
      INSUFFICIENT_PRIVILEGE,
    );
    const verify = 'UPDATE bank_accounts SET verified_by_person = $2, verified_at = now() WHERE id = $1';
    expect(await refusedBy([verify, [id, office.finance.personId]])).toBe('ck_bank_accounts_second_person');
  });
});

it('names a refusal so that code can tell which it was', async () => {
  const { id, contentSha256 } = await office.find(await office.order());
  const [sql, params] = approval(id, contentSha256, office.finance);
  const error: unknown = await db.uow
    .run(db.actor, (tx) => tx.query(sql, [...params]))
    .catch((refusal: unknown) => refusal);
  expect(isViolation(error, 'ck_payment_approvals_not_maker')).toBe(true);
});
