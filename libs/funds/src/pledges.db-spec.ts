// Danger: a donor's pledge is changed by others, after it was signed, or counted on when it is long over.
import { newId, NotFound } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { NOT_EARMARKED } from './earmark.rules.js';
import { fundsEntities } from './fund.entities.js';
import { brokenInvariants, TODAY, Treasury, usd } from './funds.fixture.js';

const db = testDatabase({ entities: fundsEntities });
let at: Treasury;

beforeEach(async () => {
  at = await new Treasury(db).open();
});
afterEach(async () => expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual([]));

describe('a donor', () => {
  const donor = () => ({ ...at.finance, role: 'donor' as const, organizationId: at.donor.organizationId });
  const other = () => ({ ...donor(), organizationId: newId('org') });
  const own = (minor: bigint, more = {}) => ({
    ...{ fundId: at.fundId, donorOrganizationId: at.donor.organizationId, amount: usd(minor), feeRateMillionths: 0 },
    ...{ earmark: NOT_EARMARKED, pledgedOn: TODAY, ...more },
  });
  const pledge = (minor = 500n) => db.uow.run(donor(), (tx) => at.agreements.pledge(tx, own(minor)));
  const reduce = (id: string, minor: bigint, version = 1, actor = donor()) =>
    db.uow.run(actor, (tx) => at.agreements.reduce(tx, { id, version }, { amount: usd(minor), reason: 'budget cut' }));
  const withdraw = (id: string, version = 1, actor = donor()) =>
    db.uow.run(actor, (tx) => at.agreements.withdraw(tx, id, version, 'budget cut'));

  it('pledges for their own organization, makes it less, and the fee is agreed on with the signature', async () => {
    const id = await pledge();
    expect(await at.agreement(id)).toMatchObject({ state: 'pledged', amount: usd(500n) });
    await reduce(id, 300n);
    expect(await at.agreement(id)).toMatchObject({ amount: usd(300n), version: 2 });
    await at.as((tx) => at.agreements.sign(tx, id, 2, TODAY, 10_000));
    expect(await at.agreement(id)).toMatchObject({ state: 'committed', feeRateMillionths: 10_000 });
    await expect(reduce(id, 200n, 3)).rejects.toMatchObject({ code: 'agreement-is-signed' });
    await expect(withdraw(id, 3)).rejects.toMatchObject({ code: 'agreement-is-signed' });
  });

  it('takes a pledge back before the signature, and pledges for nobody else', async () => {
    const id = await pledge();
    await expect(reduce(id, 500n)).rejects.toMatchObject({ errors: [{ path: 'amount' }] });
    await expect(withdraw(id, 1, other())).rejects.toThrow(NotFound);
    await expect(reduce(id, 100n, 1, other())).rejects.toThrow(NotFound);
    await withdraw(id);
    expect(await at.agreement(id)).toMatchObject({ state: 'withdrawn' });
    await expect(db.uow.run(other(), (tx) => at.agreements.pledge(tx, own(1n)))).rejects.toMatchObject({
      code: 'denied',
    });
    const offer = own(1n, { offerId: newId('offer') });
    await expect(db.uow.run(donor(), (tx) => at.agreements.pledge(tx, offer))).rejects.toMatchObject({
      code: 'denied',
    });
  });
});

it('a pledge that nobody signed in time lapses, once, and a signed one stays', async () => {
  const [late, signed, open] = [await at.pledge(), await at.agree(), await at.pledge()];
  const yesterday = `(now() AT TIME ZONE 'UTC')::date - 1`;
  await db.asOwner(`UPDATE fund_agreements SET valid_until = ${yesterday} WHERE id = ANY($1)`, [[late, signed]]);
  await Promise.all([1, 2].map(() => at.as((tx) => at.agreements.lapseOver(tx))));
  expect(await at.as((tx) => at.agreements.lapseOver(tx))).toBe(0);
  const states = await Promise.all([late, signed, open].map(async (id) => (await at.agreement(id)).state));
  expect(states).toEqual(['lapsed', 'committed', 'pledged']);
  const acts = await db.asOwner(`SELECT 1 FROM audit_log WHERE ref_id = $1 AND act = 'agreement.lapsed'`, [late]);
  expect(acts).toHaveLength(1);
});

it.each([
  ['more', 'amount_minor = amount_minor + 1'],
  [
    'less once signed',
    `amount_minor = amount_minor - 1, state = 'committed', signed_on = pledged_on, committed_base_minor = 1`,
  ],
  ['another fee without a signature', 'fee_rate_millionths = 1'],
])('the database lets no pledge become %s', async (_, change) => {
  const id = await at.pledge();
  await expect(db.asOwner(`UPDATE fund_agreements SET ${change} WHERE id = $1`, [id])).rejects.toThrow(
    'stays as it is',
  );
});
