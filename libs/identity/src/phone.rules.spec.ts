import { normalPhone, PHONE } from './phone.rules.js';

it.each([
  ['+509 2812-3456', '+50928123456'],
  [' +1 (212) 963–1234 ', '+12129631234'],
  ['+41 (0)22 917 12 34', '+41229171234'],
  ['+290\u00a02\u00a0345', '+2902345'],
])('%s is a telephone, kept as %s', (written, kept) => {
  expect(normalPhone(written)).toBe(kept);
  expect(kept).toMatch(PHONE);
});

it.each([
  'abc',
  '',
  '+',
  '2812 3456',
  '00509 2812 3456',
  '+0509 281 234',
  '+509 123',
  '+1234567890123456',
  '+509 2812 x 5',
])('%s is none', (written) => {
  expect(normalPhone(written)).not.toMatch(PHONE);
});
