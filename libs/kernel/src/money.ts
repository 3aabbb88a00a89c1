/** JSON shape of money: minor units as a decimal string, so that no reader turns them into a float. */
export interface MoneyJson {
  readonly minor: string;
  readonly currency: string;
}

/** The largest amount: 2^53 − 1 minor units, safe as a JavaScript number at any edge. */
export const MINOR_MAX = 9_007_199_254_740_991n;

/** Minor-unit exponents of ISO 4217 that are not 2. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0,
  XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
}; // prettier-ignore

/** Digits after the point of a currency (ISO 4217): JPY 0, USD 2, KWD 3, CLF 4. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** An amount in minor units of one currency (ISO 4217). Immutable; never a float. */
export class Money {
  private constructor(
    readonly minor: bigint,
    readonly currency: string,
  ) {}

  /** @throws RangeError when the currency is no three capital letters or the amount is beyond ±{@link MINOR_MAX}. */
  static of(minor: bigint, currency: string): Money {
    if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`"${currency}" is not an ISO 4217 currency code`);
    if (minor > MINOR_MAX || minor < -MINOR_MAX)
      throw new RangeError(`${minor} minor units are more than ${MINOR_MAX}`);
    return new Money(minor, currency);
  }

  static zero(currency: string): Money {
    return Money.of(0n, currency);
  }

  /**
   * Reads a decimal amount in major units, `1234.5` or `-3`, exactly.
   * @throws RangeError when it is no plain decimal or has more digits after the point than the currency.
   */
  static parse(major: string, currency: string): Money {
    const parts = /^(-?)(\d{1,16})(?:\.(\d+))?$/.exec(major.trim());
    if (!parts) throw new RangeError(`"${major}" is not a plain decimal amount`);
    const [, sign = '', whole = '', fraction = ''] = parts;
    const exponent = currencyExponent(currency);
    if (fraction.length > exponent) {
      throw new RangeError(`"${major}" has ${fraction.length} decimals; ${currency} has ${exponent}`);
    }
    return Money.of(BigInt(`${sign}${whole}${fraction.padEnd(exponent, '0')}`), currency);
  }

  static fromJson(json: MoneyJson): Money {
    return Money.of(BigInt(json.minor), json.currency);
  }

  plus(other: Money): Money {
    return Money.of(this.minor + this.sameCurrency(other).minor, this.currency);
  }

  minus(other: Money): Money {
    return Money.of(this.minor - this.sameCurrency(other).minor, this.currency);
  }

  compare(other: Money): -1 | 0 | 1 {
    const difference = this.minor - this.sameCurrency(other).minor;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /**
   * Splits by weights without losing a minor unit: each part is rounded down, then the largest remainders get one more
   * (the first of equals first). The parts always add up to the whole.
   * @throws RangeError for a negative amount, a negative weight or weights that add up to 0.
   */
  split(weights: readonly bigint[]): Money[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    if (this.minor < 0n || total <= 0n || weights.some((weight) => weight < 0n)) {
      throw new RangeError('only an amount of 0 or more splits, by weights of 0 or more that add up to more than 0');
    }
    const parts = weights.map((weight) => (this.minor * weight) / total);
    let left = this.minor - parts.reduce((sum, part) => sum + part, 0n);
    const byRemainder = weights
      .map((weight, index) => ({ index, remainder: (this.minor * weight) % total }))
      .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
    for (const { index } of byRemainder) {
      if (left === 0n) break;
      parts[index] = (parts[index] ?? 0n) + 1n;
      left -= 1n;
    }
    return parts.map((part) => Money.of(part, this.currency));
  }

  /** Decimal major units without grouping: `1234.50`. For people, format by locale instead. */
  toDecimal(): string {
    const exponent = currencyExponent(this.currency);
    const digits = (this.minor < 0n ? -this.minor : this.minor).toString().padStart(exponent + 1, '0');
    const whole = digits.slice(0, digits.length - exponent);
    const fraction = digits.slice(digits.length - exponent);
    return `${this.minor < 0n ? '-' : ''}${whole}${exponent > 0 ? `.${fraction}` : ''}`;
  }

  toString(): string {
    return `${this.currency} ${this.toDecimal()}`;
  }

  toJSON(): MoneyJson {
    return { minor: this.minor.toString(), currency: this.currency };
  }

  private sameCurrency(other: Money): Money {
    if (other.currency !== this.currency) throw new RangeError(`${this.currency} and ${other.currency} do not mix`);
    return other;
  }
}

/**
 * Converts at a rate in units of `from` per one unit of `to`, both in major units, as a decimal string; half rounds up
 * (away from zero). UN operational rates are units of a currency per US dollar, so `from` → USD divides by the rate.
 */
export function divideByRate(amount: Money, unitsPerTarget: string, target: string): Money {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(unitsPerTarget);
  if (!parts || !/[1-9]/.test(unitsPerTarget))
    throw new RangeError(`"${unitsPerTarget}" is not a positive decimal rate`);
  const [, whole = '', fraction = ''] = parts;
  const numerator = amount.minor * 10n ** BigInt(fraction.length) * 10n ** BigInt(currencyExponent(target));
  const denominator = BigInt(whole + fraction) * 10n ** BigInt(currencyExponent(amount.currency));
  const doubled = 2n * (numerator < 0n ? -numerator : numerator) + denominator;
  const rounded = doubled / (2n * denominator);
  return Money.of(numerator < 0n ? -rounded : rounded, target);
}

/** `rateMillionths` of an amount (a fee of 1 % is 10 000 millionths), half up, in minor units. */
export function shareOf(amount: Money, rateMillionths: bigint): Money {
  return Money.of((amount.minor * rateMillionths * 2n + 1_000_000n) / 2_000_000n, amount.currency);
}
