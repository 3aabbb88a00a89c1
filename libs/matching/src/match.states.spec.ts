// Danger: a match moves and nobody is told.
import { MATCH_VERBS, matchStates } from './match.states.js';

it('a match moves by verbs, which together are the table of its states', () => {
  const moves = Object.values(MATCH_VERBS).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const table = matchStates.all.flatMap((from) => matchStates.moves[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(table.sort());
});
