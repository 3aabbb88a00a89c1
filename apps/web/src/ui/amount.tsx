import { useIntl } from 'react-intl';
import { useUnitNames } from '../api/reference.js';
import { Text } from '../messages/text.js';
import { formatMoney, formatWhole } from './money.js';
import type { Measure } from '../api/types.js';
import type { Money } from './money.js';

export function Amount({ money }: { money: Money }) {
  const { locale } = useIntl();
  return <bdi className="amount">{formatMoney(money, locale)}</bdi>;
}

/** `USD 420,000`, `12 × marking machine`, or in a draft that leaves open what is counted `12`. */
export function Quantity({ value, measure }: { value: string; measure: Measure }) {
  const { locale } = useIntl();
  const unitName = useUnitNames();
  if (measure.currency !== undefined) return <Amount money={{ minor: value, currency: measure.currency }} />;
  const count = formatWhole(value, locale);
  return (
    <bdi className="units">
      {measure.unit === undefined ? (
        count
      ) : (
        <Text id="quantity.units" values={{ count, unit: unitName(measure.unit) }} />
      )}
    </bdi>
  );
}

interface AskedProps {
  readonly of: { readonly requested: string; readonly open: string; readonly measure: Measure };
  readonly what: 'requested' | 'open';
}

/** How much is asked for, or still to be committed of it; what was left unsaid is no nought. */
export function Asked({ of, what }: AskedProps) {
  if (of.requested === '0') return <Text id="value.not-stated" />;
  return <Quantity value={of[what]} measure={of.measure} />;
}
