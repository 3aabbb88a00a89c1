import { divideByRate, InvalidInput, shareOf, type CalendarDate, type Money } from '#libs/kernel';

/** A rate as it is kept: units of a currency for one unit of the fund's, with the day and the source it is from. */
export interface StoredRate {
  /** Exact decimal. */
  readonly rate: string;
  readonly rateOn: CalendarDate;
  readonly rateSource: string;
}

/** Units of a currency for one US dollar (UN operational rates), exact decimal. */
export interface DollarRate {
  readonly unitsPerUsd: string;
  readonly effectiveOn: CalendarDate;
  readonly source: string;
}

const CROSS_DECIMALS = 18;

/**
 * The rate between two currencies that are each quoted against the US dollar, of the older of the two days; null stands for
 * the dollar itself. At least one of them is another currency.
 */
export function crossRate(of: DollarRate | null, fund: DollarRate | null): StoredRate {
  const known = [of, fund].filter((rate) => rate !== null);
  return {
    rate: fund ? quotient(of?.unitsPerUsd ?? '1', fund.unitsPerUsd) : (of?.unitsPerUsd ?? '1'),
    rateOn: known.map(({ effectiveOn }) => effectiveOn).sort()[0] ?? '',
    rateSource: [...new Set(known.map(({ source }) => source))].join('; '),
  };
}

/**
 * An amount in the currency of the fund, half up; unchanged where no rate is needed.
 * @throws InvalidInput when it is beyond what money can be there
 */
export function inFundCurrency(amount: Money, currency: string, applied: StoredRate | null): Money {
  if (!applied) return amount;
  try {
    return divideByRate(amount, applied.rate, currency);
  } catch {
    throw new InvalidInput([
      { path: 'amount.minor', detail: `Write a smaller amount: this is too large in ${currency}.` },
    ]);
  }
}

/** How a received amount splits in the fund: the fee is half up, and the rest is there for the purpose. */
export function splitDeposit(
  amount: Money,
  currency: string,
  applied: StoredRate | null,
  feeRateMillionths: number,
): { base: Money; fee: Money; net: Money } {
  const base = inFundCurrency(amount, currency, applied);
  const fee = shareOf(base, BigInt(feeRateMillionths));
  return { base, fee, net: base.minus(fee) };
}

/** a / b as a decimal, half up, without trailing zeros. */
function quotient(a: string, b: string): string {
  const scaled = (text: string) => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(CROSS_DECIMALS, '0'));
  };
  const divisor = scaled(b);
  const result = (scaled(a) * 10n ** BigInt(CROSS_DECIMALS) * 2n + divisor) / (divisor * 2n);
  const digits = result.toString().padStart(CROSS_DECIMALS + 1, '0');
  const fraction = digits.slice(-CROSS_DECIMALS).replace(/0+$/, '');
  return digits.slice(0, -CROSS_DECIMALS) + (fraction ? `.${fraction}` : '');
}
