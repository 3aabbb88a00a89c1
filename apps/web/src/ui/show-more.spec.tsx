// Danger: the button that loads the rest of a list goes with it, and a keyboard begins again at the top of the page.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { show } from '../testing/show.js';
import { ShowMore } from './show-more.js';

const button = (more: boolean, limit?: string) => (
  <ShowMore more={more} busy={false} words={{ more: 'more', loading: 'loading' }} onMore={() => {}} limit={limit} />
);

it.each([
  [undefined, 'All are shown.'],
  ['The list stops here.', 'The list stops here.'],
])('takes the focus to a line that says why nothing more comes (limit: %s)', async (limit, words) => {
  const { again } = show(button(true));
  await userEvent.click(screen.getByRole('button'));
  again(button(false, limit));
  expect(document.activeElement).toBe(screen.getByText(words));
});

it('leaves the focus to whoever went on to something else meanwhile', async () => {
  const beside = (more: boolean) => (
    <>
      {button(more)}
      <input />
    </>
  );
  const { again } = show(beside(true));
  await userEvent.click(screen.getByRole('button'));
  await userEvent.click(screen.getByRole('textbox'));
  again(beside(false));
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
});

it('says nothing of a list that was short from the beginning', () => {
  expect(show(button(false)).container.textContent).toBe('');
});
