import { paragraphOf } from './paragraphs.js';

it.each([
  ['PoA C.19', { instrument: 'PoA', place: 'C.19' }],
  ['ITI A.1', { instrument: 'ITI', place: 'A.1' }],
  ['UNTOC 5', null],
])('reads %s', (reference, paragraph) => expect(paragraphOf(reference)).toEqual(paragraph));
