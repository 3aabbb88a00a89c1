import { Text, useText } from '../messages/text.js';
import { Amount } from './amount.js';
import { Day } from './dates.js';
import { Fact } from './facts.js';
import type { Money } from './money.js';

interface AtRateProps {
  readonly of: 'pledged' | 'confirmed' | 'signed';
  readonly amount: Money;
  /** The day from which on the rate applied, and whose rate it is. */
  readonly rate: { readonly on: string; readonly source: string };
}

/** What money was, in another currency, at the rate that was kept when it was promised. */
export function AtRate({ of, amount, rate }: AtRateProps) {
  const t = useText();
  return (
    <Fact label={t(`rate.when.${of}`)}>
      <Amount money={amount} />
      <span className="under rate">
        <Text
          id="rate.of"
          values={{ day: <Day key="day" value={rate.on} />, source: <bdi key="source">{rate.source}</bdi> }}
        />
      </span>
    </Fact>
  );
}
