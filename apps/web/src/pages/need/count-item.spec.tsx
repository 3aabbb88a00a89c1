// Danger: a State is asked to accept in the item what it accepted payment by payment, and overwrites it.
import { screen } from '@testing-library/react';
import type { Need, NeedItem } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { CountItem } from './count-item.js';

const form = (facts: Partial<NeedItem>) => {
  const item = { id: 'item_1', description: 'Training', open: '0', waived: '0', delivered: '100000', ...facts };
  const need = { id: 'need_1', state: 'fulfilled' } as Need;
  const full = { measure: { currency: 'USD' }, ...item } as NeedItem;
  return show(<CountItem need={need} item={full} />, sessionOf('focal-point')).container;
};

it.each([
  ['no fund paid it', { paidByFund: '0' }],
  ['it is in kind', { paidByFund: '0', measure: { unit: 'machine' } }],
  ['the reader is not told', { paidByFund: null }],
])('asks for nothing where %s', (_, facts) => {
  expect(form(facts).textContent).toBe('');
});

it.each([
  ['a fund paid all of it', '100000', null],
  ['donors paid a part', '60000', 'USD 400 of this was accepted payment by payment in its matches. Change that there.'],
])('asks how much is accepted in all where %s', (_, paidByFund, words) => {
  const text = form({ paidByFund }).textContent?.replaceAll('\u00a0', ' ');
  expect(screen.getByLabelText<HTMLInputElement>('Accepted in all (USD)').value).toBe('1000');
  if (words === null) expect(text).not.toContain('payment by payment');
  else expect(text).toContain(words);
});
