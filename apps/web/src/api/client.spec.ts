// Danger: a proxy's page taken for the word of the clearing house, or its problem for no answer.
import { answer } from './client.js';
import { NoAnswerError, ProblemError } from './problem.js';

const outcome = (status: number, error: unknown) =>
  answer(Promise.resolve({ error, response: { ok: false, status, statusText: '' } as Response }));

it.each([
  [502, '<html><title>502 Bad Gateway</title></html>', NoAnswerError],
  [413, undefined, NoAnswerError],
  [503, { type: '/problems/unavailable', title: 'Unavailable', status: 503 }, ProblemError],
])('%s with %j', async (status, body, kind) => {
  await expect(outcome(status, body)).rejects.toBeInstanceOf(kind);
});

it('is none when the connection breaks', async () => {
  await expect(answer(Promise.reject(new TypeError('fetch failed')))).rejects.toBeInstanceOf(NoAnswerError);
});
