import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { FieldProblem } from '../../api/problem.js';
import type { Measure } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CheckField } from '../../ui/form.js';

/** A pledge may be for more than is open, but by no slip: it is sent only once its donor has said that so much is meant. */
export function useMoreThanOpen(open: string, measure: Measure) {
  const t = useText();
  const [asks, setAsks] = useState(false);
  return {
    /** What keeps the amount from being sent; the form then holds the question that this points to. */
    problems(amount: string, data: FormData): FieldProblem[] {
      const isMore = BigInt(amount) > BigInt(open);
      flushSync(() => setAsks(isMore));
      return isMore && data.get('more') === null ? [{ path: 'more', detail: t('pledge.more.missing') }] : [];
    },
    question: asks && (
      <div className="notice notice-warn">
        <p>
          <Text
            id={open === '0' ? 'pledge.more.none-open' : 'pledge.more'}
            values={{ open: <Quantity key="open" value={open} measure={measure} /> }}
          />
        </p>
        <CheckField name="more" label={t('pledge.more.meant')} />
      </div>
    ),
    settle: () => setAsks(false),
  };
}
