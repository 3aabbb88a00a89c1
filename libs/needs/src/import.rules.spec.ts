// Danger: a row that cannot be used is half used, or what the source did not say is guessed.
import { InvalidInput } from '#libs/kernel';
import { readRow, type NeedRow } from './import.rules.js';

const row: NeedRow = {
  source: 'relief',
  externalRef: '43739',
  title: ' Safe storage ',
  areaIso2: 'ht',
  requestingOrganization: { externalRef: '', name: 'Relief Agency' },
  startDate: '2010-01-22',
  endDate: '',
  amount: '670000.5',
  currency: 'USD',
  sourceSector: 'SAFETY',
  sourceCluster: 'SAFETY',
  categoryCode: '',
  objectives: 'Fewer thefts',
  activities: '',
};

it('reads a row', () => {
  expect(readRow(row)).toEqual({
    source: 'relief',
    externalRef: '43739',
    organization: { externalRef: 'Relief Agency', name: 'Relief Agency' },
    need: { title: 'Safe storage', summary: 'Fewer thefts', areaIso2: 'HT', neededFrom: '2010-01-22', neededBy: null },
    tags: ['SAFETY'],
    item: { description: '', currency: 'USD', requested: 67_000_050n, sourceSector: 'SAFETY' },
    categoryCode: 'OTHER',
  });
});

it('keeps the lines of what is prose, and parts the words of names by single blanks', () => {
  const lines = { objectives: ' Fewer\r\n\tthefts\n', activities: 'Racks,\ndoors' };
  const read = readRow({ ...row, ...lines, requestingOrganization: { externalRef: 'R\tA', name: 'Relief\nAgency' } });
  expect(read.need.summary).toBe('Fewer\r\n\tthefts');
  expect(read.item.description).toBe('Racks,\ndoors');
  expect(read.organization).toEqual({ externalRef: 'R A', name: 'Relief Agency' });
});

it('keeps an amount of 0, and the exponent of the currency', () => {
  expect(readRow({ ...row, amount: '0' }).item.requested).toBe(0n);
  expect(readRow({ ...row, amount: '250000', currency: 'UGX' }).item.requested).toBe(250_000n);
});

it.each<[Partial<NeedRow>, string]>([
  [{ externalRef: ' ' }, 'externalRef'],
  [{ title: '' }, 'title'],
  [{ title: 'x'.repeat(301) }, 'title'],
  [{ areaIso2: '' }, 'areaIso2'],
  [{ requestingOrganization: { externalRef: 'a', name: '' } }, 'requestingOrganization.name'],
  [{ startDate: '22/01/2010' }, 'startDate'],
  [{ endDate: '2010-02-30' }, 'endDate'],
  [{ endDate: '2010-01-21' }, 'endDate'],
  [{ amount: '' }, 'amount'],
  [{ amount: '1,000' }, 'amount'],
  [{ amount: '-1' }, 'amount'],
  [{ amount: '1.005' }, 'amount'],
  [{ amount: '99999999999999999' }, 'amount'],
  [{ currency: 'US$' }, 'currency'],
  [{ currency: '' }, 'currency'],
  [{ objectives: 'x'.repeat(20_001) }, 'objectives'],
  [{ source: 'a\u202eb' }, 'source'],
  [{ externalRef: 'a\nb' }, 'externalRef'],
  [{ title: '\u200b\u200b' }, 'title'],
  [{ title: 'two\nlines' }, 'title'],
  [{ title: 'a \u202e b' }, 'title'],
  [{ requestingOrganization: { externalRef: '', name: '\u2066Agency' } }, 'requestingOrganization.name'],
  [{ requestingOrganization: { externalRef: '\u200b', name: 'Agency' } }, 'requestingOrganization.externalRef'],
  [{ areaIso2: '\u200b' }, 'areaIso2'],
  [{ amount: '\u200b' }, 'amount'],
  [{ sourceSector: 'SAFETY\u0007' }, 'sourceSector'],
  [{ sourceCluster: 'two\nlines' }, 'sourceCluster'],
  [{ objectives: 'x\u202ey' }, 'objectives'],
  [{ activities: 'x\u0000y' }, 'activities'],
])('refuses %p and names %s', (changes, path) => {
  let refused: unknown;
  try {
    readRow({ ...row, ...changes });
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(InvalidInput);
  expect((refused as InvalidInput).errors.map((error) => error.path)).toEqual([path]);
});
