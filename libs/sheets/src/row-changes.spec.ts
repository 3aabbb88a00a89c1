// Danger: two texts that differ far from their beginning, shown as if they were the same; or a note as large as the file.
import { notedOf } from './row-changes.js';

const noted = (before: readonly string[], after: readonly string[]) => {
  const difference = { field: 'summary', item: null, before, after };
  const [one] = notedOf({ title: 'A', item: null, itemDescription: null, differences: [difference] }).differences;
  return one!;
};

it('keeps short values as they are', () => {
  const [before, after] = [
    ['850000', 'currency USD'],
    ['900000', 'currency USD'],
  ];
  expect(noted(before, after)).toMatchObject({ before, after, isShortened: false });
});

it('cuts long texts to where they begin to differ, and says so', () => {
  const start = 'Arms are kept in rooms without locks. '.repeat(20);
  const { before, after, isShortened } = noted([`${start}Twelve are needed.`], [`${start}Twenty are needed.`]);
  expect(isShortened).toBe(true);
  expect(before).toEqual([expect.stringMatching(/^….* rooms without locks\. Twelve are needed\.$/)]);
  expect(after).toEqual([expect.stringMatching(/^….* rooms without locks\. Twenty are needed\.$/)]);
  const long = noted([], ['x'.repeat(20_000)]);
  expect([long.before, long.after, long.isShortened]).toEqual([[], [`${'x'.repeat(200)}…`], true]);
  expect(noted(['same'], [`same${'y'.repeat(300)}`])).toMatchObject({ before: ['same'] });
});

it('cuts no character in two', () => {
  const { before, after } = noted(['🏴'.repeat(300)], [`${'🏴'.repeat(290)}x`]);
  expect(() => encodeURIComponent([...before, ...after].join(''))).not.toThrow();
});

it('leaves out of long lists what both have at their beginning, and what is too much', () => {
  const areas = Array.from({ length: 250 }, (_, index) => `A${index}`);
  expect(noted(areas, [...areas, 'HT'])).toMatchObject({ before: [], after: ['HT'], isShortened: true });
  const cleared = noted(areas, []);
  expect(cleared.before.length).toBeLessThan(100);
  expect(cleared).toMatchObject({ after: [], isShortened: true });
});

it('keeps the beginning of what an item is', () => {
  const itemDescription = 'Machines '.repeat(100);
  const { itemDescription: kept } = notedOf({ title: 'A', item: 0, itemDescription, differences: [] });
  expect([...kept!]).toHaveLength(121);
});
