import fc from 'fast-check';
import { InvalidInput, isCalendarDate } from '#libs/kernel';
import { keysetPage, readCursor, readSortedCursor } from './paging.js';

describe('keyset pages', () => {
  it('give the cursor back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), (rows) => {
        const page = keysetPage(rows, rows.length - 1, (row) => [row, null]);
        expect(page.items).toEqual(rows.slice(0, -1));
        const last = rows.at(-2)!;
        fc.pre(!last.includes('\u0000'));
        expect(readCursor(page.nextCursor!, 2)).toEqual([last, null]);
      }),
    );
  });

  it('end with no cursor', () => {
    expect(keysetPage(['a', 'b'], 2, (row) => [row]).nextCursor).toBeNull();
  });

  it('refuse a cursor that is not theirs', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readCursor(text, 2)).toThrow(InvalidInput);
      }),
    );
  });

  it('refuse a cursor whose values are no place in the list', () => {
    const { nextCursor } = keysetPage(['not a day', 'b'], 1, (row) => [row]);
    expect(readCursor(nextCursor!, 1)).toEqual(['not a day']);
    expect(() => readCursor(nextCursor!, 1, ([day]) => isCalendarDate(day ?? ''))).toThrow(InvalidInput);
  });

  it('refuse a cursor of another order, or whose key is none of this one', () => {
    const { nextCursor } = keysetPage(['2026-01-31', 'b'], 1, (day) => ['newest', day, 'need_1']);
    expect(readSortedCursor(nextCursor!, 'newest', isCalendarDate)).toEqual({ key: '2026-01-31', id: 'need_1' });
    expect(readSortedCursor(undefined, 'newest', isCalendarDate)).toBeNull();
    expect(() => readSortedCursor(nextCursor!, 'priority', isCalendarDate)).toThrow(InvalidInput);
    expect(() => readSortedCursor(nextCursor!, 'newest', () => false)).toThrow(InvalidInput);
  });
});
