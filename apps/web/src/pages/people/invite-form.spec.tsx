// Danger: an invitation is refused once for its name and once more for its organization.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sessionOf, show } from '../../testing/show.js';
import { InviteForm } from './invite-form.js';

it('names the missing organization with all else that is missing', async () => {
  const { container } = show(<InviteForm />, sessionOf('administrator'));
  container.querySelector('details')!.open = true;
  await userEvent.click(screen.getByRole('button'));
  const lines = within(await screen.findByRole('alert')).getAllByRole('link');
  expect(lines.map(({ textContent }) => textContent?.split(':')[0])).toEqual([
    'Name',
    'E-mail address',
    'Organization',
  ]);
});

it('asks nobody in at their own address', async () => {
  const { container } = show(<InviteForm />, sessionOf('administrator'));
  container.querySelector('details')!.open = true;
  await userEvent.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'Me@example.org');
  await userEvent.click(screen.getByRole('button'));
  const alert = await screen.findByRole('alert');
  within(alert).getByRole('link', {
    name: 'E-mail address: This is your own address. Ask another administrator to give you a role.',
  });
});
