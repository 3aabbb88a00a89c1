// Danger: an offer moves and nobody is told.
import { OFFER_VERBS, offerStates } from './offer.states.js';

it('an offer moves by verbs, which together are the table of its states', () => {
  const moves = Object.values(OFFER_VERBS).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const table = offerStates.all.flatMap((from) => offerStates.moves[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(table.sort());
});
