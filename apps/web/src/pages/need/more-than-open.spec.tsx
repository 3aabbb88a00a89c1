// Danger: a slip of the keyboard becomes a pledge that a State reads, or a pledge for more than is open cannot be made.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FormError } from '../../api/problem.js';
import { show } from '../../testing/show.js';
import { ActForm, textOf } from '../../ui/form.js';
import { useMoreThanOpen } from './more-than-open.js';

function Pledge({ send }: { send: (amount: string) => void }) {
  const more = useMoreThanOpen('10', { unit: 'machine' });
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
