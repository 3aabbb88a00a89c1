import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { matchesQuery } from '../../api/matches.js';
import { useAreaNames } from '../../api/reference.js';
import { READS_MATCHES, useRole } from '../../api/session.js';
import type { Match } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { PagedPage } from '../../ui/paged-page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { ReasonsInShort } from '../reasons/reasons-in-short.js';
import { Score } from '../reasons/reasons-view.js';
import { itemName } from './item-name.js';
import { statesShownTo } from './match-filters.js';

const route = getRouteApi('/matches');

/** Matches to look at; for a coordinator the queue of suggestions to review. */
export function MatchesPage() {
  const t = useText();
  const words = useCodeText();
  const role = useRole();
  const { state } = route.useSearch();
  const query = useInfiniteQuery({ ...matchesQuery({ state }), placeholderData: keepPreviousData });
  return (
    <PagedPage
      title={t('matches.title')}
      lead={words('matches.lead.', role ?? 'other')}
      readers={READS_MATCHES}
      query={query}
      state={state}
      tabs={{
        to: '/matches',
        label: t('matches.by-state'),
        states: statesShownTo(role),
        name: (one) => words('state.match.', one),
      }}
      words={{
        loading: t('matches.loading'),
        more: t('matches.more'),
        none: t('matches.none'),
        noneStep: words('matches.none-step.', role ?? 'other'),
        noneInState: t('matches.none-in-state'),
        showAll: t('matches.show-all'),
      }}
    >
      {(matches) => <MatchesTable matches={matches} />}
    </PagedPage>
  );
}

function MatchesTable({ matches }: { matches: readonly Match[] }) {
  const t = useText();
  const areaName = useAreaNames();
  const columns = [
    { label: t('match.column.need') },
    { label: t('match.column.offer') },
    { label: t('match.column.amount'), numeric: true },
    { label: t('match.column.score'), numeric: true },
    { label: t('match.column.why') },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('matches.caption')} columns={columns}>
      {matches.map((match) => (
        <tr role="row" key={match.id}>
          <Cell heading label={labels[0]}>
            <Link to="/matches/$matchId" params={{ matchId: match.id }} dir="auto">
              {itemName(match)}
            </Link>
            <span className="under">
              {areaName(match.need.areaIso2)}
              {' · '}
              <bdi>{match.need.title}</bdi> <StateTag of="match" state={match.state} />
            </span>
          </Cell>
          <Cell label={labels[1]}>
            <bdi>{match.offer.organization.name}</bdi>
            <span className="under" dir="auto">
              {match.offer.title}
            </span>
          </Cell>
          <Cell label={labels[2]} numeric>
            <Quantity value={match.amount} measure={match.measure} />
          </Cell>
          <Cell label={labels[3]} numeric>
            {match.score === null ? t('value.none') : <Score value={match.score} />}
          </Cell>
          <Cell label={labels[4]}>
            <ReasonsInShort reasons={match.reasons} measures={{ need: match.measure, offer: match.measure }} />
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
