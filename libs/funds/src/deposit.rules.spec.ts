// Danger: a cent lost or invented between what came in, the fee and what the purpose gets; a rate used upside down.
import fc from 'fast-check';
import { Money } from '#libs/kernel';
import { crossRate, inFundCurrency, splitDeposit, type StoredRate } from './deposit.rules.js';

const eur = { unitsPerUsd: '0.9', effectiveOn: '2026-11-01', source: 'UN' };
const kwd = { unitsPerUsd: '0.307', effectiveOn: '2026-10-15', source: 'UN' };
const jpy = { unitsPerUsd: '150', effectiveOn: '2026-11-01', source: 'own' };

describe('crossRate', () => {
  it('is the dollar rate where the fund keeps dollars, and its inverse where the money is dollars', () => {
    expect(crossRate(eur, null)).toEqual({ rate: '0.9', rateOn: '2026-11-01', rateSource: 'UN' });
    expect(crossRate(null, jpy)).toEqual({ rate: '0.006666666666666667', rateOn: '2026-11-01', rateSource: 'own' });
  });

  it('goes through the dollar otherwise, and is as old as the older of the two', () => {
    expect(crossRate(jpy, eur)).toMatchObject({ rate: '166.666666666666666667', rateSource: 'own; UN' });
    expect(crossRate(kwd, eur)).toMatchObject({ rateOn: '2026-10-15', rateSource: 'UN' });
  });
});

describe('splitDeposit', () => {
  const at = (rate: string): StoredRate => ({ rate, rateOn: '2026-11-01', rateSource: 'UN' });

  it.each<[string, Money, StoredRate | null, number, [bigint, bigint, bigint]]>([
    ['USD 1,000.00 at 1 %', Money.of(100_000n, 'USD'), null, 10_000, [100_000n, 1_000n, 99_000n]],
    ['no fee', Money.of(100_000n, 'USD'), null, 0, [100_000n, 0n, 100_000n]],
    ['a fee that rounds up at the half', Money.of(50n, 'USD'), null, 10_000, [50n, 1n, 49n]],
    ['a fee that rounds down to nothing', Money.of(49n, 'USD'), null, 10_000, [49n, 0n, 49n]],
    ['EUR 1,000.00 at 0.9', Money.of(100_000n, 'EUR'), at('0.9'), 10_000, [111_111n, 1_111n, 110_000n]],
    ['JPY 1,000 at 150', Money.of(1_000n, 'JPY'), at('150'), 10_000, [667n, 7n, 660n]],
    ['KWD 1.000 at 0.307', Money.of(1_000n, 'KWD'), at('0.307'), 0, [326n, 0n, 326n]],
  ])('%s', (_, amount, applied, feeRate, [base, fee, net]) => {
    const split = splitDeposit(amount, 'USD', applied, feeRate);
    expect([split.base.minor, split.fee.minor, split.net.minor]).toEqual([base, fee, net]);
  });

  it('always adds up, and the fee is never more than there is', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.option(fc.integer({ min: 1, max: 10_000_000 })),
        (minor, feeRate, thousandths) => {
          const applied = thousandths === null ? null : at((thousandths / 1000).toFixed(3));
          const { base, fee, net } = splitDeposit(Money.of(minor, applied ? 'EUR' : 'USD'), 'USD', applied, feeRate);
          expect(fee.plus(net).minor).toBe(base.minor);
          expect(fee.minor >= 0n && net.minor >= 0n).toBe(true);
        },
      ),
    );
  });

  it('refuses what is beyond all money in the other currency', () => {
    expect(() => inFundCurrency(Money.of(9_007_199_254_740_991n, 'EUR'), 'USD', at('0.5'))).toThrow(/too large in USD/);
  });
});
