// Danger: a coordinator is offered to show a need to more people than its organization agreed to, which is then refused.
import { screen } from '@testing-library/react';
import type { Need, Visibility } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { PublishNeed } from './publish-need.js';

it.each<[Visibility, number]>([
  ['public', 4],
  ['states-only', 3],
  ['parties-only', 2],
  ['coordinators', 1],
])('offers what is agreed, %s, and what is narrower', (visibility, count) => {
  show(<PublishNeed need={{ id: 'need_1', visibility } as Need} />, sessionOf('coordinator'));
  const offered = screen.getAllByRole<HTMLOptionElement>('option').map(({ value }) => value);
  expect(offered).toEqual(['public', 'states-only', 'parties-only', 'coordinators'].slice(-count));
});
