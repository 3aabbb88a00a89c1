// Danger: a value that nobody stated stands in a need as if somebody had.
import { NeedInput, NeedPatch } from './needs.input.dto.js';

const input = { title: 'Marking machines', areaIso2: 'HT' };

it('a need that states no priority, or takes one back, has none', () => {
  expect(NeedInput.contentOf(input).priority).toBeNull();
  expect(NeedInput.contentOf({ ...input, priority: null }).priority).toBeNull();
  expect(NeedInput.contentOf({ ...input, priority: 1 }).priority).toBe(1);
  expect(NeedPatch.changesOf({ priority: null })).toEqual({ priority: null });
  expect(NeedPatch.changesOf({ summary: 'Other words' })).toEqual({ summary: 'Other words' });
});
