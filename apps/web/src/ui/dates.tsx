import { useIntl } from 'react-intl';
import { Text } from '../messages/text.js';

/** The words for a calendar date, `2027-01-31`; it has no time and no zone. */
export function useDayText(): (value: string) => string {
  const { formatDate } = useIntl();
  return (value) => formatDate(`${value.slice(0, 10)}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
}

/** A calendar date. */
export function Day({ value }: { value: string }) {
  const words = useDayText();
  return (
    <time dateTime={value} className="day">
      {words(value)}
    </time>
  );
}

/** An instant, in UTC: its readers sit in every time zone. */
export function Moment({ value }: { value: string }) {
  const { formatDate, formatTime } = useIntl();
  const date = formatDate(value, { dateStyle: 'medium', timeZone: 'UTC' });
  const time = formatTime(value, { timeStyle: 'short', timeZone: 'UTC' });
  return (
    <time dateTime={value}>
      <Text id="moment" values={{ date, time }} />
    </time>
  );
}
