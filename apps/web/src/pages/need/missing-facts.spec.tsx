// Danger: somebody is told what is missing and not led to where it is written, or to a field that is not there.
import { placesByFact } from './missing-facts.js';

it('names each missing fact once, with the lines it is missing in and their fields', () => {
  const missing = [
    { fact: 'summary', path: 'summary', why: '', shorterThan: 100 },
    { fact: 'minimum', path: 'items.0.minimum', why: '', shorterThan: null },
    { fact: 'minimum', path: 'items.11.minimum', why: '', shorterThan: null },
  ];
  expect(placesByFact({ score: 60, missing })).toEqual([
    { fact: 'summary', places: [{ line: null, path: 'summary', shorterThan: 100 }] },
    {
      fact: 'minimum',
      places: [
        { line: 1, path: 'items.0.minimum', shorterThan: null },
        { line: 12, path: 'items.11.minimum', shorterThan: null },
      ],
    },
  ]);
});
