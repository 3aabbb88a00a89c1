import { InvalidInput } from '#libs/kernel';
import { readFlowRow } from './flow.rules.js';

const ROW = {
  flow_ref: 'f-1', need_ref: 'n-1', donor: 'Norway', donor_ref: '5074', status_code: '40', status: 'Paid contribution',
  amount: '10.50', currency: 'USD', value_date: '2010-01-26', description: 'Marking machines',
}; // prettier-ignore

function wrongColumns(changes: Partial<typeof ROW>): string[] {
  try {
    readFlowRow({ ...ROW, ...changes });
    return [];
  } catch (error) {
    return (error as InvalidInput).errors.map(({ path }) => path);
  }
}

it('reads a row exactly', () => {
  const row = readFlowRow(ROW);
  expect(row).toMatchObject({ kind: 'payment', needRef: 'n-1', externalRef: 'f-1' });
  expect(row.amount.toJSON()).toEqual({ minor: '1050', currency: 'USD' });
});

it.each([['20', 'pledge'], ['30', 'commitment'], ['40', 'payment']])('status %s is a %s', (status_code, kind) =>
  expect(readFlowRow({ ...ROW, status_code, status: '' }).kind).toBe(kind)); // prettier-ignore

it('takes 0 and currencies without decimals', () => {
  expect(readFlowRow({ ...ROW, amount: '0' }).amount.minor).toBe(0n);
  expect(readFlowRow({ ...ROW, amount: '250000', currency: 'UGX' }).amount.minor).toBe(250_000n);
});

it.each<[Partial<typeof ROW>, string[]]>([
  [{ flow_ref: ' ' }, ['flow_ref']],
  [{ donor: '' }, ['donor']],
  [{ donor: 'Nor\u202eway', description: 'x\u0007' }, ['donor', 'description']],
  [{ flow_ref: '\u200b', donor: 'two\nlines' }, ['flow_ref', 'donor']],
  [{ status_code: '50' }, ['status_code']],
  [{ status: 'Pledge' }, ['status']],
  [{ amount: '-1' }, ['amount']],
  [{ amount: '1,000' }, ['amount']],
  [{ amount: '1e6' }, ['amount']],
  [{ amount: '0.001' }, ['amount']],
  [{ amount: '10.5', currency: 'UGX' }, ['amount']],
  [{ amount: '99999999999999999' }, ['amount']],
  [{ currency: 'usd' }, ['currency']],
  [{ value_date: '2010-02-30' }, ['value_date']],
  [{ value_date: '26/01/2010', amount: '' }, ['value_date', 'amount']],
  [{ description: 'x'.repeat(5_001) }, ['description']],
])('refuses %j and names the column', (changes, columns) => expect(wrongColumns(changes)).toEqual(columns));
