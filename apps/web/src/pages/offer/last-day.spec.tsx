// Danger: people plan with an offer that nobody can agree on any more, or its donor does not learn how to keep it.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Offer } from '../../api/types.js';
import { show } from '../../testing/show.js';
import { ExtendOffer } from './extend-offer.js';
import { OfferTag } from './offer-tag.js';

const inGrace = { id: 'offer_1', version: 1, state: 'published', extendableUntil: '2027-01-14' } as Offer;

it.each([
  [{ state: 'published', extendableUntil: null, committed: '0' }, 'open'],
  [{ state: 'published', extendableUntil: null, committed: '3' }, 'open'],
  [{ state: 'published', extendableUntil: '2027-01-14', committed: '0' }, 'last day past'],
  [{ state: 'exhausted', extendableUntil: '2027-01-14', committed: '3' }, 'last day past'],
  [{ state: 'expired', extendableUntil: null, committed: '0' }, 'expired'],
  [{ state: 'expired', extendableUntil: null, committed: '3' }, 'rest expired'],
  [{ state: 'withdrawn', extendableUntil: null, committed: '0' }, 'withdrawn'],
  [{ state: 'withdrawn', extendableUntil: null, committed: '3' }, 'rest withdrawn'],
] as const)('of %j it says %s', (offer, words) => {
  const { container } = show(<OfferTag offer={offer} />);
  expect(container.textContent).toBe(words);
});

it('a list leaves out only what is as usual', () => {
  show(<OfferTag offer={{ state: 'published', extendableUntil: null, committed: '0' }} omits="published" />);
  expect(screen.queryByText('open')).toBeNull();
  show(<OfferTag offer={inGrace} omits="published" />);
  screen.getByText('last day past');
});

it('its donor reads until when it can be extended, and that a day is missing', async () => {
  const never = async () => Promise.reject(new Error('Nothing is to be sent.'));
  show(<ExtendOffer offer={inGrace} onDone={never} onConflict={() => undefined} />);
  expect(screen.getByText(/you can give it a later last day/).textContent).toMatch(/14.*2027/);
  await userEvent.click(screen.getByRole('button', { name: 'Extend' }));
  expect((await screen.findByRole('alert')).textContent).not.toBe('');
});
