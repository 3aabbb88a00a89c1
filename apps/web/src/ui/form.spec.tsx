// Danger: a failed attempt that eats what was typed, or fails where nobody looks.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ProblemError } from '../api/problem.js';
import type { Session } from '../api/types.js';
import { sessionOf, show } from '../testing/show.js';
import { Said, say } from './after-act.js';
import { AmountField } from './amount-field.js';
import { ActForm, LongTextField, SubmitButton, textOf } from './form.js';
import { OpenWhile } from './open-while.js';

const problem = (status: number, errors: { path: string; detail: string }[] = [], code = 'invalid-input') =>
  new ProblemError({ type: `/problems/${code}`, title: 'Bad', status, detail: 'It is bad.', errors });

function form(act: (data: FormData) => Promise<unknown>, onConflict?: () => unknown) {
  return (
    <ActForm act={act} label="f" done="It was done." draft="spec" onConflict={() => void onConflict?.()}>
      {(pending) => (
        <>
          <LongTextField name="reason" label="Reason" />
          <SubmitButton pending={pending}>send</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

beforeEach(() => {
  sessionStorage.clear();
  say('');
});

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

it('lists what is wrong in the order of the fields, each with its line, and what is no field last', async () => {
  const errors = ['elsewhere', 'items.1.measure.unit', 'reason', 'items.0.measure', ''];
  const act = () =>
    Promise.reject(
      problem(
        400,
        errors.map((path) => ({ path, detail: 'is wrong' })),
      ),
    );
  show(
    <ActForm act={act} label="f" done="">
      {(pending) => (
        <>
          <LongTextField name="reason" label="Reason" />
          {[0, 1].map((row) => (
            <fieldset key={row} data-line={`Line ${row + 1}`}>
              <LongTextField name={`items.${row}.measure`} label="Counted in" />
            </fieldset>
          ))}
          <SubmitButton pending={pending}>send</SubmitButton>
        </>
      )}
    </ActForm>,
  );
  await userEvent.click(screen.getByRole('button'));
  const lines = within(await screen.findByRole('alert')).getAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    'Reason: is wrong',
    'Line 1 – Counted in: is wrong',
    'Line 2 – Counted in: is wrong',
    'What this page does not show: is wrong',
    'is wrong',
  ]);
});

it('names a wrong place that is no field of the form', async () => {
  show(form(() => Promise.reject(problem(400, [{ path: 'header.x', detail: 'is missing' }]))));
  await userEvent.click(screen.getByRole('button'));
  expect((await screen.findByRole('alert')).textContent).toContain('What this page does not show: is missing');
});

it('explains a conflict in its own words and the forms of its reader, without the places where the server keeps them', async () => {
  const errors = [
    { path: 'agreements.agr_1', detail: 'USD 3000.00 of Norway: may be used until 2026-12-31; 1200 × machine' },
  ];
  show(form(() => Promise.reject(problem(409, errors))));
  await userEvent.click(screen.getByRole('button'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(
    'USD\u00a03,000 of Norway: may be used until 31 Dec 2026; 1,200 × marking machine',
  );
  expect(alert.textContent).not.toMatch(/agr_1|Check what/);
});

it.each([
  // The page was read again already; the server says to do that.
  ['stale', 412, { blames: true, quotes: false }],
  ['move-not-allowed', 409, { blames: true, quotes: true }],
  ['amount-not-available', 409, { blames: false, quotes: true }],
])('has the page read again after %s, and blames somebody else only where it was so', async (code, status, says) => {
  let conflicts = 0;
  show(
    form(
      () => Promise.reject(problem(status, [], code)),
      () => (conflicts += 1),
    ),
  );
  await userEvent.click(screen.getByRole('button'));
  const { textContent } = await screen.findByRole('alert');
  expect(textContent?.includes('It is bad.')).toBe(says.quotes);
  expect(textContent?.includes('This page now shows what it is')).toBe(says.blames);
  expect(conflicts).toBe(1);
});

it.each([
  ['unauthenticated', 401, 'This is for people who are signed in.'],
  ['role-not-permitted', 403, 'You are signed in as national focal point.'],
])('tells people, not programs, of %s', async (code, status, words) => {
  show(
    form(() => Promise.reject(problem(status, [], code))),
    sessionOf('focal-point'),
  );
  await userEvent.click(screen.getByRole('button'));
  const { textContent } = await screen.findByRole('alert');
  expect(textContent).toContain(words);
  expect(textContent).not.toContain('It is bad.');
});

it('brings typed text back after the page was left, until it was sent', async () => {
  const sent: string[] = [];
  const act = (data: FormData) => Promise.resolve(sent.push(textOf(data, 'reason')));
  const first = show(form(act));
  await userEvent.type(screen.getByLabelText('Reason'), 'a long thought');
  first.unmount();
  const second = show(form(act));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'a long thought');
  screen.getByRole('button', { name: 'Discard it' });
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(screen.queryByRole('button', { name: 'Discard it' })).toBeNull();
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

/** A fold with the form, on a page where the act may be over; as the money page has it. */
const page = (open: boolean, act: () => Promise<unknown>) => (
  <OpenWhile open={open}>
    <details open>
      <summary>fold</summary>
      {form(act)}
    </details>
  </OpenWhile>
);

it('keeps what was typed, and says why it was refused, when the act is over for somebody else was faster', async () => {
  const act = () => Promise.reject(problem(412));
  const { again } = show(page(true, act));
  await userEvent.type(screen.getByLabelText('Reason'), 'a long thought');
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  await screen.findByRole('alert');
  again(page(false, act));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'a long thought');
  const alerts = screen.getAllByRole('alert').map(({ textContent }) => textContent);
  expect(alerts).toEqual([expect.stringContaining('It is bad.'), expect.stringContaining('This has moved on')]);
});

it('says why a form that nothing was typed into was refused', async () => {
  const act = () => Promise.reject(problem(412));
  const { again } = show(page(true, act));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  await screen.findByRole('alert');
  again(page(false, act));
  expect(screen.getAllByRole('alert')[0]?.textContent).toContain('It is bad.');
});

it('keeps what is being typed when the act is over, until the person lets it go', async () => {
  const act = () => Promise.resolve();
  const { again } = show(page(true, act));
  await userEvent.type(screen.getByLabelText('Reason'), 'half a thou');
  again(page(false, act));
  expect(screen.getByRole('alert').textContent).toContain('This has moved on');
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'half a thou');
  await userEvent.click(screen.getByRole('button', { name: 'Close without sending' }));
  expect(screen.queryByLabelText('Reason')).toBeNull();
  expect(sessionStorage).toHaveLength(0);
});

it('goes without a word when the act is over and nothing was typed, or was done', async () => {
  let finish = () => {};
  const act = () => new Promise<void>((resolve) => (finish = resolve));
  const { again } = show(page(true, act));
  again(page(false, act));
  expect(screen.queryByLabelText('Reason')).toBeNull();
  again(page(true, act));
  await userEvent.type(screen.getByLabelText('Reason'), 'done');
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  again(page(false, act));
  expect(screen.queryByRole('alert')).toBeNull();
  finish();
  await waitFor(() => expect(screen.queryByLabelText('Reason')).toBeNull());
});

it('is as new after a success, says so, and closes the fold it is in', async () => {
  const { container } = show(
    <>
      <Said />
      {page(true, () => Promise.resolve())}
    </>,
  );
  const region = screen.getByRole('status');
  expect(region.textContent).toBe('');
  await userEvent.type(screen.getByLabelText('Reason'), 'a long thought');
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  await waitFor(() => expect(region.textContent).toBe('It was done.'));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', '');
  expect(container.querySelector('details')).toHaveProperty('open', false);
  await waitFor(() => expect(document.activeElement?.textContent).toBe('fold'));
});

/** A page with a step that the form is in and that goes when it is done; as the money page has it. */
const steps = (open: boolean, act: () => Promise<unknown>) => (
  <article>
    <h1>page</h1>
    <ol className="steps">
      {open ? (
        <li className="step" key="before">
          <p className="step-title">to do</p>
          {form(act)}
        </li>
      ) : (
        <li className="step" key="after">
          <p className="step-title">what came of it</p>
        </li>
      )}
    </ol>
  </article>
);

it('leaves the focus at what took the place of the step it was done in', async () => {
  const { again } = show(steps(true, () => Promise.resolve(again(steps(false, () => Promise.resolve())))));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  await waitFor(() => expect(document.activeElement?.textContent).toBe('what came of it'));
});

it('leaves the focus at the heading of the section, or else of the page', async () => {
  const section = (open: boolean, act: () => Promise<unknown>) => (
    <article>
      <h1>page</h1>
      {open && (
        <section>
          <h2>to do</h2>
          {form(act)}
        </section>
      )}
    </article>
  );
  const { again } = show(section(true, () => Promise.resolve()));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  await waitFor(() => expect(document.activeElement?.textContent).toBe('to do'));
  // A slow machine takes the section away only after the focus came to it.
  again(section(false, () => Promise.resolve()));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByText('page')));
  again(section(true, () => Promise.resolve(again(section(false, () => Promise.resolve())))));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByText('page')));
});

it.each(['done', 'failed'])('leaves who went on to another field there, once what was sent is %s', async (how) => {
  let answer = () => {};
  const act = () =>
    new Promise<void>((resolve, reject) => {
      answer = how === 'done' ? resolve : () => reject(problem(400));
    });
  show(
    <section>
      <h2>to do</h2>
      {form(act)}
      <input aria-label="elsewhere" />
    </section>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  const elsewhere = screen.getByLabelText('elsewhere');
  await userEvent.type(elsewhere, 'half a');
  answer();
  await (how === 'done' ? screen.findByText('Done.') : screen.findByRole('alert'));
  await new Promise((passed) => requestAnimationFrame(() => setTimeout(passed)));
  expect(document.activeElement).toBe(elsewhere);
});

it('offers what is still to come in after a part came in', async () => {
  const deposits = (rest: string, act: () => Promise<unknown>) => (
    <ActForm act={act} label="f" done="">
      {(pending) => (
        <>
          <AmountField name="amount" label="Amount" measure={{ currency: 'USD' }} value={rest} />
          <SubmitButton pending={pending}>send</SubmitButton>
        </>
      )}
    </ActForm>
  );
  const act = () => Promise.resolve();
  const { again } = show(deposits('10000', act));
  const amount = screen.getByLabelText('Amount (USD)');
  await userEvent.clear(amount);
  await userEvent.type(amount, '40');
  await userEvent.click(screen.getByRole('button'));
  await screen.findByText('Done.');
  again(deposits('6000', act));
  expect(screen.getByLabelText('Amount (USD)')).toHaveProperty('value', '60');
});
