import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { matchesQuery } from '../../api/matches.js';
import type { Match } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { StateTag } from '../../ui/tag.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { itemName } from '../match/item-name.js';
import { ReasonsView, Score } from '../reasons/reasons-view.js';

/** Matches of a need that this person may see, best first, each with its reasons one step away. */
export function NeedMatches({ needId }: { needId: string }) {
  const t = useText();
  const query = useInfiniteQuery(matchesQuery({ needId }));
  const matches = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Loading what={t('matches.loading')} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (matches.length === 0) return <p className="soft">{t('need.no-matches')}</p>;
  return (
    <>
      <ul className="entries">
        {matches.map((match) => (
          <MatchEntry key={match.id} match={match} />
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="button no-print" onClick={() => void query.fetchNextPage()}>
          {t('matches.more')}
        </button>
      )}
    </>
  );
}

function MatchEntry({ match }: { match: Match }) {
  const t = useText();
  return (
    <li>
      <p className="entry-title">
        <Link to="/matches/$matchId" params={{ matchId: match.id }} dir="auto">
          {match.offer.title}
        </Link>{' '}
        <StateTag of="match" state={match.state} />
      </p>
      <p className="under">
        <Text
          id="match.gives"
          values={{
            donor: <bdi key="donor">{match.offer.organization.name}</bdi>,
            amount: <Quantity key="amount" value={match.amount} measure={match.measure} />,
            item: (
              <bdi key="item" dir="auto">
                {itemName(match)}
              </bdi>
            ),
          }}
        />
      </p>
      {match.score !== null && (
        <details className="fold">
          <summary>
            <Score value={match.score} /> {t('match.why')}
          </summary>
          <ReasonsView reasons={match.reasons} measures={{ need: match.measure, offer: match.measure }} />
        </details>
      )}
    </li>
  );
}
