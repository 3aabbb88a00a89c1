// Danger: a template sends a State to a category, a unit or a type that nobody knows, or a category has none.
import { ASSISTANCE_TYPES, CATEGORIES, ITEM_KINDS, UNITS } from './data/assistance.js';
import { NEED_TEMPLATES } from './data/need-templates.js';

const codes = (rows: readonly (readonly [string, string])[]) => rows.map(([code]) => code);

it('there is one template for each category but the stand-in, in their order', () => {
  const sorted = CATEGORIES.filter(({ neverMatches }) => !neverMatches);
  expect(NEED_TEMPLATES.map(({ category }) => category)).toEqual(sorted.map(({ code }) => code));
});

it('items and kinds of items use units and types that are known', () => {
  const used = [...ITEM_KINDS, ...NEED_TEMPLATES.flatMap(({ items }) => items)];
  for (const { unit, type } of used) {
    expect(codes(UNITS)).toContain(unit);
    expect(codes(ASSISTANCE_TYPES)).toContain(type);
  }
});

it('each asks questions, gives advice and starts with an item', () => {
  for (const { advice, questions, items } of NEED_TEMPLATES) {
    expect(advice).toMatch(/\.$/);
    expect(questions.length).toBeGreaterThanOrEqual(2);
    for (const question of questions) expect(question).toMatch(/\?$/);
    expect(items.length).toBeGreaterThanOrEqual(1);
  }
});
