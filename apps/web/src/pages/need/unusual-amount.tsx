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
  const [asked, setAsked] = useState<{ readonly why: 'more' | 'less'; readonly amount: string } | null>(null);
  const unusual = (amount: string) =>
    BigInt(amount) > BigInt(open) ? 'more' : BigInt(amount) < BigInt(lacking) ? 'less' : null;
  return {
    /** What keeps the amount from being sent; the form then holds the question that this points to. */
    problems(amount: string, data: FormData): FieldProblem[] {
      const why = unusual(amount);
      const isMeant = why !== null && asked?.amount === amount && data.get(why) !== null;
      flushSync(() => setAsked(why && { why, amount }));
      return why && !isMeant ? [{ path: why, detail: t(`pledge.${why}.missing`) }] : [];
    },
    question: asked && (
      <div className="notice notice-warn">
        <p>
          <Text
            id={asked.why === 'more' && open === '0' ? 'pledge.more.none-open' : `pledge.${asked.why}`}
            values={{
              open: <Quantity key="open" value={open} measure={measure} />,
              lacking: <Quantity key="lacking" value={lacking} measure={measure} />,
            }}
          />
        </p>
        <CheckField key={`${asked.why} ${asked.amount}`} name={asked.why} label={t('pledge.meant')} />
      </div>
    ),
    settle: () => setAsked(null),
  };
}

/** What must still be committed to an item before anything is of use. */
export function lackingOf({ minimum, committed }: { minimum: string | null; committed: string }): string | undefined {
  const lacking = BigInt(minimum ?? '0') - BigInt(committed);
  return lacking > 0n ? `${lacking}` : undefined;
}
