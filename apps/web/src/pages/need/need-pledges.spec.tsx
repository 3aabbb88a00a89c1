// Danger: a page speaks of nought where there is nothing to say, or hides what donors pledge and what is still open.
import { screen } from '@testing-library/react';
import { pledgesQuery } from '../../api/pledges.js';
import type { Need } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { NeedPledges } from './need-pledges.js';

const measure = { unit: 'machine' };

it.each([
  ['some of both', '6', ['4'], '4 × marking machine pledged. 6 × marking machine still open.'],
  ['no pledge', '6', [], '6 × marking machine still open.'],
  ['nothing open', '0', ['4'], '4 × marking machine pledged. Nothing is still open.'],
  ['neither', '0', [], 'Nothing is still open.'],
])('says what is pledged to an item and what is open: %s', async (_, open, amounts, words) => {
  const items = [
    { id: 'item_1', description: 'Machines', requested: '10', committed: '0', minimum: null, open, measure },
  ];
  const need = { id: 'need_1', state: 'published', visibility: 'public', items } as unknown as Need;
  const offer = { id: 'offer_1', title: 'Machines', organization: { id: 'org_donor', name: 'Sweden' } };
  const given = amounts.map((amount) => ({ needItemId: 'item_1', matchId: 'match_1', amount, measure, offer }));
  const { queries, again } = show(<p />, sessionOf('donor'));
  queries.setQueryData(pledgesQuery('need_1').queryKey, { items: given } as never);
  again(<NeedPledges need={need} />);
  const title = await screen.findByText('Machines', { selector: '.entry-title' });
  expect(title.nextElementSibling?.textContent?.trim()).toBe(words);
});
