import { linesByFact } from './missing-facts.js';

it('names each missing fact once, with the lines it is missing in', () => {
  const missing = [
    { fact: 'summary', path: 'summary', why: '' },
    { fact: 'minimum', path: 'items.0.minimum', why: '' },
    { fact: 'minimum', path: 'items.11.minimum', why: '' },
  ];
  expect(linesByFact({ score: 60, missing })).toEqual([
    { fact: 'summary', lines: [] },
    { fact: 'minimum', lines: [1, 12] },
  ]);
});
