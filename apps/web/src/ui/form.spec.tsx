// Danger: a failed attempt that eats what was typed, or fails where nobody looks.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ProblemError } from '../api/problem.js';
import type { Session } from '../api/types.js';
import { show } from '../testing/show.js';
import { ActForm, LongTextField, SubmitButton, textOf } from './form.js';

const problem = (status: number, errors: { path: string; detail: string }[] = []) =>
  new ProblemError({ type: '/problems/invalid-input', title: 'Bad', status, detail: 'It is bad.', errors });

function form(act: (data: FormData) => Promise<unknown>, onConflict?: () => unknown) {
  return (
    <ActForm act={act} label="f" draft="spec" onConflict={() => void onConflict?.()}>
      {(pending) => (
        <>
          <LongTextField name="reason" label="Reason" />
          <SubmitButton pending={pending}>send</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

beforeEach(() => sessionStorage.clear());

it('shows a wrong field beside it and in a summary that takes the focus, and keeps the text', async () => {
  const { container } = show(form(() => Promise.reject(problem(400, [{ path: 'reason', detail: 'is too short' }]))));
  const field = screen.getByLabelText('Reason');
  await userEvent.type(field, 'no');
  await userEvent.click(screen.getByRole('button'));
  const alert = await screen.findByRole('alert');
  expect(document.activeElement).toBe(alert);
  expect(field).toHaveProperty('value', 'no');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe('is too short');
  await userEvent.click(screen.getByRole('link', { name: 'Reason: is too short' }));
  expect(document.activeElement).toBe(field);
  expect((await axe(container)).violations).toEqual([]);
});

it('finds the field that a deeper place belongs to', async () => {
  show(form(() => Promise.reject(problem(400, [{ path: 'reason.text', detail: 'is empty' }]))));
  await userEvent.click(screen.getByRole('button'));
  await userEvent.click(await screen.findByRole('link', { name: 'Reason: is empty' }));
  expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
});

it('names a wrong place that is no field of the form', async () => {
  show(form(() => Promise.reject(problem(400, [{ path: 'header.x', detail: 'is missing' }]))));
  await userEvent.click(screen.getByRole('button'));
  expect((await screen.findByRole('alert')).textContent).toContain('header.x is missing');
});

it('explains a conflict in its own words, without the places where the server keeps them', async () => {
  const errors = [{ path: 'agreements.agr_1', detail: 'USD 3.00 of Norway: may be used' }];
  show(form(() => Promise.reject(problem(409, errors))));
  await userEvent.click(screen.getByRole('button'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('USD 3.00 of Norway: may be used');
  expect(alert.textContent).not.toMatch(/agr_1|Check what/);
});

it.each([409, 412])('tells of a conflict (%s)', async (status) => {
  let conflicts = 0;
  show(
    form(
      () => Promise.reject(problem(status)),
      () => (conflicts += 1),
    ),
  );
  await userEvent.click(screen.getByRole('button'));
  expect((await screen.findByRole('alert')).textContent).toContain('It is bad.');
  expect(conflicts).toBe(1);
});

it('brings typed text back after the page was left, until it was sent', async () => {
  const sent: string[] = [];
  const act = (data: FormData) => Promise.resolve(sent.push(textOf(data, 'reason')));
  const first = show(form(act));
  await userEvent.type(screen.getByLabelText('Reason'), 'a long thought');
  first.unmount();
  const second = show(form(act));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'a long thought');
  await userEvent.click(screen.getByRole('button'));
  expect(sent).toEqual(['a long thought']);
  second.unmount();
  show(form(act));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', '');
});

it('shows what was typed to nobody else, and to the same person again', async () => {
  const as = (membershipId: string) =>
    show(
      form(() => Promise.resolve()),
      { membershipId } as Session,
    );
  const first = as('memb_1');
  await userEvent.type(screen.getByLabelText('Reason'), 'GB33BUKB20201555555555');
  first.unmount();
  const second = as('memb_2');
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', '');
  second.unmount();
  as('memb_1');
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'GB33BUKB20201555555555');
});
