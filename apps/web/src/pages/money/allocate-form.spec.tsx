// Danger: an allocation is refused once for a condition that is missing and once more for what the tranches add up to.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Match } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { AllocateForm } from './allocate-form.js';

it('says with the missing conditions that the tranches do not add up', async () => {
  const match = { id: 'match_1', amount: '100000', measure: { currency: 'USD' } } as Match;
  show(<AllocateForm match={match} fund={{ id: 'fund_1', name: 'Facility' }} />, sessionOf('coordinator'));
  const [amount] = screen.getAllByRole('textbox');
  await userEvent.clear(amount!);
  await userEvent.type(amount!, '900');
  await userEvent.click(screen.getByRole('button', { name: 'Allocate' }));
  const lines = within(await screen.findByRole('alert')).getAllByRole('link');
  expect(lines.map(({ textContent }) => textContent?.split(':')[0]?.split(' – ')[1])).toEqual([
    'Amount (USD)',
    'Condition',
  ]);
});
