import { isCalendarDate } from '#libs/kernel';
import { OPEN_USD } from './needs.filter.js';

export const NEED_SORTS = ['newest', 'needed-by', 'largest-gap', 'best-match'] as const;
export type NeedSort = (typeof NEED_SORTS)[number];

interface Sorting {
  /** What the needs `n` are put in order by; rows that have it alike follow their ids. */
  readonly by: string;
  readonly direction: 'ASC' | 'DESC';
  /** Such a value as text, for the cursor. */
  readonly text: (value: string) => string;
  /** The value that a placeholder stands for. */
  readonly value: (text: string) => string;
  /** What the text looks like; anything else is no cursor of ours. */
  readonly isKey: (text: string) => boolean;
}

export const SORTINGS: Readonly<Record<NeedSort, Sorting>> = {
  newest: {
    by: 'coalesce(n.published_at, n.created_at)',
    direction: 'DESC',
    // microseconds, exactly; a timestamp as text would depend on the session
    text: (value) => `(extract(epoch FROM ${value}) * 1000000)::bigint::text`,
    value: (text) => `timestamptz 'epoch' + ${text}::bigint * interval '1 microsecond'`,
    isKey: (text) => /^\d{1,16}$/.test(text),
  },
  'needed-by': {
    by: `coalesce(n.needed_by, 'infinity'::date)`,
    direction: 'ASC',
    text: (value) => `CASE WHEN isfinite(${value}) THEN to_char(${value}, 'YYYY-MM-DD') ELSE 'infinity' END`,
    value: (text) => `${text}::date`,
    isKey: (text) => text === 'infinity' || isCalendarDate(text),
  },
  'largest-gap': {
    // Nobody knows how much it is where there is no rate: after all others.
    by: `coalesce(${OPEN_USD}, -1)`,
    direction: 'DESC',
    text: (value) => `${value}::text`,
    value: (text) => `${text}::numeric`,
    isKey: (text) => /^(-1|\d{1,60})$/.test(text),
  },
  'best-match': {
    by: 'ts_rank(n.search, words_query($1))',
    direction: 'DESC',
    text: (value) => `${value}::text`,
    value: (text) => `${text}::real`,
    // What a rank of this kind of number can be: less than 1e-37 is none.
    isKey: (text) => /^\d(\.\d{1,12})?(e-([0-2]?\d|3[0-7]))?$/.test(text),
  },
};
