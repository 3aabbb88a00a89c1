// Danger: somebody is told what is missing and not led to where it is written, or to a field that is not there; or that nothing
// keeps a request back which is then refused.
import type { Completeness } from '../../api/types.js';
import { placesByFact, submissionOf } from './missing-facts.js';

it('names each missing fact once, with the lines it is missing in and their fields', () => {
  const missing: Completeness['missing'] = [
    { fact: 'summary', path: 'summary', why: '', shorterThan: 100 },
    { fact: 'minimum', path: 'items.0.minimum', why: '', shorterThan: null },
    { fact: 'minimum', path: 'items.11.minimum', why: '', shorterThan: null },
  ];
  expect(placesByFact(missing)).toEqual([
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

describe('what keeps a request from being handed in', () => {
  const missing: Completeness['missing'] = [
    { fact: 'summary', path: 'summary', why: '', shorterThan: null },
    { fact: 'needed-by', path: 'neededBy', why: '', shorterThan: null },
    { fact: 'action-plan', path: 'actionPlan', why: '', shorterThan: null },
    { fact: 'quantity', path: 'items.0.requested', why: '', shorterThan: null },
  ];
  const submission = (facts: Completeness['missing']) =>
    submissionOf(
      { summary: 'Said.', completeness: { score: 40, missing: facts } },
      { minimumScore: 40, requiredFacts: [] },
    );
  const of = (summary: string, minimumScore: number, requiredFacts: ('needed-by' | 'summary')[]) => {
    const { required, others, points } = submissionOf(
      { summary, completeness: { score: 40, missing } },
      { minimumScore, requiredFacts },
    );
    return { required: required.map(({ fact }) => fact), others: others.map(({ fact }) => fact), points };
  };

  it('is every fact that is required, a quantity and a description whatever is required, and the points that are wanting', () => {
    expect(of('', 50, ['needed-by'])).toEqual({
      required: ['summary', 'needed-by', 'quantity'],
      others: ['action-plan'],
      points: 10,
    });
  });

  it('is also an item without words or a type, and none with few words or in no category', () => {
    const described = { fact: 'description', why: '' } as const;
    const category = { fact: 'category', why: '', shorterThan: null } as const;
    const held = [
      { ...described, path: 'items.0.description', shorterThan: null },
      { ...category, path: 'items.1.typeCode' },
    ];
    const free = [
      { ...described, path: 'items.1.description', shorterThan: 20 },
      { ...category, path: 'items.0.categoryCode' },
    ];
    expect(submission([...held, ...free])).toEqual({ required: held, others: free, points: 0 });
  });

  it('is no short description that is not required, and no point beyond the score that is', () => {
    expect(of('Short.', 40, [])).toEqual({
      required: ['quantity'],
      others: ['summary', 'needed-by', 'action-plan'],
      points: 0,
    });
  });
});
