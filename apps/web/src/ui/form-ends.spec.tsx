// Danger: what is wrong elsewhere leads nowhere, or somebody leaves a page for saved that is not.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ProblemError } from '../api/problem.js';
import { show } from '../testing/show.js';
import { ActForm, LongTextField, SaveBar, SubmitButton } from './form.js';

it('links what is wrong elsewhere to where it is filled in, and says what is no place at all', async () => {
  const errors = [
    { path: 'items.1.requested', detail: 'Say how much.' },
    { path: '', detail: 'It is late.' },
  ];
  const problem = { type: '/problems/need-incomplete', title: 'Not complete', status: 409, errors };
  const act = () => Promise.reject(new ProblemError(problem));
  const elsewhere = ({ path, detail }: { path: string; detail: string }) =>
    path === '' ? null : <a href={`/edit?field=${path}`}>{`Item 2: ${detail}`}</a>;
  show(
    <ActForm act={act} label="f" done="" elsewhere={elsewhere}>
      {(pending) => <SubmitButton pending={pending}>send</SubmitButton>}
    </ActForm>,
  );
  await userEvent.click(screen.getByRole('button'));
  const alert = within(await screen.findByRole('alert'));
  expect(alert.getByRole('link', { name: 'Item 2: Say how much.' }).getAttribute('href')).toContain(
    'items.1.requested',
  );
  expect(alert.getByText('It is late.')).toBeTruthy();
});

it('says whether something in it waits to be saved', async () => {
  show(
    <ActForm act={() => Promise.resolve()} label="f" done="">
      {(pending) => (
        <>
          <LongTextField name="reason" label="Reason" />
          <SaveBar unchanged="all saved" changed="not saved">
            <SubmitButton pending={pending}>send</SubmitButton>
          </SaveBar>
        </>
      )}
    </ActForm>,
  );
  expect(screen.getByText('all saved')).toBeTruthy();
  await userEvent.type(screen.getByLabelText('Reason'), 'x');
  expect(screen.getByText('not saved')).toBeTruthy();
  await userEvent.click(screen.getByRole('button'));
  expect(await screen.findByText('all saved')).toBeTruthy();
});
