import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { matchQuery } from '../../api/matches.js';
import { useAreaNames, useCategoryNames } from '../../api/reference.js';
import type { Match, MatchWithHistory } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { ChangedNotice, useSeen } from '../../ui/seen.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { InAuditLog } from '../audit/in-audit-log.js';
import { ReasonsView, Score } from '../reasons/reasons-view.js';
import { itemName } from './item-name.js';
import { MatchActs, OwnPledge } from './match-acts.js';
import { useMatchChanges } from './match-changes.js';
import { MatchDelivery } from './match-delivery.js';
import { MatchHistory } from './match-history.js';
import { MatchSentence } from './match-sentence.js';
import { MatchSteps } from './match-steps.js';
import { MatchValues } from './match-values.js';

const route = getRouteApi('/matches/$matchId');

export function MatchPage() {
  const t = useText();
  const { matchId } = route.useParams();
  const match = useQuery(matchQuery(matchId));
  return (
    <LoadedPage query={match} loading={t('match.loading')} title={t('match.title')}>
      {(data) => <MatchSheet key={data.id} match={data} />}
    </LoadedPage>
  );
}

function MatchSheet({ match }: { match: MatchWithHistory }) {
  const t = useText();
  const queries = useQueryClient();
  const { seen, moved, accept } = useSeen(match);
  const changes = useMatchChanges(seen, match);
  const { queryKey } = matchQuery(match.id);

  async function done(after: Match) {
    accept({ ...match, ...after });
    queries.setQueryData(queryKey, (before) => before && { ...before, ...after });
    await queries.invalidateQueries();
  }

  /** What was done stands in the match that the api has now. */
  async function delivered() {
    accept(await queries.fetchQuery({ ...matchQuery(match.id), staleTime: 0 }));
    await queries.invalidateQueries();
  }

  return (
    <Page
      title={itemName(match)}
      written
      windowTitle={t('match.window-title', { need: match.need.title })}
      trail={
        <Link to="/matches" activeOptions={{ exact: true }}>
          {t('matches.title')}
        </Link>
      }
      lead={<MatchLead match={match} />}
    >
      <MatchFacts match={match} />
      <InAuditLog of={{ refId: match.id }} />
      {match.state === 'reviewed' && match.askedAgainBecause && (
        <p className="notice">{t(`match.asked-again.${match.askedAgainBecause}`)}</p>
      )}
      {(match.need.isHidden || match.offer.isHidden) && <p className="notice">{t('match.hidden')}</p>}
      {match.needRevision < match.need.revision && !match.need.isHidden && (
        <p className="notice">
          <Text
            id="match.need-revised"
            values={{
              changes: (
                <Link key="changes" to="/needs/$needId" params={{ needId: match.need.id }} hash="changes">
                  {t('match.need-revised.changes')}
                </Link>
              ),
            }}
          />
        </p>
      )}
      <Section id="next" title={t('match.next')}>
        <MatchSteps match={match} history={match.history} />
      </Section>
      {moved && <ChangedNotice changes={changes} onAccept={() => accept(match)} />}
      <MatchActs match={seen} onDone={done} onConflict={() => void queries.invalidateQueries({ queryKey })} />
      <MatchDelivery match={match} onDone={delivered} />
      <OwnPledge match={match} />
      <Section
        id="reasons"
        title={t(match.origin === 'pledge' ? 'match.fit' : 'match.reasons')}
        lead={match.score === null ? t('reasons.left-out') : t('match.reasons.lead')}
      >
        <ReasonsView reasons={match.reasons} measures={{ need: match.measure, offer: match.measure }} />
      </Section>
      <Section id="history" title={t('match.history')}>
        <MatchHistory history={match.history} measure={match.measure} />
      </Section>
    </Page>
  );
}

function MatchLead({ match }: { match: Match }) {
  return (
    <p>
      <MatchSentence match={match} /> <StateTag of="match" state={match.state} />
    </p>
  );
}

function MatchFacts({ match }: { match: Match }) {
  const t = useText();
  const areaName = useAreaNames();
  const categoryName = useCategoryNames();
  return (
    <Facts>
      <Fact label={t('match.need')}>
        {match.need.isHidden ? (
          <bdi>{match.need.title}</bdi>
        ) : (
          <Link to="/needs/$needId" params={{ needId: match.need.id }} dir="auto">
            {match.need.title}
          </Link>
        )}
        <span className="under">
          {areaName(match.need.areaIso2)}
          {' · '}
          {categoryName(match.item.categoryCode)}
        </span>
      </Fact>
      <Fact label={t('match.offer')}>
        {match.offer.isHidden ? (
          <bdi>{match.offer.title}</bdi>
        ) : (
          <Link to="/offers/$offerId" params={{ offerId: match.offer.id }} dir="auto">
            {match.offer.title}
          </Link>
        )}
        <span className="under">
          <bdi>{match.offer.organization.name}</bdi>
        </span>
      </Fact>
      <Fact label={t('match.amount')}>
        <Quantity value={match.amount} measure={match.measure} />
      </Fact>
      <MatchValues match={match} />
      {match.item.open !== null && (
        <Fact label={t('match.item-open')}>
          <Quantity value={match.item.open} measure={match.measure} />
        </Fact>
      )}
      {match.item.site !== null && (
        <Fact label={t('match.site')}>
          <bdi>{match.item.site}</bdi>
        </Fact>
      )}
      {match.score !== null && (
        <Fact label={t('match.score')}>
          <Score value={match.score} />
        </Fact>
      )}
      <Fact label={t('match.origin')}>{t(`match.by.${match.origin}`)}</Fact>
      <Fact label={t('value.id')}>
        <bdi className="id">{match.id}</bdi>
      </Fact>
    </Facts>
  );
}
