import fc from 'fast-check';
import { InvalidInput } from '#libs/kernel';
import { readOperationalRates, type RateFileRow } from './operational-rates.rules.js';
import { plainDecimal, readRateRow } from './rate.rules.js';

const known = new Set(['USD', 'EUR', 'JPY']);

function wrongOf(record: Record<string, string>): string[] {
  try {
    readRateRow(record, known);
    return [];
  } catch (error) {
    return (error as InvalidInput).errors.map(({ path, detail }) => `${path} ${detail}`);
  }
}

const good = { currency: 'EUR', effective_on: '2026-10-01', units_per_usd: '0.882' };

describe('a row of a rates file', () => {
  it('is read as it stands, without superfluous zeros', () => {
    expect(readRateRow({ ...good, units_per_usd: ' 0.8820 ' }, known)).toEqual({
      currency: 'EUR',
      effectiveOn: '2026-10-01',
      unitsPerUsd: '0.882',
    });
  });

  it.each([
    [{ currency: '' }, 'currency is missing'],
    [{ currency: 'XAU' }, 'currency is no currency in circulation by ISO 4217'],
    [{ currency: 'eur' }, 'currency is no currency in circulation by ISO 4217'],
    [{ effective_on: '01 Oct 2026' }, 'effective_on must be a day as YYYY-MM-DD'],
    [{ effective_on: '2026-02-30' }, 'effective_on must be a day as YYYY-MM-DD'],
    [{ units_per_usd: '0' }, /^units_per_usd must be more than 0/],
    [{ units_per_usd: '-1' }, /^units_per_usd must be more than 0/],
    [{ units_per_usd: '1,5' }, /^units_per_usd must be more than 0/],
    [{ units_per_usd: '1e3' }, /^units_per_usd must be more than 0/],
    [{ units_per_usd: '0.12345678901' }, /^units_per_usd must be more than 0/],
    [{ currency: 'USD', units_per_usd: '1.01' }, 'units_per_usd must be 1 for USD'],
  ])('is refused with the column and the reason: %j', (change, expected) => {
    expect(wrongOf({ ...good, ...change })).toEqual([expect.stringMatching(expected)]);
  });

  it('is refused for all its columns at once', () => {
    expect(wrongOf({})).toHaveLength(3);
  });

  it('keeps the value of a decimal when it drops zeros', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.nat(9_999_999_999), fc.nat(3), (whole, fraction, zeros) => {
        const text = `${'0'.repeat(zeros)}${whole}.${String(fraction).padStart(10, '0')}`;
        const plain = plainDecimal(text);
        const [digits = '', decimals = ''] = plain.split('.');
        expect(BigInt(digits + decimals.padEnd(10, '0'))).toBe(BigInt(whole) * 10n ** 10n + BigInt(fraction));
        expect(plain).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });
});

/** The shape of the UN Treasury's file, with its schema in front. */
const file = (rows: readonly string[]): string =>
  [
    '<UN_OPERATIONAL_RATES_DATASET>',
    ' <xs:schema id="UN_OPERATIONAL_RATES_DATASET" xmlns:xs="http://www.w3.org/2001/XMLSchema">',
    '  <xs:element name="UN_OPERATIONAL_RATES"><xs:complexType/></xs:element>',
    ' </xs:schema>',
    ...rows,
    '</UN_OPERATIONAL_RATES_DATASET>',
  ].join('\r\n');
const row = (currency: string, date: string, rate: string) =>
  `\t<UN_OPERATIONAL_RATES>\r\n\t\t<abbrv_name>Trinidad &amp; Tobago</abbrv_name>\r\n\t\t<f_curr_code>${currency}\t</f_curr_code>
\t\t<eff_date>${date}</eff_date>\r\n\t\t<rate>${rate}</rate>\r\n\t</UN_OPERATIONAL_RATES>`;

async function read(text: string, chunkChars = 1_000): Promise<RateFileRow[]> {
  async function* chunks(): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += chunkChars) yield text.slice(at, at + chunkChars);
  }
  const rows: RateFileRow[] = [];
  for await (const one of readOperationalRates(chunks())) rows.push(one);
  return rows;
}

describe('UN operational rates', () => {
  const text = file([
    row('EUR', '01 Oct 2026', '0.882'),
    `<!-- ${row('CHF', '01 Oct 2026', '5')} -->`,
    row('IRR', '1 Oct 2026', '1684168.704'),
  ]);

  it('become rows of our own columns, with their lines, without what is commented out', async () => {
    expect(await read(text)).toEqual([
      { line: 5, record: { currency: 'EUR', effective_on: '2026-10-01', units_per_usd: '0.882' }, wrong: [] },
      { line: 17, record: { currency: 'IRR', effective_on: '2026-10-01', units_per_usd: '1684168.704' }, wrong: [] },
    ]);
  });

  it('are read the same however the stream is cut', async () => {
    const whole = await read(text, text.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (chars) => {
        expect(await read(text, chars)).toEqual(whole);
      }),
    );
  });

  it('keep what cannot be understood as it is, so that it is refused with its value', async () => {
    const [strange] = await read(file([row('EUR', '2026/10/01', 'n/a').replace(/<rate>.*<\/rate>/, '')]));
    expect(strange?.record).toEqual({ currency: 'EUR', effective_on: '2026/10/01', units_per_usd: '' });
  });

  it.each([
    ['another file', '<rss><channel/></rss>', /holds no UN_OPERATIONAL_RATES/],
    ['a file that was cut off', text.slice(0, -40), /ends before its end/],
    ['a row that is no XML', file([row('EUR', '01 Oct 2026', '0.882</wrong>')]), /line 5/],
    ['a row without an end', `<UN_OPERATIONAL_RATES>${' '.repeat(30_000)}`, /more than 20000 characters/],
    ['a comment without an end', `<!-- ${' '.repeat(30_000)}`, /more than 20000 characters/],
  ])('refuse %s', async (_, broken, expected) => {
    await expect(read(broken)).rejects.toThrow(expected);
  });
});
