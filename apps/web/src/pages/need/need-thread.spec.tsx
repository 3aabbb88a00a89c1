// Danger: a question is answered about another item than the one that it was asked about.
import { screen } from '@testing-library/react';
import { threadQuery } from '../../api/needs.js';
import type { Need, NeedMessage } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { NeedThread } from './need-thread.js';

it.each([
  ['items.1.place', false, /^Item 2, /],
  ['items.1.place', true, /^An item that was removed, /],
  ['summary', false, /^Problem and solution$/],
])('a question about %s, where it is %s that the item was removed', async (about, isItemRemoved, words) => {
  const { queries, again } = show(<p />, sessionOf('coordinator'));
  const by = { id: 'x', name: 'X' };
  const message = {
    id: 'msg_1',
    person: by,
    organization: by,
    role: 'coordinator',
    body: 'Where?',
    sentAt: '2026-01-01T00:00:00Z',
  };
  const question = {
    ...message,
    isQuestion: true,
    isAnswered: false,
    answersId: null,
    about,
    isItemRemoved,
  } as NeedMessage;
  queries.setQueryData(threadQuery('need_1').queryKey, {
    pages: [{ items: [question], nextCursor: null, acknowledgedAt: null, authentication: null, openQuestions: 1 }],
    pageParams: [undefined],
  });
  again(<NeedThread need={{ id: 'need_1', organization: by } as Need} writes={false} answers={false} />);
  expect(await screen.findByText(words)).toBeTruthy();
});
