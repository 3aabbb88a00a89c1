/** Money as the api writes it: minor units as a decimal string, and an ISO 4217 currency. */
export interface Money {
  readonly minor: string;
  readonly currency: string;
}

/** Minor-unit exponents of ISO 4217 that are not 2; a test compares them with the server's. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0,
  XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
}; // prettier-ignore

/** Digits after the point: JPY 0, USD 2, KWD 3. `Intl` follows another list and differs for some currencies. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Plain decimal in major units, `420000.50`; exact for any size. */
export function toDecimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const negative = minor.startsWith('-');
  const digits = minor.replace('-', '').padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${negative ? '-' : ''}${whole}${exponent > 0 ? `.${fraction}` : ''}`;
}

/** `USD 420,000`, `JPY 1,000`, `EUR 12.50`: the code, never a symbol that several currencies share; no empty cents. */
export function formatMoney(money: Money, locale: string): string {
  const exponent = exponentOf(money.currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'code',
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(toDecimal(money) as Intl.StringNumericLiteral);
}

export function formatWhole(value: string, locale: string): string {
  return new Intl.NumberFormat(locale).format(value as Intl.StringNumericLiteral);
}

/** Digits as they are, or in groups of three with one mark between them; a comma before decimals is no such group. */
const AMOUNT = /^(\d+|\d{1,3}([\s,])\d{3}(?:\2\d{3})*)(?:\.(\d+))?$/;
const WHOLE_DIGITS_MAX = 16;
const UNITS_DIGITS_MAX = 15;

/** Reads what a person typed, `1,250.5` or `1 250.50`, as minor units; null when it is no amount of that currency. */
export function parseAmount(text: string, currency: string): string | null {
  return parseDecimal(text, exponentOf(currency), WHOLE_DIGITS_MAX);
}

/** Reads a number of things, `1,250` or `1 250`; null when it is none. */
export function parseWhole(text: string): string | null {
  return parseDecimal(text, 0, UNITS_DIGITS_MAX);
}

function parseDecimal(text: string, exponent: number, wholeDigitsMax: number): string | null {
  const parts = AMOUNT.exec(text.trim());
  if (!parts) return null;
  const [, groups = '', , fraction = ''] = parts;
  const whole = groups.replace(/\D/g, '');
  if (fraction.length > exponent || whole.length > wholeDigitsMax) return null;
  return BigInt(`${whole}${fraction.padEnd(exponent, '0')}`).toString();
}

/** Part of a whole in per mille, 0 to 1000, for drawing only. */
export function perMille(part: string, whole: string): number {
  const total = BigInt(whole);
  if (total <= 0n) return 0;
  const share = (BigInt(part) * 1000n) / total;
  return Number(share > 1000n ? 1000n : share < 0n ? 0n : share);
}
