// Danger: a page that says "Withdrawn" after the withdrawal was taken back.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { show } from '../testing/show.js';
import { Said } from './after-act.js';
import { ActForm, SubmitButton } from './form.js';

it('says nothing of an act that ends after one that began later, which has said how things are', async () => {
  const ends: (() => void)[] = [];
  const act = () => new Promise<void>((resolve) => ends.push(resolve));
  show(
    <>
      {['Withdrawn.', 'Taken back.'].map((done) => (
        <ActForm key={done} act={act} label={done} done={done}>
          {(pending) => <SubmitButton pending={pending}>{done}</SubmitButton>}
        </ActForm>
      ))}
      <Said />
    </>,
  );
  const [first, second] = screen.getAllByRole('button');
  await userEvent.click(first!);
  await userEvent.click(second!);
  ends[1]?.();
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Taken back.'));
  ends[0]?.();
  await waitFor(() => expect(first?.getAttribute('aria-disabled')).toBeNull());
  expect(screen.getByRole('status').textContent).toBe('Taken back.');
});
