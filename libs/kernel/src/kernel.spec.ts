import { DAY_MAX, DAY_MIN, dayFault, isCalendarDate } from './clock.js';
import { isId, newId } from './id.js';
import { refuseTogether } from './problem.js';
import { defineStates } from './states.js';

describe('newId', () => {
  it('sorts in the order in which they were made, within one millisecond too', () => {
    const made = Array.from({ length: 5000 }, () => newId('need'));
    expect([...new Set(made)].sort()).toEqual(made);
  });

  it('goes on in order when the clock of the machine is set back', () => {
    const before = newId('need');
    const { now } = Date;
    Date.now = () => now() - 60_000;
    const after = newId('need');
    Date.now = now;
    expect(after > before).toBe(true);
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

describe('dayFault', () => {
  it.each([DAY_MIN, DAY_MAX, '2024-02-29'])('takes %s', (text) => expect(dayFault(text)).toBeNull());
  it.each(['0001-01-01', '1989-12-31', '2101-01-01', '9999-12-31'])('finds the year of %s wrong', (text) =>
    expect(dayFault(text)).toContain('look at the year'),
  );
  it.each(['2023-02-29', 'soon', '20260-01-01'])('does not take %s for a day', (text) =>
    expect(dayFault(text)).toContain('YYYY-MM-DD'),
  );
});

describe('refuseTogether', () => {
  const at = (path: string, ...reads: string[]) => ({ path, detail: 'd', reads });
  const said = (wrong: string[], ...broken: ReturnType<typeof at>[]) => {
    try {
      refuseTogether(
        wrong.map((path) => at(path)),
        broken,
      );
      return [];
    } catch (error) {
      return (error as { errors: { path: string }[] }).errors.map(({ path }) => path);
    }
  };

  it('says what cannot be used and the rules that are broken beside it, of both nothing twice', () => {
    expect(said([])).toEqual([]);
    expect(said(['a'], at('b'))).toEqual(['a', 'b']);
    expect(said(['a.1'], at('a.10'), at('a.1'), at('a'), at('a.1.b'))).toEqual(['a.1', 'a.10']);
  });

  it('keeps a rule to itself that looked at something that cannot be used', () => {
    expect(
      said(
        ['items.0.requested'],
        at('items.0.minimum', 'items.0.requested'),
        at('items.1.minimum', 'items.1.requested'),
      ),
    ).toEqual(['items.0.requested', 'items.1.minimum']);
  });
});

describe('defineStates', () => {
  const states = defineStates({ draft: ['open'], open: ['closed'], closed: [] });

  it('allows the moves of the table and no others', () => {
    expect(states.canMove('draft', 'open')).toBe(true);
    expect(states.canMove('draft', 'closed')).toBe(false);
    expect(states.isFinal('closed')).toBe(true);
  });
});
