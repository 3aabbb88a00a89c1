// Danger: an amount shown or read with a lost cent, a wrong exponent, or a symbol that several currencies share.
import { readFileSync } from 'node:fs';
import { exponentOf, formatMoney, formatWhole, parseAmount, parseWhole, perMille, toDecimal } from './money.js';

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');

describe('formatMoney', () => {
  it.each([
    ['42000000', 'USD', 'USD 420,000'],
    ['42000050', 'USD', 'USD 420,000.50'],
    ['0', 'USD', 'USD 0'],
    ['1', 'USD', 'USD 0.01'],
    ['-150', 'EUR', '-EUR 1.50'],
    ['1000', 'JPY', 'JPY 1,000'],
    ['1234', 'KWD', 'KWD 1.234'],
    ['1500', 'IQD', 'IQD 1.500'],
    ['9007199254740991', 'USD', 'USD 90,071,992,547,409.91'],
  ])('%s minor units of %s → %s', (minor, currency, words) => {
    expect(spaced(formatMoney({ minor, currency }, 'en-GB'))).toBe(words);
  });

  it('writes the code in every language', () => {
    expect(formatMoney({ minor: '42000000', currency: 'USD' }, 'fr')).toContain('USD');
    expect(formatMoney({ minor: '42000000', currency: 'USD' }, 'ar-u-nu-latn')).toContain('USD');
  });
});

describe('parseAmount', () => {
  it.each([
    ['420000', 'USD', '42000000'],
    ['420,000.5', 'USD', '42000050'],
    [' 1 250 ', 'USD', '125000'],
    ['1\u202f250\u202f000.50', 'USD', '125000050'],
    ['1.234', 'KWD', '1234'],
    ['0', 'USD', '0'],
  ])('reads %s %s as %s', (text, currency, minor) => expect(parseAmount(text, currency)).toBe(minor));

  it.each([
    ['', 'USD'],
    ['-5', 'USD'],
    ['1.005', 'USD'],
    ['1.5', 'JPY'],
    ['1e3', 'USD'],
    ['12 dollars', 'USD'],
    ['1000,50', 'USD'],
    ['9800,00', 'USD'],
    ['9,80', 'USD'],
    ['9 80 000', 'USD'],
    ['1,000 000', 'USD'],
    ['1.000,50', 'USD'],
    ['12345678901234567', 'USD'],
  ])('refuses %s %s', (text, currency) => expect(parseAmount(text, currency)).toBeNull());

  it('reads back what the field shows', () => {
    expect(parseAmount(toDecimal({ minor: '123456789', currency: 'USD' }), 'USD')).toBe('123456789');
  });
});

it.each([
  ['12', '12'],
  ['1,250', '1250'],
  ['1 250', '1250'],
  ['12.5', null],
  ['12,50', null],
  ['1234567890123456', null],
])('reads %s things as %s', (text, count) => expect(parseWhole(text)).toBe(count));

it('knows the same exponents as the server', () => {
  const source = readFileSync('libs/kernel/src/money.ts', 'utf8');
  const table = /EXPONENTS[^{]*\{([^}]*)\}/.exec(source)?.[1] ?? '';
  const pairs = [...table.matchAll(/([A-Z]{3}): (\d)/g)];
  expect(pairs.length).toBeGreaterThan(20);
  for (const [, currency = '', exponent] of pairs)
    expect([currency, exponentOf(currency)]).toEqual([currency, Number(exponent)]);
});

it('groups whole numbers of any size', () => {
  expect(formatWhole('12345678901234567', 'en-GB')).toBe('12,345,678,901,234,567');
});

it.each([
  ['0', '0', 0],
  ['1', '3', 333],
  ['5', '5', 1000],
  ['9', '5', 1000],
])('draws %s of %s as %s per mille', (part, whole, expected) => expect(perMille(part, whole)).toBe(expected));
