import { parseSearch, stringifySearch } from '../../search.js';
import { readCompared } from './compared.js';

const id = (sign: string) => `need_${sign.repeat(26)}`;

it('is the same after a round trip', () => {
  const address = `?ids=${id('a')}&ids=${id('b')}`;
  expect(stringifySearch({ ...readCompared(parseSearch(address)) })).toBe(address);
});

it('takes each need once, four of them, and nothing else', () => {
  const given = ['a', 'a', 'b', 'c', 'd', 'e'].map(id);
  expect(readCompared({ ids: ['need_x', ...given] })).toEqual({ ids: ['a', 'b', 'c', 'd'].map(id) });
  expect(readCompared({ ids: id('a') })).toEqual({ ids: [id('a')] });
  expect(readCompared({ ids: 'offer_1' })).toEqual({});
  expect(readCompared({})).toEqual({});
});
