import type { Match } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { AtRate } from '../../ui/at-rate.js';
import { Day } from '../../ui/dates.js';
import { Fact } from '../../ui/facts.js';

/** What the amount of a match in another currency is in US dollars, at the rates of its pledge and of its confirmation. */
export function MatchValues({ match: { values, measure } }: { match: Pick<Match, 'values' | 'measure'> }) {
  const t = useText();
  const { currency } = measure;
  if (currency === undefined || currency === 'USD') return null;
  return values.map(({ event, on, amountUsd, rateOn, rateSource }) => {
    const of = event === 'pledge' ? 'pledged' : 'confirmed';
    if (amountUsd !== null && rateOn !== null && rateSource !== null) {
      const rate = { on: rateOn, source: rateSource };
      return <AtRate key={event} of={of} amount={{ minor: amountUsd, currency: 'USD' }} rate={rate} />;
    }
    return (
      <Fact key={event} label={t(`rate.when.${of}`)}>
        <Text id="rate.none" values={{ currency, day: <Day key="day" value={on} /> }} />
      </Fact>
    );
  });
}
