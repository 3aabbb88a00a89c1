// Danger: a pasted link that shows another list, or a filter that nobody can take away again.
import { parseSearch, stringifySearch } from '../../search.js';
import { activeFilters, filtersOf, readFilters, SHOWN_MAX, without } from './filters.js';

const read = (address: string) => readFilters(parseSearch(address));

describe('the address of the needs list', () => {
  it('is plain and the same after a round trip', () => {
    const address =
      '?view=all&category=MARK&category=TRACE&type=training&coverage=open&coverage=partly&group=ldc&group=sids&area=HT&region=029' +
      '&state=published&priority=5&organization=org_01jzzzzzzzzzzzzzzzzzzzzzzz&openFrom=1000&openTo=50000' +
      '&neededByFrom=2027-01-01&neededByTo=2027-12-31&inDelivery=true&q=marking+machines&sort=best-match&shown=75' +
      `&compare=need_${'a'.repeat(26)}&compare=need_${'b'.repeat(26)}`;
    expect(stringifySearch({ ...read(address) })).toBe(address);
  });

  it('reads one category and several alike', () => {
    expect(read('?category=MARK').category).toEqual(['MARK']);
    expect(read('?category=TRACE&category=MARK&category=MARK').category).toEqual(['MARK', 'TRACE']);
  });

  it.each([
    '?area=haiti',
    '?region=29',
    '?group=rich',
    '?state=open',
    '?sort=random',
    '?sort=best-match',
    '?coverage=half',
    '?inDelivery=maybe',
    '?type=Training',
    '?priority=6',
    '?organization=need_01jzzzzzzzzzzzzzzzzzzzzzzz',
    '?openFrom=-1',
    '?openTo=1e9',
    '?neededByFrom=2027-02-30',
    '?neededByTo=tomorrow',
    '?q=+++',
    '?shown=3',
    '?shown=-1',
    '?shown=x',
    '?category=%3Cscript%3E',
    '?cursor=abc',
    '?view=mine',
    '?compare=offer_1',
  ])('leaves out what it does not know: %s', (address) => expect(read(address)).toEqual({}));

  it('takes no end that lies before the other one', () => {
    expect(read('?openFrom=10&openTo=9')).toEqual({ openFrom: '10' });
    expect(read('?openFrom=9&openTo=10')).toEqual({ openFrom: '9', openTo: '10' });
    expect(read('?neededByFrom=2027-01-02&neededByTo=2027-01-01')).toEqual({ neededByFrom: '2027-01-02' });
  });

  it('never opens more rows than its maximum', () => expect(read('?shown=100000').shown).toBe(SHOWN_MAX));

  it('keeps words with every sign in them', () => {
    const q = 'a & b = "c" + ñ 日本 100%';
    expect(read(stringifySearch({ q })).q).toBe(q);
  });
});

describe('the filter form', () => {
  it('leaves out empty fields and the order that is the usual one', () => {
    const form = new FormData();
    for (const [name, value] of [
      ['q', ' '],
      ['area', ''],
      ['category', 'STOCK'],
      ['category', 'MARK'],
      ['sort', 'newest'],
    ]) {
      form.append(name ?? '', value ?? '');
    }
    expect(filtersOf(form)).toEqual({ category: ['MARK', 'STOCK'] });
  });
});

describe('taking filters away', () => {
  const filters = read('?category=MARK&category=TRACE&area=HT&sort=needed-by&shown=75');

  it('lists each one apart, without order and length of the list', () => {
    expect(activeFilters(filters)).toEqual([
      { name: 'category', value: 'MARK' },
      { name: 'category', value: 'TRACE' },
      { name: 'area', value: 'HT' },
    ]);
  });

  it('takes one and starts the list at its beginning', () => {
    expect(without(filters, 'category', 'MARK')).toEqual({ category: ['TRACE'], area: 'HT', sort: 'needed-by' });
    expect(without(without(filters, 'category', 'MARK'), 'category', 'TRACE')).toEqual({
      area: 'HT',
      sort: 'needed-by',
    });
    expect(without(filters, 'area', 'HT').area).toBeUndefined();
  });
});
