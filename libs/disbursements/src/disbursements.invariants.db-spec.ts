// The danger: doctor says all is well while it is not. Each violation is planted once, past all guards, and must be reported.
import { testDatabase } from '#libs/platform';
import { disbursementsEntities } from './disbursements.entities.js';
import { FaultyLine, PaymentOffice } from './disbursements.fixture.js';
import { disbursementsInvariants } from './disbursements.invariants.js';
import { SANDBOX_ENDINGS, SandboxBank } from './sandbox-bank.js';

const db = testDatabase({ entities: disbursementsEntities });
const office = new PaymentOffice(db);
let settled: string;
let failed: string;
let requested: string;

beforeAll(async () => {
  await office.open();
  const bank = new SandboxBank(db.url);
  settled = await office.approvedOrder();
  failed = await office.approvedOrder({ bankAccountId: await office.bankAccount(`CLOSED${SANDBOX_ENDINGS.refused}`) });
  requested = await office.order();
  const given = await office.order();
  await office.as(office.approver, (tx) => office.disbursements.reject(tx, given, 1, 'test'));
  await office.work(new FaultyLine(bank));
  await bank.onApplicationShutdown();
});

const TABLES = [
  'memberships',
  'bank_accounts',
  'payment_orders',
  'payment_instructions',
  'payment_approvals',
  'order_draws',
  'ledger_transfers',
  'ledger_entries',
  'ledger_holds',
];

/** The invariants that are broken after these statements, which are undone again. */
async function broken(...plants: readonly (readonly [sql: string, ...params: string[]])[]): Promise<string[]> {
  await db.asOwner('BEGIN');
  try {
    for (const table of TABLES) await db.asOwner(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const [sql, ...params] of plants) await db.asOwner(sql, params);
    const found: string[] = [];
    for (const { name, sql } of disbursementsInvariants) {
      const rows = await db.asOwner<{ what: string }>(sql);
      if (rows.length > 0) found.push(name);
      for (const { what } of rows) expect(what).toEqual(expect.any(String));
    }
    return found;
  } finally {
    await db.asOwner('ROLLBACK');
  }
}

const reports = (rule: string) => expect.arrayContaining([`disbursements.${rule}`]);

it('reports nothing on books that the verbs wrote', async () => {
  expect(await office.find(settled)).toMatchObject({ state: 'settled' });
  expect(await office.find(failed)).toMatchObject({ state: 'failed' });
  expect(await broken()).toEqual([]);
});

it('reports an order that is settled without a settled instruction', async () => {
  expect(await broken([`UPDATE payment_orders SET state = 'settled' WHERE id = $1`, failed])).toEqual(
    reports('settled-by-one-instruction'),
  );
});

it('reports a settled instruction whose order is not', async () => {
  expect(await broken([`UPDATE payment_orders SET state = 'accepted' WHERE id = $1`, settled])).toEqual(
    reports('settled-by-one-instruction'),
  );
});

it('reports an order that two instructions settled', async () => {
  const twice = await broken(
    ['DROP INDEX uq_payment_instructions_live'],
    ['ALTER TABLE payment_instructions DROP CONSTRAINT uq_payment_instructions_transfer'],
    [
      `INSERT INTO payment_instructions (id, order_id, end_to_end_id, rail, content_sha256, state, replaces, settled_on, transfer_id)
       SELECT id || 'x', order_id, end_to_end_id || 'x', rail, content_sha256, state, id, settled_on, transfer_id
         FROM payment_instructions WHERE order_id = $1`,
      settled,
    ],
  );
  expect(twice).toEqual(reports('settled-by-one-instruction'));
  expect(twice).toEqual(reports('settled-is-booked-once'));
});

it('reports a purpose that two orders pay, and an order given up or failed that its bank may still pay', async () => {
  const revive = `UPDATE payment_instructions SET state = 'accepted' WHERE order_id = $1`;
  const again = `UPDATE payment_orders SET state = 'accepted', purpose_ref = (SELECT purpose_ref FROM payment_orders WHERE id = $2)
    WHERE id = $1`;
  const index = 'DROP INDEX uq_payment_orders_live_purpose';
  expect(await broken([index], [revive, failed], [again, failed, settled])).toEqual(
    reports('one-payment-for-one-purpose'),
  );
  expect(await broken([revive, failed])).toEqual(reports('one-payment-for-one-purpose'));
});

const ACCOUNT = 'WHERE id = (SELECT bank_account_id FROM payment_orders WHERE id = $1)';
const contentWith = (part: string, value: string) =>
  `UPDATE payment_orders SET content = c.text, content_sha256 = encode(sha256(convert_to(c.text, 'UTF8')), 'hex')
     FROM (SELECT jsonb_set(content::jsonb, '{bankAccount,${part}}', '"${value}"')::text FROM payment_orders WHERE id = $1) c (text)
    WHERE id = $1`;

it.each([
  contentWith('holderName', 'Another'),
  contentWith('accountNumber', 'EVIL9999'),
  contentWith('bic', 'EVILXX22'),
  `UPDATE bank_accounts SET account_number = 'EVIL9999' ${ACCOUNT}`,
  `UPDATE bank_accounts SET verified_by_person = NULL, verified_at = NULL ${ACCOUNT}`,
])('reports an order that pays another account than the verified one: %s', async (sql) => {
  for (const order of [settled, requested]) {
    expect(await broken([sql, order])).toEqual(reports('pays-the-verified-account'));
  }
});

it('reports a settled payment that is not booked, or booked otherwise', async () => {
  const unbooked = `UPDATE ledger_transfers SET idempotency_key = 'other' WHERE id =
    (SELECT transfer_id FROM payment_instructions WHERE order_id = $1)`;
  expect(await broken([unbooked, settled])).toEqual(reports('settled-is-booked-once'));
  const less = `UPDATE ledger_entries SET hold_id = NULL WHERE hold_id = (SELECT min(hold_id) FROM order_draws WHERE order_id = $1)`;
  expect(await broken([less, settled])).toEqual(reports('settled-is-booked-once'));
});

it('reports a booking of a payment that is not settled', async () => {
  const book = `UPDATE ledger_transfers SET idempotency_key = (SELECT id FROM payment_instructions WHERE order_id = $1)
    WHERE id = (SELECT min(id) FROM ledger_transfers WHERE reason = 'deposit')`;
  expect(await broken([book, failed])).toEqual(reports('unsettled-is-not-booked'));
});

it.each([
  [
    'a second approval that is missing',
    `DELETE FROM payment_approvals WHERE order_id = $1 AND id = (SELECT min(id) FROM payment_approvals WHERE order_id = $1)`,
  ],
  [
    'an approval by the maker',
    `UPDATE payment_approvals a SET approver_person_id = o.created_by_person FROM payment_orders o
     WHERE o.id = a.order_id AND o.id = $1 AND a.id = (SELECT min(id) FROM payment_approvals WHERE order_id = $1)`,
  ],
  [
    'an approval for the payee',
    `UPDATE payment_approvals a SET approver_organization_id = o.payee_organization_id FROM payment_orders o
     WHERE o.id = a.order_id AND o.id = $1`,
  ],
  [
    'an approver who belonged to the payee then',
    `INSERT INTO memberships (id, person_id, organization_id, role, created_at) SELECT 'memb_planted', approver_person_id,
       o.payee_organization_id, 'focal-point', now() - interval '1 day' FROM payment_approvals a JOIN payment_orders o
       ON o.id = a.order_id AND o.id = $1 LIMIT 1`,
  ],
  [
    'an approver who became one only later',
    `UPDATE memberships SET created_at = now() WHERE person_id IN (SELECT approver_person_id FROM payment_approvals WHERE order_id = $1)`,
  ],
  [
    'an approver who was one no more',
    `UPDATE memberships b SET ended_at = a.approved_at FROM payment_approvals a
      WHERE a.order_id = $1 AND b.person_id = a.approver_person_id`,
  ],
  [
    'an approver who had another role',
    `UPDATE memberships SET role = 'finance' WHERE person_id IN (SELECT approver_person_id FROM payment_approvals WHERE order_id = $1)`,
  ],
  [
    'an approval by who entered the account',
    `UPDATE bank_accounts SET created_by_person = (SELECT min(approver_person_id) FROM payment_approvals WHERE order_id = $1) ${ACCOUNT}`,
  ],
  [
    'an edit after the approvals',
    `UPDATE payment_orders SET purpose = 'Other', revision = 2, content = c.text,
       content_sha256 = encode(sha256(convert_to(c.text, 'UTF8')), 'hex')
     FROM (SELECT (content::jsonb || '{"purpose": "Other", "revision": 2}')::text FROM payment_orders WHERE id = $1) c WHERE id = $1`,
  ],
])('reports %s', async (_, sql) => {
  expect(await broken([sql, settled])).toEqual(reports('two-approvers'));
});

it.each([
  `UPDATE payment_orders SET created_by_person = $2, maker_person_ids = ARRAY[$2] WHERE id = $1`,
  `UPDATE bank_accounts SET created_by_person = $2 WHERE id = (SELECT bank_account_id FROM payment_orders WHERE id = $1)`,
  `UPDATE bank_accounts SET verified_by_person = $2 WHERE id = (SELECT bank_account_id FROM payment_orders WHERE id = $1)`,
])('reports a hand of the payee in its own payment: %s', async (sql) => {
  expect(await broken([sql, requested, office.bothSides.personId])).toEqual(reports('no-hand-in-own-payments'));
});

it('reports draws that are missing, too much, or still live when the order was rejected', async () => {
  const missing = `DELETE FROM order_draws WHERE order_id = $1 AND hold_id = (SELECT min(hold_id) FROM order_draws WHERE order_id = $1)`;
  expect(await broken([missing, requested])).toEqual(reports('draws-add-up'));
  expect(
    await broken([`UPDATE order_draws SET amount_minor = amount_minor + 1 WHERE order_id = $1`, requested]),
  ).toEqual(reports('draws-add-up'));
  expect(await broken([`UPDATE payment_orders SET state = 'rejected' WHERE id = $1`, requested])).toEqual(
    reports('draws-add-up'),
  );
});

it('reports a hold that was let go under an order, or not posted by its payment', async () => {
  const release = `UPDATE ledger_holds SET state = 'voided', resolved_at = now(), void_reason = 'x'
    WHERE id IN (SELECT hold_id FROM order_draws WHERE order_id = $1)`;
  expect(await broken([release, failed])).toEqual(reports('holds-stay'));
  const reopen = `UPDATE ledger_holds SET state = 'pending', resolved_at = NULL WHERE id IN (SELECT hold_id FROM order_draws WHERE order_id = $1)`;
  expect(await broken([reopen, settled])).toEqual(reports('holds-stay'));
});

it('reports a history with a gap, or with another end', async () => {
  expect(await broken([`DELETE FROM order_events WHERE order_id = $1 AND sequence = 2`, settled])).toEqual(
    reports('history-is-whole'),
  );
  expect(await broken([`UPDATE payment_orders SET state = 'returned' WHERE id = $1`, failed])).toEqual(
    reports('history-is-whole'),
  );
});

it('reports a bank that executed twice, not at all, in spite of its word, or unasked', async () => {
  const of = (order: string) =>
    `end_to_end_id = (SELECT end_to_end_id FROM payment_instructions WHERE order_id = '${order}')`;
  for (const plant of [
    `UPDATE sandbox_bank_payments SET executions = 2 WHERE ${of(settled)}`,
    `UPDATE sandbox_bank_payments SET executions = 0 WHERE ${of(settled)}`,
    `UPDATE sandbox_bank_payments SET executions = 1 WHERE ${of(failed)}`,
    `UPDATE sandbox_bank_payments SET end_to_end_id = 'nobodysent' WHERE ${of(settled)}`,
  ]) {
    expect(await broken([plant])).toEqual(reports('sandbox-bank-executed-once'));
  }
});

it.each([
  'amount_minor = b.amount_minor + 1',
  `currency = 'EUR'`,
  `account_number = 'EVIL9999'`,
  `holder_name = 'Another'`,
])('reports a bank that paid otherwise than ordered: %s', async (set) => {
  const plant = `UPDATE sandbox_bank_payments b SET ${set} FROM payment_instructions i
    WHERE i.end_to_end_id = b.end_to_end_id AND i.order_id = $1`;
  expect(await broken([plant, settled])).toEqual(['disbursements.sandbox-bank-paid-what-was-ordered']);
});
