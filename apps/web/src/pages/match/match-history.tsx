import type { Measure, MatchEvent } from '../../api/types.js';
import { Text } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Moment } from '../../ui/dates.js';
import { Note } from '../../ui/words.js';
import { useDeliveryText } from './delivery-words.js';

/** Who did what with a match and when, as far as this person may know it; the oldest first. */
export function MatchHistory({ history, measure }: { history: readonly MatchEvent[]; measure: Measure }) {
  const t = useDeliveryText(measure);
  return (
    <ol className="thread">
      {history.map(({ act, at, person, organization, note, from, to }) => (
        <li key={`${act} ${at}`}>
          <p>{t(`match.act.${act}`)}</p>
          <p className="under">
            {organization && (
              <>
                <bdi>{organization.name}</bdi>
                {' · '}
              </>
            )}
            {person && (
              <>
                <bdi>{person.name}</bdi>
                {' · '}
              </>
            )}
            <Moment value={at} />
          </p>
          {from !== null && to !== null && (
            <p>
              <Text
                id="match.act.from-to"
                values={{
                  from: <Quantity key="from" value={from} measure={measure} />,
                  to: <Quantity key="to" value={to} measure={measure} />,
                }}
              />
            </p>
          )}
          {note && <Note text={note} />}
        </li>
      ))}
    </ol>
  );
}
