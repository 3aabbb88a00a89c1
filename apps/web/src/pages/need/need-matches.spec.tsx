// Danger: a page says that offers are compared with a need where nothing compares them.
import { screen } from '@testing-library/react';
import { matchesQuery } from '../../api/matches.js';
import type { Need } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { NeedMatches } from './need-matches.js';

it.each([
  ['validated', 'No match: a need is compared with offers while it is published.'],
  ['merged', 'No match: a need is compared with offers while it is published.'],
  ['published', 'Comparing offers…'],
] as const)('after a change of a need that is %s', async (state, words) => {
  const need = (version: number) => ({ id: 'need_1', state, version, items: [] as unknown }) as Need;
  const { queries, again } = show(<p />, sessionOf('coordinator'));
  const none = { items: [], nextCursor: null };
  queries.setQueryData(matchesQuery({ needId: 'need_1' }).queryKey, {
    pages: [none],
    pageParams: [undefined],
  } as never);
  again(<NeedMatches need={need(1)} />);
  again(<NeedMatches need={need(2)} />);
  expect(await screen.findByText(words)).toBeTruthy();
});
