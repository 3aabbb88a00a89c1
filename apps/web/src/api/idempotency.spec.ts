// Danger: a second press after a lost answer does the thing twice, or is refused as if somebody else had been quicker.
import { renderHook } from '@testing-library/react';
import { useOneRequest } from './idempotency.js';
import { NoAnswerError, ProblemError } from './problem.js';

const problem = (status: number) => new ProblemError({ type: 'x', title: 'x', status } as ProblemError['problem']);

/** What went out, as a version and a key; each is answered by what is next. */
function sender(...answers: readonly (Error | null)[]) {
  const { result } = renderHook(() => useOneRequest<number>());
  const sent: { seen: number; key: string }[] = [];
  const send = (seen: number, content: unknown) =>
    result.current(seen, content, async (version, key) => {
      sent.push({ seen: version, key });
      const error = answers[sent.length - 1];
      if (error) throw error;
    });
  return { sent, send };
}

it.each([new NoAnswerError('lost'), problem(503)])(
  'goes out again as it was after %s, though the page read on',
  async (lost) => {
    const { sent, send } = sender(lost, null, null);
    await expect(send(1, { quantity: '6' })).rejects.toBe(lost);
    await send(2, { quantity: '6' });
    expect(sent[1]).toEqual(sent[0]);
    await send(2, { quantity: '6' });
    expect(sent[2]).toMatchObject({ seen: 2 });
    expect(sent[2]?.key).not.toBe(sent[0]?.key);
  },
);

it('is another request with other content, and once it was refused', async () => {
  const { sent, send } = sender(new NoAnswerError('lost'), problem(412), null);
  await expect(send(1, { quantity: '6' })).rejects.toThrow();
  await expect(send(2, { quantity: '5' })).rejects.toThrow();
  await send(3, { quantity: '5' });
  expect(sent.map(({ seen }) => seen)).toEqual([1, 2, 3]);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
});
