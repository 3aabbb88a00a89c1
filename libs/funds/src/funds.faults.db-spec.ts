import { newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import type { QueryRunner } from 'typeorm';
import { fundsEntities } from './fund.entities.js';
import { brokenInvariants, Treasury, usd } from './funds.fixture.js';
import { CreditsOfAFund1764000900010 } from './migrations/1764000900010-credits-of-a-fund.js';

// Each promise of the funds, broken on purpose: refused while the database guards it, reported by doctor when it does not.

const db = testDatabase({ entities: fundsEntities });
const at = new Treasury(db);
let agreement: string;
let pledged: string;

beforeAll(async () => {
  await at.open();
  agreement = await at.agree({ amount: usd(1_000n), earmark: { level: 3, areas: ['HT'] } });
  await at.deposit(agreement, usd(500n));
  pledged = await at.pledge();
  await at.draw(100n, { ref: 'tran_planted' });
});

/** Runs statements as the owner of the tables and takes them back; gives the name of the rule that refused. */
async function refusedBy(...statements: string[]): Promise<string | undefined> {
  await db.asOwner('BEGIN');
  try {
    for (const sql of statements) await db.asOwner(sql);
    await db.asOwner('SET CONSTRAINTS ALL IMMEDIATE');
    return undefined;
  } catch (error) {
    return (error as { constraint?: string }).constraint;
  } finally {
    await db.asOwner('ROLLBACK');
  }
}

const change = (set: string, id = agreement) => `UPDATE fund_agreements SET ${set} WHERE id = '${id}'`;
/** The agreement that took in money, once more. */
const anotherOf = (offerId: string) => [
  `CREATE TEMPORARY TABLE planted ON COMMIT DROP AS SELECT * FROM fund_agreements WHERE id = '${agreement}'`,
  `UPDATE planted SET id = 'agr_planted', offer_id = '${offerId}', state = 'pledged', received_minor = 0, signed_on = NULL,
     committed_base_minor = NULL`,
  'INSERT INTO fund_agreements SELECT * FROM planted',
];
const again = (columns: Record<string, string>) => {
  const names =
    'agreement_id, fund_id, amount_minor, currency, received_on, base_minor, base_currency, fee_minor, fee_rate_millionths, rate, rate_on, rate_source, external_ref, transfer_id';
  const values = names.split(', ').map((name) => columns[name] ?? name);
  return `INSERT INTO fund_deposits (id, ${names}) SELECT '${newId('dep')}', ${values.join(', ')} FROM fund_deposits LIMIT 1`;
};

describe('the database refuses', () => {
  const faults: Record<string, () => [statements: string[], rule: string]> = {
    'a state that is none': () => [[change(`state = 'exhausted'`)], 'ck_fund_agreements_state'],
    'more received than agreed': () => [[change('received_minor = 1001')], 'ck_fund_agreements_received'],
    'received before it is signed': () => [[change('received_minor = 1', pledged)], 'ck_fund_agreements_received'],
    'committed without a signature': () => [[change(`state = 'committed'`, pledged)], 'ck_fund_agreements_signed'],
    'signed before the pledge': () => [
      [change(`state = 'committed', signed_on = '2020-01-01', committed_base_minor = 1`, pledged)],
      'ck_fund_agreements_signed_after_pledge',
    ],
    'a fee of more than everything': () => [
      [
        change(
          `fee_rate_millionths = 1000001, state = 'committed', signed_on = pledged_on, committed_base_minor = 1`,
          pledged,
        ),
      ],
      'ck_fund_agreements_fee_rate',
    ],
    'an earmark that says nothing': () => [[change(`earmark_areas = '{}'`)], 'ck_fund_agreements_earmark_says_what'],
    'no earmark that says something': () => [[change('earmark_level = 1')], 'ck_fund_agreements_earmark_says_what'],
    'a second agreement of an offer that gave money': () => [
      [change(`state = 'withdrawn', offer_id = 'offer_1'`), ...anotherOf('offer_1')],
      'uq_fund_agreements_offer',
    ],
    'half a rate': () => [
      [change(`state = 'committed', signed_on = pledged_on, committed_base_minor = 1, committed_rate = 1`, pledged)],
      'ck_fund_agreements_committed_rate_whole',
    ],
    'another value of what was signed': () => [[change('committed_base_minor = 999')], 'ck_fund_agreements_rates_stay'],
    'another day of the signature': () => [[change('signed_on = signed_on + 1')], 'ck_fund_agreements_rates_stay'],
    'another rate of the pledge': () => [
      [change(`pledged_rate = 1, pledged_rate_on = pledged_on, pledged_rate_source = 'x'`, pledged)],
      'ck_fund_agreements_rates_stay',
    ],
    'received without a deposit': () => [[change('received_minor = 501')], 'ck_fund_agreements_received_is_deposits'],
    'a deposit that the agreement does not count': () => [
      ['ALTER TABLE fund_deposits DROP CONSTRAINT uq_fund_deposits_transfer', again({ external_ref: `'x'` })],
      'ck_fund_agreements_received_is_deposits',
    ],
    'the same credit twice': () => [
      ['ALTER TABLE fund_deposits DROP CONSTRAINT uq_fund_deposits_transfer', again({})],
      'uq_fund_deposits_external_ref',
    ],
    'the same credit under another agreement of the fund': () => [
      ['ALTER TABLE fund_deposits DROP CONSTRAINT uq_fund_deposits_transfer', again({ agreement_id: `'${pledged}'` })],
      'uq_fund_deposits_external_ref',
    ],
    'a deposit to another fund than that of its agreement': () => [
      [
        'ALTER TABLE fund_deposits DROP CONSTRAINT uq_fund_deposits_transfer',
        again({ fund_id: `'fund_other'`, external_ref: `'x'` }),
      ],
      'fk_fund_deposits_fund',
    ],
    'a transfer for two deposits': () => [[again({ external_ref: `'x'` })], 'uq_fund_deposits_transfer'],
    'a fee of more than the deposit': () => [
      [again({ external_ref: `'x'`, fee_minor: 'base_minor + 1' })],
      'ck_fund_deposits_fee',
    ],
    'an exchange without a rate': () => [
      [again({ external_ref: `'x'`, currency: `'EUR'` })],
      'ck_fund_deposits_converted',
    ],
    'a deposit that is booked as another one': () => [
      [
        'ALTER TABLE fund_deposits DROP CONSTRAINT uq_fund_deposits_transfer',
        change('received_minor = 600'),
        again({ external_ref: `'x'`, amount_minor: '100', base_minor: '100', fee_minor: '1' }),
      ],
      'ck_fund_deposits_booked',
    ],
  };

  it.each(Object.entries(faults))('%s', async (_, plant) => {
    const [statements, rule] = plant();
    expect(await refusedBy(...statements)).toBe(rule);
  });

  it.each([
    'UPDATE fund_agreements SET earmark_level = 1',
    `UPDATE fund_agreements SET account_id = paid_account_id`,
    'UPDATE fund_deposits SET fee_minor = 0',
    'DELETE FROM fund_deposits',
    'DELETE FROM fund_agreements',
    'DELETE FROM funds',
    `UPDATE funds SET currency = 'EUR'`,
  ])('the role of the processes: %s', async (sql) => {
    await expect(db.dataSource.query(sql)).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});

it('an installation that booked a credit under two agreements migrates, and the second one says that it is not the first', async () => {
  await db.asOwner('BEGIN');
  try {
    for (const sql of [
      'ALTER TABLE fund_deposits DISABLE TRIGGER USER, DROP CONSTRAINT uq_fund_deposits_transfer, DROP fund_id CASCADE',
      'ALTER TABLE fund_deposits ADD CONSTRAINT uq_fund_deposits_external_ref UNIQUE (agreement_id, external_ref)',
      'ALTER TABLE fund_agreements DROP CONSTRAINT uq_fund_agreements_fund',
      'DROP INDEX ix_fund_deposits_agreement',
      `UPDATE fund_deposits SET external_ref = 'BANK-1'`,
      `INSERT INTO fund_deposits SELECT 'dep_zz', '${pledged}', amount_minor, currency, received_on, base_minor, base_currency,
         fee_minor, fee_rate_millionths, rate, rate_on, rate_source, external_ref, transfer_id, recorded_at FROM fund_deposits`,
    ]) {
      await db.asOwner(sql);
    }
    const query = (sql: string) => db.asOwner(sql);
    await new CreditsOfAFund1764000900010().up({ query } as unknown as QueryRunner);
    expect(await db.asOwner('SELECT external_ref AS ref, fund_id AS fund FROM fund_deposits ORDER BY id')).toEqual([
      { ref: 'BANK-1', fund: at.fundId },
      { ref: 'BANK-1 (dep_zz)', fund: at.fundId },
    ]);
  } finally {
    await db.asOwner('ROLLBACK');
  }
});

describe('doctor', () => {
  const DISARM = [
    ...['fund_agreements', 'fund_deposits', 'ledger_accounts', 'ledger_entries', 'ledger_holds'].map(
      (table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`,
    ),
    'ALTER TABLE fund_deposits DROP CONSTRAINT uq_fund_deposits_transfer',
  ];

  /** What doctor says about the funds after statements that nothing stood in the way of; everything is taken back. */
  async function reports(...statements: string[]): Promise<string[]> {
    await db.asOwner('BEGIN');
    try {
      for (const sql of [...DISARM, ...statements]) await db.asOwner(sql);
      const broken = await brokenInvariants((sql) => db.asOwner(sql));
      return broken.filter((name) => name.startsWith('funds.'));
    } finally {
      await db.asOwner('ROLLBACK');
    }
  }

  it('finds nothing wrong with sound books', async () => expect(await reports()).toEqual([]));

  it.each<[string, () => string | string[]]>([
    ['funds.received-is-the-sum-of-deposits', () => change('received_minor = 400')],
    ['funds.deposits-are-booked', () => 'UPDATE fund_deposits SET fee_minor = fee_minor + 1'],
    ['funds.converted-at-their-rates', () => change('committed_base_minor = committed_base_minor + 1')],
    [
      'funds.money-is-conserved',
      () => `UPDATE ledger_accounts SET posted_minor = posted_minor - 1 WHERE code = '${agreement}/available'`,
    ],
    [
      'funds.accounts-fit',
      () => `UPDATE ledger_accounts SET min_balance_minor = NULL WHERE code = '${agreement}/available'`,
    ],
    [
      'funds.donor-stays',
      () => `UPDATE fund_agreements SET donor_organization_id = (SELECT max(id) FROM organizations o
          WHERE o.id <> donor_organization_id)`,
    ],
    [
      'funds.one-offer-one-agreement',
      () => [change(`state = 'withdrawn', offer_id = 'offer_1'`), change(`offer_id = 'offer_1'`, pledged)],
    ],
    [
      'funds.one-purpose-one-fund',
      () => `INSERT INTO ledger_holds SELECT 'hold_planted', 'planted', request_sha256, ref, account_id, to_account_id,
          currency, book, 1 FROM ledger_holds WHERE ref = 'tran_planted'`,
    ],
  ])('reports %s', async (invariant, plant) => expect(await reports(...[plant()].flat())).toContain(invariant));
});
