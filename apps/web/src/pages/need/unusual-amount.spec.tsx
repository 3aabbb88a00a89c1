// Danger: a slip of the keyboard becomes a pledge that a State reads, or a pledge for more than is open cannot be made.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FormError } from '../../api/problem.js';
import { show } from '../../testing/show.js';
import { ActForm, textOf } from '../../ui/form.js';
import { lackingOf, useUnusualAmount } from './unusual-amount.js';

function Pledge({ send }: { send: (amount: string) => void }) {
  const more = useUnusualAmount({ measure: { unit: 'machine' }, open: '10', lacking: '3' });
  return (
    <ActForm
      label="pledge"
      done=""
      act={async (data) => {
        const amount = textOf(data, 'amount');
        const problems = more.problems(amount, data);
        if (problems.length > 0) throw new FormError(problems);
        send(amount);
        more.settle();
      }}
    >
      {() => (
        <>
          <input name="amount" aria-label="amount" />
          {more.question}
          <button>send</button>
        </>
      )}
    </ActForm>
  );
}

async function pledged(amount: string): Promise<string[]> {
  const sent: string[] = [];
  show(<Pledge send={(one) => sent.push(one)} />);
  await userEvent.type(screen.getByLabelText('amount'), amount);
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  return sent;
}

it('sends what is open without a question', async () => {
  expect(await pledged('10')).toEqual(['10']);
  expect(screen.queryByRole('checkbox')).toBeNull();
});

it('asks back before it sends more, and sends it once that is meant', async () => {
  const sent = await pledged('999999');
  expect(sent).toEqual([]);
  expect((await screen.findByRole('alert')).textContent).toContain('it is more than is still open');
  expect(screen.getByText(/still open\. No more than what is open is committed/).textContent).toContain('10');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Pledge that much all the same' }));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(sent).toEqual(['999999']);
});

it('asks no more when the amount was mended', async () => {
  const sent = await pledged('11');
  await userEvent.clear(screen.getByLabelText('amount'));
  await userEvent.type(screen.getByLabelText('amount'), '9');
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(sent).toEqual(['9']);
});

it('asks back before it sends less than is of use, and sends it once that is meant', async () => {
  const sent = await pledged('2');
  expect(sent).toEqual([]);
  expect((await screen.findByRole('alert')).textContent).toContain('it is less than is useful');
  expect(screen.getByText(/before anything of it is useful/).textContent).toContain('3');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Pledge that much all the same' }));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(sent).toEqual(['2']);
});

it('asks anew of another amount', async () => {
  const sent = await pledged('500');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Pledge that much all the same' }));
  await userEvent.type(screen.getByLabelText('amount'), '000');
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(sent).toEqual([]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Pledge that much all the same' }));
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(sent).toEqual(['500000']);
});

it('takes the answer to one question for none to the other', async () => {
  const sent = await pledged('11');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Pledge that much all the same' }));
  await userEvent.clear(screen.getByLabelText('amount'));
  await userEvent.type(screen.getByLabelText('amount'), '1');
  await userEvent.click(screen.getByRole('button', { name: 'send' }));
  expect(sent).toEqual([]);
});

it.each([
  [null, '0', undefined],
  ['5', '0', '5'],
  ['5', '3', '2'],
  ['5', '5', undefined],
])('of a smallest useful quantity %s with %s committed lacks %s', (minimum, committed, lacking) =>
  expect(lackingOf({ minimum, committed })).toBe(lacking),
);
