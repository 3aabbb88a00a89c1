import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { matchesQuery } from '../../api/matches.js';
import { useNeverMatches } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import type { Match, Need } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { ShowMore } from '../../ui/show-more.js';
import { StateTag } from '../../ui/tag.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { itemName } from '../match/item-name.js';
import { ReasonsView, Score } from '../reasons/reasons-view.js';

/** The engine compares offers within seconds after a need was published or sorted into a category. */
const COMPARED_WITHIN_MS = 20_000;
const ASKED_EVERY_MS = 2_000;

/** Matches of a need that this person may see, best first, each with its reasons one step away. */
export function NeedMatches({ need }: { need: Need }) {
  const t = useText();
  const comparing = useComparing(need) && need.state === 'published';
  const refetchInterval = comparing ? ASKED_EVERY_MS : false;
  const query = useInfiniteQuery({ ...matchesQuery({ needId: need.id }), refetchInterval });
  const matches = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Loading what={t('matches.loading')} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (matches.length === 0) return comparing ? <Loading what={t('candidates.loading')} /> : <NoMatches need={need} />;
  return (
    <>
      <ul className="entries">
        {matches.map((match) => (
          <MatchEntry key={match.id} match={match} />
        ))}
      </ul>
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('matches.more'), loading: t('matches.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

/** Whether the need changed under the eyes of this person so lately that matches of it may still be on their way. */
function useComparing({ version }: Need): boolean {
  const [settled, setSettled] = useState(version);
  useEffect(() => {
    if (version === settled) return;
    const timer = setTimeout(() => setSettled(version), COMPARED_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [version, settled]);
  return version !== settled;
}

/** A coordinator learns what keeps the need from being matched; others do not see every match. */
function NoMatches({ need }: { need: Need }) {
  const t = useText();
  const role = useRole();
  const neverMatches = useNeverMatches();
  if (role !== 'coordinator') return <p className="soft">{t('need.no-matches')}</p>;
  const unsorted = need.items.every(({ categoryCode }) => neverMatches(categoryCode));
  const why = need.state !== 'published' ? 'not-open' : unsorted ? 'unsorted' : 'nothing-fits';
  return <p className="soft">{t(`need.no-match-yet.${why}`)}</p>;
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
      <details className="fold">
        <summary>
          {match.score !== null && <Score value={match.score} />} {t('match.why')}
        </summary>
        <ReasonsView reasons={match.reasons} measures={{ need: match.measure, offer: match.measure }} />
      </details>
    </li>
  );
}
