// Danger: a form with a field that cannot be read is saved without it, or has to be sent twice to learn what else is wrong.
import { FormError, ProblemError } from '../api/problem.js';
import { sendWhole } from './unreadable.js';

const own = [{ path: 'items.1.measure', detail: 'choose' }];
const refused = (status: number, ...paths: string[]) =>
  Promise.reject(
    new ProblemError({ type: '/problems/x', title: 'x', status, errors: paths.map((path) => ({ path, detail: 'd' })) }),
  );
const pathsOf = (send: () => Promise<unknown>, unsaid?: string[]) =>
  sendWhole(own, send, unsaid).then(
    () => 'sent',
    (error: unknown) => (error instanceof FormError ? error.fields.map(({ path }) => path) : error),
  );

it('says with what cannot be read what the api finds elsewhere', async () => {
  expect(await pathsOf(() => refused(400, 'items.1.measure.unit', 'items.0.minimum', 'fileId'), ['fileId'])).toEqual([
    'items.1.measure',
    'items.0.minimum',
  ]);
  expect(await pathsOf(() => refused(409, 'summary'))).toEqual(['items.1.measure']);
  expect(await pathsOf(() => Promise.reject(new Error('no network')))).toEqual(['items.1.measure']);
});

it('never passes for sent, and leaves a form that can be read alone', async () => {
  expect(await pathsOf(() => Promise.resolve('saved'))).toEqual(['items.1.measure']);
  expect(await sendWhole([], () => Promise.resolve('saved'))).toBe('saved');
  await expect(sendWhole([], () => refused(400, 'a'))).rejects.toBeInstanceOf(ProblemError);
});
