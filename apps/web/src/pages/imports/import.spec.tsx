// Danger: a file that is refused without a word, or rows whose faults nobody is told.
import { screen, within } from '@testing-library/react';
import { changingRowsQuery, filedRowsQuery, unusedRowsQuery } from '../../api/imports.js';
import type { ChangingRow, Import } from '../../api/types.js';
import { show } from '../../testing/show.js';
import { ChangingRows } from './changing-rows.js';
import { FiledRows } from './filed-rows.js';
import { Progress } from './progress.js';
import { rangesText } from './row-groups.js';
import { UnusedRows } from './unused-rows.js';

const IMPORT = {
  id: 'imp_1',
  kind: 'needs',
  mode: 'dry-run',
  state: 'done',
  rows: 37,
  created: 4,
  updated: 0,
  proposed: 0,
  unchanged: 0,
  alreadyFiled: 0,
  refused: 26,
  problem: null,
} as Import;

it('says of a file that could not be used why', () => {
  const problem = 'needs.csv is not UTF-8 text on line 7.';
  show(<Progress one={{ ...IMPORT, state: 'failed', rows: null, created: 0, refused: 0, problem }} />);
  expect(screen.getByRole('status').textContent).toBe(`could not be used: ${problem}`);
});

it('says of each of the first rows where they are wrong and how, and that there are more', () => {
  const { queries, again } = show(<></>);
  queries.setQueryData(unusedRowsQuery(IMPORT.id).queryKey, {
    items: [
      { row: 3, faults: [{ column: 'requested', value: 'a few', detail: 'must be a whole number' }] },
      {
        row: 9,
        faults: [
          { column: 'title', value: null, detail: 'is missing' },
          { column: null, value: null, detail: 'x' },
        ],
      },
      { row: 1200, faults: [] },
    ],
    nextCursor: 'more',
  });
  again(<UnusedRows one={{ ...IMPORT, state: 'cancelled' }} isMaker />);
  expect(screen.getByRole('heading').textContent).toBe('33 rows cannot be used');
  expect(screen.getByRole('link').getAttribute('href')).toBe('/api/v1/imports/imp_1/errors.csv');
  expect(screen.getByText('The first 2 of 26 that were refused:')).toBeTruthy();
  expect(screen.getByText(/^7 of them were not reached/)).toBeTruthy();
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    'Row 3requested a fewmust be a whole number',
    'Row 9title nothingis missing',
    'Row 9the whole rowx',
  ]);
});

it('leads from each row that was filed before to what stands for it', () => {
  const { queries, again } = show(<></>);
  const items = [
    { row: 3, entryId: 'need_1', title: 'Racks for Mzuzu' },
    { row: 4, entryId: 'need_2', title: null },
  ];
  queries.setQueryData(filedRowsQuery(IMPORT.id).queryKey, { pages: [{ items, nextCursor: null }], pageParams: [] });
  again(<FiledRows one={{ ...IMPORT, alreadyFiled: 2 }} />);
  expect(screen.getByRole('heading').textContent).toBe('2 rows were filed before');
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
  expect(rows.map(({ textContent }) => textContent)).toEqual(['Row 3Racks for Mzuzu', 'Row 4Withdrawn since']);
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/needs/need_1',
    '/needs/need_2',
  ]);
});

const ROW: ChangingRow = {
  ...({ row: 3, firstRow: 3, outcome: 'updated', entryId: null, title: 'Racks' } as const),
  ...{ item: 0, itemDescription: 'Shelves', differences: [] },
};
const difference = (field: string, item: number | null, before: string[], after: string[], isShortened = false) => ({
  ...{ field, item, before, after, isShortened },
});

function changing(items: readonly ChangingRow[], one: Partial<Import> = {}) {
  const { queries, again } = show(<></>);
  const pages = [{ items, nextCursor: 'more' }];
  queries.setQueryData(changingRowsQuery(IMPORT.id).queryKey, { pages, pageParams: [] } as never);
  again(<ChangingRows one={{ ...IMPORT, ...one }} />);
  return within(screen.getByRole('table')).getAllByRole('row').slice(1);
}

it('lists what a trial would change, and once what the rows of one need say together', () => {
  const title = difference('title', null, ['Racks'], ['Safes']);
  const rows = changing([
    { ...ROW, differences: [title] },
    {
      ...{ ...ROW, row: 4, item: 1, itemDescription: 'Locks' },
      differences: [title, difference('requested', 1, ['3', 'unit lock'], ['30', 'unit lock'])],
    },
    { ...ROW, row: 9, firstRow: 9, outcome: 'created', title: 'Doors', itemDescription: 'Steel doors' },
  ]);
  expect(screen.getByRole('heading').textContent).toBe('What it would change');
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    'Rows 3–4 · ChangedRacksItem 2 LocksTitleRacks SafesItem 2, quantity3 × lock 30 × lock',
    'Row 9 · NewDoorsItem 1 Steel doors',
  ]);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.queryByText(/^Of long texts/)).toBeNull();
  expect(screen.getByRole('button', { name: 'Show more rows' })).toBeTruthy();
});

it('leads after use to each offer, in words for its fields, and says where a text is not whole', () => {
  const differences = [
    difference('capacity', null, ['250000', 'currency USD'], ['300000', 'currency USD']),
    difference('conditions', null, ['…before'], ['…after'], true),
  ];
  const rows = changing([{ ...ROW, item: null, itemDescription: null, entryId: 'offer_1', differences }], {
    ...{ kind: 'offers', mode: 'apply' },
  });
  expect(screen.getByRole('heading').textContent).toBe('What it changed');
  expect(within(rows[0]!).getByRole('link').getAttribute('href')).toBe('/offers/offer_1');
  expect(rows[0]!.textContent).toMatch(/^Row 3 · ChangedRacksTotal.*2,500.*3,000.*Other conditions…before …after$/);
  expect(screen.getByText(/^Of long texts/)).toBeTruthy();
});

it('names rows that follow each other by the first and the last', () => {
  expect(rangesText([3, 4, 5, 8, 10, 11])).toBe('3–5, 8, 10–11');
});
