import type { Measure, MatchEvent } from '../../api/types.js';
import { Moment } from '../../ui/dates.js';
import { Note } from '../../ui/words.js';
import { useDeliveryText } from './delivery-words.js';

/** Who did what with a match and when, as far as this person may know it; the oldest first. */
export function MatchHistory({ history, measure }: { history: readonly MatchEvent[]; measure: Measure }) {
  const t = useDeliveryText(measure);
  return (
    <ol className="thread">
      {history.map(({ act, at, person, organization, note }) => (
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
          {note && <Note text={note} />}
        </li>
      ))}
    </ol>
  );
}
