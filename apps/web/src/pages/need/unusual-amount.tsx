import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { FieldProblem } from '../../api/problem.js';
import type { Measure } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CheckField } from '../../ui/form.js';

interface Asked {
  readonly measure: Measure;
  readonly open: string;
  /** What is still lacking to the smallest useful quantity; none where any amount is of use. */
  readonly lacking?: string;
}

/** A pledge may be for more than is open or for less than is of use, but by no slip: it is sent only once its donor has said that so much is meant. */
export function useUnusualAmount({ measure, open, lacking = '0' }: Asked) {
  const t = useText();
  const [asks, setAsks] = useState<'more' | 'less' | null>(null);
  const unusual = (amount: string) =>
    BigInt(amount) > BigInt(open) ? 'more' : BigInt(amount) < BigInt(lacking) ? 'less' : null;
  return {
    /** What keeps the amount from being sent; the form then holds the question that this points to. */
    problems(amount: string, data: FormData): FieldProblem[] {
      const why = unusual(amount);
      flushSync(() => setAsks(why));
      return why && data.get(why) === null ? [{ path: why, detail: t(`pledge.${why}.missing`) }] : [];
    },
    question: asks && (
      <div className="notice notice-warn">
        <p>
          <Text
            id={asks === 'more' && open === '0' ? 'pledge.more.none-open' : `pledge.${asks}`}
            values={{
              open: <Quantity key="open" value={open} measure={measure} />,
              lacking: <Quantity key="lacking" value={lacking} measure={measure} />,
            }}
          />
        </p>
        <CheckField key={asks} name={asks} label={t('pledge.meant')} />
      </div>
    ),
    settle: () => setAsks(null),
  };
}

/** What must still be committed to an item before anything is of use. */
export function lackingOf({ minimum, committed }: { minimum: string | null; committed: string }): string | undefined {
  const lacking = BigInt(minimum ?? '0') - BigInt(committed);
  return lacking > 0n ? `${lacking}` : undefined;
}
