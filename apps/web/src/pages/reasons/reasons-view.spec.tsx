// Danger: a bare score, or parts that do not add up to it.
import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import type { Reasons } from '../../api/types.js';
import { show } from '../../testing/show.js';
import { extremes, ReasonsInShort } from './reasons-in-short.js';
import { ReasonsView } from './reasons-view.js';

const reasons: Reasons = {
  policyVersion: 1,
  score: 0.5,
  rules: [
    { rule: 'need-published', holds: true, facts: { state: 'published' } },
    {
      rule: 'category',
      holds: false,
      facts: { needed: 'MARK', unsorted: false, offered: ['STOCK'] },
      change: { of: 'offer', field: 'categoryCodes', do: 'add', value: 'MARK' },
    },
  ],
  parts: [
    { part: 'priority', weight: 0.6, value: 0.75, facts: { priority: 4 } },
    { part: 'urgency', weight: 0.4, value: 0.125, facts: { neededBy: null, daysLeft: null } },
  ],
};
const measures = { need: { currency: 'USD' }, offer: { currency: 'USD' } };

it('shows every part with fact, value, weight and points that add up', async () => {
  const { container } = show(<ReasonsView reasons={reasons} measures={measures} />);
  const rows = screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ['Part', 'Because', 'Value', 'Weight', 'Points'],
    ['Priority', 'The State gave it priority 4 of 5.', '75%', '60%', '45.0'],
    ['Urgency', 'No date is stated, so urgency adds nothing.', '13%', '40%', '5.0'],
    ['Score', 'Sum of the points', '', '100%', '50.0'],
  ]);
  expect((await axe(container)).violations).toEqual([]);
});

it('says as of which day need and offer were compared', () => {
  const inForce = { rule: 'need-in-force', holds: true, facts: { today: '2026-03-01', validUntil: null } };
  show(<ReasonsView reasons={{ ...reasons, rules: [...reasons.rules, inForce] }} measures={measures} />);
  expect(screen.getByText(/^Compared on/).textContent).toBe(
    'Compared on 1 Mar 2026, by version 1 of the scoring policy. Need and offer may have changed since.',
  );
});

it('puts what does not fit first, with the change that would help', () => {
  show(<ReasonsView reasons={reasons} measures={measures} />);
  const [first] = screen.getAllByRole('listitem');
  expect(first?.textContent).toBe(
    'Does not fit: Marking is asked for; the offer is only for Stockpile management.It would fit if the offer also covered Marking.',
  );
});

it('names what raised the score most and what cost it most', () => {
  show(<ReasonsInShort reasons={reasons} measures={measures} />);
  expect(screen.getByText(/^\+ The State gave it priority/)).toBeTruthy();
  expect(screen.getByText(/^– No date is stated/)).toBeTruthy();
});

it('names nothing where nothing is added or missing', () => {
  expect(extremes([])).toEqual({ raised: null, lowered: null });
  const full = { part: 'priority', weight: 1, value: 1, facts: {} };
  expect(extremes([full])).toEqual({ raised: full, lowered: null });
});
