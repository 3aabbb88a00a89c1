import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A bank names a credit once on the account of a fund, whatever agreement it is booked under. */
export class CreditsOfAFund1764000900010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE fund_agreements ADD CONSTRAINT uq_fund_agreements_fund UNIQUE (id, fund_id)');
    await runner.query('ALTER TABLE fund_deposits ADD fund_id text');
    await runner.query(
      'UPDATE fund_deposits d SET fund_id = g.fund_id FROM fund_agreements g WHERE g.id = d.agreement_id',
    );
    // What was booked stays booked: a reference that came again keeps its words and says whose it is, for finance to look at.
    await runner.query(`
      UPDATE fund_deposits d SET external_ref = left(d.external_ref, 100) || ' (' || d.id || ')'
       WHERE EXISTS (SELECT FROM fund_deposits first
                      WHERE first.fund_id = d.fund_id AND first.external_ref = d.external_ref AND first.id < d.id)`);
    await runner.query(`
      ALTER TABLE fund_deposits ALTER fund_id SET NOT NULL,
        ADD CONSTRAINT fk_fund_deposits_fund FOREIGN KEY (agreement_id, fund_id) REFERENCES fund_agreements (id, fund_id),
        DROP CONSTRAINT uq_fund_deposits_external_ref,
        ADD CONSTRAINT uq_fund_deposits_external_ref UNIQUE (fund_id, external_ref)`);
    await runner.query('CREATE INDEX ix_fund_deposits_agreement ON fund_deposits (agreement_id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
