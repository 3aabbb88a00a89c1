// Danger: promises, obligations and payments run into one number, or flows tell of a need that its reader may not see.
import { Audit } from '#libs/audit';
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { ReferenceLoader, ReferenceQueries } from '#libs/reference';
import { flowsEntities } from './flow.entity.js';
import { FlowsImport } from './flows.import.js';
import { flowsInvariants } from './flows.invariants.js';
import { FlowsQueries } from './flows.queries.js';

const db = testDatabase({ entities: flowsEntities });
const audit = new Audit();
const flows = new FlowsImport(new ReferenceQueries(), audit);
const queries = new FlowsQueries();
const coordinator: Actor = { role: 'coordinator', personId: newId('pers'), organizationId: newId('org'), label: 'C' };
const owner = newId('org');
const [open, closed] = [newId('need'), newId('need')];

const ROW = {
  flow_ref: 'f-1', need_ref: 'open', donor: 'Norway', donor_ref: '5074', status_code: '40', amount: '100',
  currency: 'USD', value_date: '2010-01-26', description: '',
}; // prettier-ignore

function importRow(changes: Partial<typeof ROW>) {
  return db.uow.run(db.actor, (tx) => flows.importRow(tx, 'relief', { ...ROW, ...changes }));
}

beforeAll(async () => {
  await db.uow.run(db.actor, (tx) => new ReferenceLoader(audit).load(tx));
  await db.asOwner("INSERT INTO organizations (id, kind, name) VALUES ($1, 'state', 'Haiti')", [owner]);
  for (const [id, ref, visibility] of [
    [open, 'open', 'public'],
    [closed, 'closed', 'coordinators'],
  ]) {
    await db.asOwner(
      `INSERT INTO needs (id, organization_id, area_iso2, title, summary, language, state, visibility, source, external_ref,
                          submitted_at, published_at)
       VALUES ($1, $2, 'HT', 'Safes', '', 'en', 'published', $3, 'relief', $4, now(), now())`,
      [id, owner, visibility, ref],
    );
  }
  await db.asOwner(
    `INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source)
     VALUES ('NOK', '2010-01-01', 5, 'bank'), ('NOK', '2010-02-01', 4, 'bank')`,
  );
  await importRow({ flow_ref: 'p', status_code: '20', amount: '50', currency: 'NOK' });
  await importRow({ flow_ref: 'c', status_code: '30', amount: '40' });
  await importRow({ flow_ref: 'c2', status_code: '30', amount: '2.50' });
  await importRow({ flow_ref: 'y', status_code: '40', amount: '40' });
  await importRow({ flow_ref: 'y2', status_code: '40', amount: '70', currency: 'UGX', value_date: '2009-12-31' });
  await importRow({ flow_ref: 'x', need_ref: 'closed' });
  await importRow({ flow_ref: 'z', need_ref: '' });
});

it('sums the three kinds side by side, per currency and in dollars at the frozen rates', async () => {
  expect(await db.uow.read(ANONYMOUS, (tx) => queries.summary(tx, open))).toEqual({
    byCurrency: [
      { currency: 'NOK', pledged: '5000', committed: '0', paid: '0' },
      { currency: 'UGX', pledged: '0', committed: '0', paid: '70' },
      { currency: 'USD', pledged: '0', committed: '4250', paid: '4000' },
    ],
    usd: { currency: 'USD', pledged: '1000', committed: '4250', paid: '4000' },
    unconverted: 1,
  });
});

it('keeps the rate of the day of the flow, and says when there was none', async () => {
  const { items } = await db.uow.read(ANONYMOUS, (tx) => queries.page(tx, { needId: open, limit: 50 }));
  const byRef = new Map(items.map((flow) => [flow.externalRef, flow]));
  expect(byRef.get('p')).toMatchObject({
    kind: 'pledge',
    amount: { minor: '5000', currency: 'NOK' },
    usd: { minor: '1000', currency: 'USD' },
    rate: { unitsPerUsd: '5', on: '2010-01-01', source: 'bank' },
    valueDate: '2010-01-26',
  });
  expect(byRef.get('y2')).toMatchObject({ usd: null, rate: null });
});

it('shows the flows of a need to those who see the need', async () => {
  const refs = async (actor: Actor) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await db.uow.read(actor, (tx) => queries.page(tx, { limit: 2, ...(cursor ? { cursor } : {}) }));
      found.push(...page.items.map((flow) => flow.externalRef));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return found.sort();
  };
  expect(await refs(coordinator)).toEqual(['c', 'c2', 'p', 'x', 'y', 'y2', 'z']);
  expect(await refs(ANONYMOUS)).toEqual(['c', 'c2', 'p', 'y', 'y2', 'z']);
  await expect(db.uow.read(ANONYMOUS, (tx) => queries.summary(tx, closed))).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(db.uow.read(coordinator, (tx) => queries.summary(tx, 'need_\u0000'))).rejects.toMatchObject({
    code: 'not-found',
  });
});

it('filters by kind', async () => {
  const { items } = await db.uow.read(ANONYMOUS, (tx) => queries.page(tx, { kind: 'commitment', limit: 50 }));
  expect(items.map((flow) => flow.externalRef).sort()).toEqual(['c', 'c2']);
});

it('knows the same again, refuses other content and unknown currencies', async () => {
  expect(await importRow({ flow_ref: 'c', status_code: '30', amount: '40.00' })).toEqual({
    outcome: 'unchanged',
    notes: [],
  });
  await expect(importRow({ flow_ref: 'c', status_code: '40', amount: '41' })).rejects.toMatchObject({
    code: 'flow-differs',
    errors: [{ path: 'status_code' }, { path: 'amount' }],
  });
  expect(await importRow({ flow_ref: 'n', amount: '0', currency: 'UGX', value_date: '2009-12-31' })).toEqual({
    outcome: 'imported',
    notes: ['The source names no amount; it stands as 0.'],
    remark: expect.stringMatching(/^No rate of UGX/) as string,
  });
  await expect(importRow({ flow_ref: 'q', currency: 'QQQ' })).rejects.toMatchObject({ errors: [{ path: 'currency' }] });
});

describe('the database itself refuses', () => {
  it.each([
    ['a kind of its own', "kind = 'gift'", 'ck_flows_kind'],
    ['less than nothing', 'amount_minor = -1', 'ck_flows_amount'],
    ['dollars below nothing', 'usd_minor = -1', 'ck_flows_usd'],
    ['a rate of nothing', 'rate_units_per_usd = 0', 'ck_flows_rate'],
    ['half a conversion', 'rate_on = NULL', 'ck_flows_conversion_whole'],
    ['a reference twice', "external_ref = 'c2'", 'uq_flows_external_ref'],
  ])('%s', async (_, change, constraint) => {
    const update = db.asOwner(`UPDATE flows SET ${change} WHERE external_ref = 'c'`);
    await expect(update).rejects.toMatchObject({ constraint });
  });

  it('a change by the application', async () => {
    await expect(db.dataSource.query('UPDATE flows SET amount_minor = 0')).rejects.toThrow(/permission denied/);
    await expect(db.dataSource.query('DELETE FROM flows')).rejects.toThrow(/permission denied/);
  });
});

it.each([
  ['flows.usd-follows-from-its-rate', 'usd_minor = 999'],
  ['flows.rate-not-from-the-future', "rate_on = '2010-02-01'"],
])('doctor reports a planted violation of %s', async (name, change) => {
  const { sql } = flowsInvariants.find((invariant) => invariant.name === name)!;
  expect(await db.asOwner(sql)).toEqual([]);
  const [flow] = await db.asOwner<{ id: string }>(`UPDATE flows SET ${change} WHERE external_ref = 'p' RETURNING id`);
  expect(await db.asOwner(sql)).toEqual([{ what: expect.stringContaining(flow!.id) as string }]);
  await db.asOwner("UPDATE flows SET usd_minor = 1000, rate_on = '2010-01-01' WHERE external_ref = 'p'");
});
