import fc from 'fast-check';
import { isCalendarDate } from './clock.js';
import { isId, newId } from './id.js';
import { defineStates } from './states.js';

describe('newId', () => {
  it('sorts by the millisecond it was made in', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 45), fc.integer({ min: 1, max: 10_000 }), (ms, laterMs) => {
        expect(newId('need', ms) < newId('need', ms + laterMs)).toBe(true);
      }),
    );
  });

  it('knows its own prefix and no other', () => {
    const id = newId('need');
    expect(isId('need', id)).toBe(true);
    expect(isId('offer', id)).toBe(false);
    expect(isId('need', `${id}0`)).toBe(false);
  });
});

describe('isCalendarDate', () => {
  it.each(['2024-02-29', '1999-12-31'])('takes %s', (text) => expect(isCalendarDate(text)).toBe(true));
  it.each(['2023-02-29', '0000-01-01', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00Z', ''])('refuses %s', (text) =>
    expect(isCalendarDate(text)).toBe(false),
  );
});

describe('defineStates', () => {
  const states = defineStates({ draft: ['open'], open: ['closed'], closed: [] });

  it('allows the moves of the table and no others', () => {
    expect(states.canMove('draft', 'open')).toBe(true);
    expect(states.canMove('draft', 'closed')).toBe(false);
    expect(states.isFinal('closed')).toBe(true);
  });
});
