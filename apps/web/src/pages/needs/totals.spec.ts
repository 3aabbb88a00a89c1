// Danger: dollars added to euros, or machines to money.
import { totalsOf } from './totals.js';

const line = (measure: { currency: string } | { unit: string }, requested: string, committed = '0') => ({
  measure,
  requested,
  committed,
  delivered: '0',
  open: (BigInt(requested) - BigInt(committed)).toString(),
});

it('adds per currency and per unit only', () => {
  const totals = totalsOf([
    line({ currency: 'USD' }, '100'),
    line({ currency: 'EUR' }, '7'),
    line({ unit: 'machine' }, '12', '4'),
    line({ currency: 'USD' }, '50', '20'),
  ]);
  expect(totals.map(({ key, requested, committed, open }) => [key, requested, committed, open])).toEqual([
    ['USD', '150', '20', '130'],
    ['EUR', '7', '0', '7'],
    ['machine', '12', '4', '8'],
  ]);
});

it('shows 0 as 0', () => {
  expect(totalsOf([line({ currency: 'USD' }, '0')])[0]?.requested).toBe('0');
});
