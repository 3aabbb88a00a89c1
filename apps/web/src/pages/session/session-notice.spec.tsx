// Danger: a notice is closed, and a keyboard begins again at the top of the page.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sessionNews } from '../../api/session.js';
import { show } from '../../testing/show.js';
import { SessionNotice } from './session-notice.js';

it('leaves the focus at the heading of the page', async () => {
  sessionNews.set('left');
  show(
    <>
      <SessionNotice />
      <h1 tabIndex={-1}>page</h1>
    </>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(document.activeElement).toBe(screen.getByRole('heading'));
});
