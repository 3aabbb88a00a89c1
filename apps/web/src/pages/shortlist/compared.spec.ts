import { parseSearch, stringifySearch } from '../../search.js';
import { readCompared, toggled } from './compared.js';

const id = (sign: string) => `need_${sign.repeat(26)}`;

it('is the same after a round trip', () => {
  const address = `?ids=${id('a')}&ids=${id('b')}`;
  expect(stringifySearch({ ids: readCompared(parseSearch(address).ids) })).toBe(address);
});

it('takes each need once, four of them, and nothing else', () => {
  const given = ['a', 'a', 'b', 'c', 'd', 'e'].map(id);
  expect(readCompared(['need_x', ...given])).toEqual(['a', 'b', 'c', 'd'].map(id));
  expect(readCompared(id('a'))).toEqual([id('a')]);
  expect(readCompared('offer_1')).toBeUndefined();
  expect(readCompared(undefined)).toBeUndefined();
});

it('reads offers where offers are compared', () => {
  const offer = `offer_${'a'.repeat(26)}`;
  expect(readCompared([id('a'), offer], 'offer')).toEqual([offer]);
  expect(toggled([], offer, 'offer')).toEqual([offer]);
});

it('chooses a need and lets it go again', () => {
  expect(toggled([id('a')], id('b'))).toEqual(['a', 'b'].map(id));
  expect(toggled(['a', 'b'].map(id), id('a'))).toEqual([id('b')]);
  expect(toggled([id('a')], id('a'))).toBeUndefined();
  expect(toggled(['a', 'b', 'c', 'd'].map(id), id('e'))).toEqual(['a', 'b', 'c', 'd'].map(id));
});
