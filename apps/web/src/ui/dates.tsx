import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useText } from '../messages/text.js';

/** The words for a calendar date, `2027-01-31`; it has no time and no zone. */
export function useDayText(): (value: string) => string {
  const { formatDate } = useIntl();
  return useCallback(
    (value) => formatDate(`${value.slice(0, 10)}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' }),
    [formatDate],
  );
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

/** The words for an instant, in UTC: its readers sit in every time zone. */
export function useMomentText(): (value: string) => string {
  const t = useText();
  const { formatDate, formatTime } = useIntl();
  return (value) =>
    t('moment', {
      date: formatDate(value, { dateStyle: 'medium', timeZone: 'UTC' }),
      time: formatTime(value, { timeStyle: 'short', timeZone: 'UTC' }),
    });
}

/** An instant. */
export function Moment({ value }: { value: string }) {
  const words = useMomentText();
  return <time dateTime={value}>{words(value)}</time>;
}
