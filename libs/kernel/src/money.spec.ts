// Danger: a lost or invented minor unit, a float, a wrong exponent.
import fc from 'fast-check';
import { divideByRate, MINOR_MAX, Money, shareOf } from './money.js';
import { quantityText } from './quantity.js';

const minor = fc.bigInt({ min: 0n, max: MINOR_MAX });
const currency = fc.constantFrom('JPY', 'USD', 'KWD', 'CLF');
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 })
  .filter((list) => list.some((weight) => weight > 0n));

describe('Money', () => {
  it('splits without losing a minor unit, each part within one of its exact share', () => {
    fc.assert(
      fc.property(minor, weights, (amount, parts) => {
        const split = Money.of(amount, 'USD').split(parts);
        const total = parts.reduce((sum, weight) => sum + weight, 0n);
        expect(split.reduce((sum, part) => sum + part.minor, 0n)).toBe(amount);
        split.forEach((part, index) => {
          const exactTimesTotal = amount * (parts[index] ?? 0n);
          expect(part.minor * total).toBeGreaterThan(exactTimesTotal - total);
          expect(part.minor * total).toBeLessThan(exactTimesTotal + total);
        });
      }),
    );
  });

  it('splits 100 three ways as 34, 33, 33', () => {
    expect(
      Money.of(100n, 'USD')
        .split([1n, 1n, 1n])
        .map((part) => part.minor),
    ).toEqual([34n, 33n, 33n]);
  });

  it('reads back what it prints, for exponents 0, 2, 3 and 4', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -MINOR_MAX, max: MINOR_MAX }), currency, (amount, code) => {
        const money = Money.of(amount, code);
        expect(Money.parse(money.toDecimal(), code).minor).toBe(amount);
        expect(Money.fromJson(money.toJSON()).minor).toBe(amount);
      }),
    );
  });

  it.each([
    ['1', 'JPY', 1n],
    ['1.5', 'USD', 150n],
    ['0.001', 'KWD', 1n],
    ['-12.3456', 'CLF', -123456n],
  ])('reads %s %s', (text, code, expected) => {
    expect(Money.parse(text, code).minor).toBe(expected);
  });

  it.each([
    ['1.5', 'JPY'],
    ['1.005', 'USD'],
    ['1,000', 'USD'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['1', 'usd'],
    ['99999999999999999', 'JPY'],
  ])('refuses %s %s', (text, code) => {
    expect(() => Money.parse(text, code)).toThrow(RangeError);
  });

  it('never mixes currencies', () => {
    expect(() => Money.of(1n, 'USD').plus(Money.of(1n, 'EUR'))).toThrow(RangeError);
  });
});

describe('divideByRate', () => {
  it.each([
    [100_00n, 'EUR', '0.5', 'USD', 200_00n],
    [1_000n, 'JPY', '150', 'USD', 667n],
    [1_000n, 'KWD', '0.3', 'USD', 333n],
    [100n, 'USD', '3', 'USD', 33n],
    [50n, 'USD', '100', 'USD', 1n],
  ])('%s %s at %s → %s', (amount, from, rate, to, expected) => {
    expect(divideByRate(Money.of(amount, from), rate, to).minor).toBe(expected);
  });

  it('is within half a minor unit of the exact quotient', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (amount, thousandths) => {
          const rate = `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`;
          const result = divideByRate(Money.of(amount, 'EUR'), rate, 'USD').minor;
          const error = 2n * (result * BigInt(thousandths) - amount * 1000n);
          expect(error <= BigInt(thousandths) && error >= -BigInt(thousandths)).toBe(true);
        },
      ),
    );
  });
});

describe('shareOf', () => {
  it.each([
    [100_00n, 10_000n, 100n],
    [50n, 10_000n, 1n],
    [49n, 10_000n, 0n],
  ])('%s at %s millionths is %s', (amount, rate, expected) => {
    expect(shareOf(Money.of(amount, 'USD'), rate).minor).toBe(expected);
  });
});

describe('quantityText', () => {
  it.each([
    [980_000_00n, { currency: 'USD' }, 'USD 980000.00'],
    [45_000n, { currency: 'JPY', unit: null }, 'JPY 45000'],
    [12n, { unit: 'machine', currency: null }, '12 × machine'],
  ])('%s of %p is %s', (amount, counted, expected) => {
    expect(quantityText(amount, counted)).toBe(expected);
  });
});
