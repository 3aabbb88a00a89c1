// Danger: the code of a paragraph is shown to somebody who looks it up in the document, or leads to another paragraph.
import { paragraphOf } from './paragraphs.js';

it.each([
  ['PoA C.19', { part: 'poa', place: 'II.19' }],
  ['PoA III.9', { part: 'poa', place: 'III.9' }],
  ['ITI A.1', { part: 'iti', place: '1' }],
  ['ITI B.13(c)', { part: 'iti', place: '13(c)' }],
  ['PoA declaration 14', { part: 'declaration', place: '14' }],
  ['UNTOC 5', null],
])('reads %s', (reference, paragraph) => expect(paragraphOf(reference)).toEqual(paragraph));
