import type { ProblemItem } from '#libs/kernel';
import { XMLParser } from 'fast-xml-parser';
import { RatesFileBroken } from './reference.errors.js';

/** One row of a file with the line it begins on; `wrong` is for readers that find a row of the wrong shape. */
export interface RateFileRow {
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
  readonly wrong: readonly ProblemItem[];
}

const NEXT = /<!--|<UN_OPERATIONAL_RATES(?=[\s>])[^>]*>/;
const COMMENT = '<!--';
const COMMENT_CLOSE = '-->';
const CLOSE = '</UN_OPERATIONAL_RATES>';
const END = '</UN_OPERATIONAL_RATES_DATASET>';
const ROW_CHARS_MAX = 20_000;
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true });

/**
 * Streams the rows of the UN operational rates of exchange (XML as the UN Treasury publishes it) in the columns of our own
 * rates files: `currency`, `effective_on`, `units_per_usd`. A currency comes once per country that uses it.
 * @throws RatesFileBroken when it is no such file or ends early
 */
export async function* readOperationalRates(chunks: AsyncIterable<string>): AsyncGenerator<RateFileRow> {
  let text = '';
  let line = 1;
  let rows = 0;
  let ended = false;
  const skip = (chars: number): string => {
    const skipped = text.slice(0, chars);
    line += skipped.split('\n').length - 1;
    text = text.slice(chars);
    return skipped;
  };
  for await (const chunk of chunks) {
    text += chunk;
    for (let next = NEXT.exec(text); next; next = NEXT.exec(text)) {
      skip(next.index);
      const isComment = next[0] === COMMENT;
      const close = text.indexOf(isComment ? COMMENT_CLOSE : CLOSE);
      if (close < 0) break;
      if (isComment) {
        skip(close + COMMENT_CLOSE.length);
        continue;
      }
      const startLine = line;
      yield { line: startLine, record: recordOf(skip(close + CLOSE.length), startLine), wrong: [] };
      rows += 1;
    }
    if (!text.includes('<UN_OPERATIONAL_RATES') && text.includes(END)) ended = true;
    if (text.length > ROW_CHARS_MAX) {
      if (NEXT.test(text))
        throw new RatesFileBroken(line, `a row or a comment has more than ${ROW_CHARS_MAX} characters`);
      skip(text.length - END.length);
    }
  }
  ended ||= text.includes(END);
  if (rows === 0) throw new RatesFileBroken(line, 'it holds no UN_OPERATIONAL_RATES');
  if (!ended) throw new RatesFileBroken(line, 'it ends before its end');
}

function recordOf(xml: string, line: number): Record<string, string> {
  let fields: Record<string, unknown>;
  try {
    fields = (parser.parse(xml, true) as { UN_OPERATIONAL_RATES: Record<string, unknown> }).UN_OPERATIONAL_RATES;
  } catch (error) {
    throw new RatesFileBroken(line, (error as Error).message);
  }
  const field = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    currency: field('f_curr_code'),
    effective_on: isoDate(field('eff_date')),
    units_per_usd: field('rate'),
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `01 Oct 2026` → `2026-10-01`; anything else stays as it is, to be refused with its value. */
function isoDate(text: string): string {
  const [, day = '', name = '', year = ''] = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$/.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  return month === 0 ? text : `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
