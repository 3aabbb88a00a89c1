import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { matchesQuery } from '../../api/matches.js';
import { offerQuery } from '../../api/offers.js';
import { READS_MATCHES, useRole, useSession } from '../../api/session.js';
import type { Match, Offer } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day, Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { ChangedNotice, useSeen } from '../../ui/seen.js';
import { ShowMore } from '../../ui/show-more.js';
import { StateTag } from '../../ui/tag.js';
import { Loading, LoadedPage, Trouble } from '../../ui/trouble.js';
import { InAuditLog } from '../audit/in-audit-log.js';
import { itemName } from '../match/item-name.js';
import { isGiven, isOver } from '../match/match-filters.js';
import { OfferActs } from './offer-acts.js';
import { useOfferChanges } from './offer-changes.js';
import { OfferConditions } from './offer-conditions.js';
import { OfferTag } from './offer-tag.js';
import { SurplusChoices } from './surplus-choices.js';

const route = getRouteApi('/offers/$offerId');

export function OfferPage() {
  const t = useText();
  const { offerId } = route.useParams();
  const offer = useQuery(offerQuery(offerId));
  return (
    <LoadedPage query={offer} loading={t('offer.loading')} title={t('offer.title')}>
      {(data) => <OfferSheet key={data.id} offer={data} />}
    </LoadedPage>
  );
}

function OfferSheet({ offer }: { offer: Offer }) {
  const t = useText();
  const queries = useQueryClient();
  const session = useSession();
  const role = useRole();
  const { seen, moved, accept } = useSeen(offer);
  const changes = useOfferChanges(seen, offer);
  const { queryKey } = offerQuery(offer.id);
  const isOwn = session?.role === 'donor' && session.organization.id === offer.organization.id;

  async function done(after: Offer) {
    accept(after);
    queries.setQueryData(queryKey, after);
    await queries.invalidateQueries();
  }

  return (
    <Page
      title={offer.title}
      written
      trail={
        <Link to="/offers" activeOptions={{ exact: true }}>
          {t('offers.title')}
        </Link>
      }
      lead={<OfferLead offer={offer} />}
    >
      <OfferNumbers offer={offer} />
      <InAuditLog of={{ refId: offer.id }} />
      {moved && <ChangedNotice changes={changes} onAccept={() => accept(offer)} />}
      {isOwn && (
        <OfferActs offer={seen} onDone={done} onConflict={() => void queries.invalidateQueries({ queryKey })} />
      )}
      {offer.description && (
        <Section id="what" title={t('offer.what')}>
          <p className="prose" dir="auto">
            {offer.description}
          </p>
        </Section>
      )}
      <Section id="conditions" title={t('offer.conditions')} lead={t('offer.conditions.lead')}>
        <OfferConditions offer={offer} />
      </Section>
      {isOwn && <FreePledge offer={offer} />}
      {role && READS_MATCHES.includes(role) && (
        <Section id="matches" title={t('offer.matches')}>
          <OfferMatches offerId={offer.id} isOwn={isOwn} />
        </Section>
      )}
    </Page>
  );
}

function OfferLead({ offer }: { offer: Offer }) {
  const t = useText();
  const { pledgeCircle: circle } = offer;
  return (
    <>
      <p>
        <bdi>{offer.organization.name}</bdi> <OfferTag offer={offer} />{' '}
        {offer.visibility === 'private' && <span className="tag">{t('offer.private')}</span>}
      </p>
      {offer.visibility === 'public' && circle !== null && circle !== 'public' && (
        <p className="soft">{t(`offer.circle.${circle}`)}</p>
      )}
      {offer.extendableUntil && <p>{t('offer.last-day-past.what')}</p>}
    </>
  );
}

function OfferNumbers({ offer }: { offer: Offer }) {
  const t = useText();
  const words = useCodeText();
  const isOver = offer.state === 'withdrawn' || offer.state === 'expired';
  return (
    <Facts>
      <Fact label={t(isOver ? 'offer.capacity.over' : 'offer.capacity')}>
        <Quantity value={offer.capacity} measure={offer.measure} />
      </Fact>
      <Fact label={t('offer.committed')}>
        <Quantity value={offer.committed} measure={offer.measure} />
        {offer.delivered !== '0' && (
          <span className="under">
            <Text
              id={offer.accepted === '0' ? 'offer.delivered.none-accepted' : 'offer.delivered'}
              values={{
                delivered: <Quantity key="delivered" value={offer.delivered} measure={offer.measure} />,
                accepted: <Quantity key="accepted" value={offer.accepted} measure={offer.measure} />,
              }}
            />
          </span>
        )}
      </Fact>
      {isOver ? (
        <Fact label={t(offer.state === 'withdrawn' ? 'offer.rest.withdrawn' : 'offer.rest.expired')}>
          <Quantity value={uncommitted(offer)} measure={offer.measure} />
        </Fact>
      ) : (
        <Fact label={t(offer.extendableUntil === null ? 'offer.left' : 'offer.left.if-extended')}>
          <strong>
            <Quantity value={offer.left} measure={offer.measure} />
          </strong>
          <CoverageBar requested={offer.capacity} committed={offer.committed} delivered={offer.delivered} />
        </Fact>
      )}
      <Fact label={t('offer.kind')}>{words('offer.kind.', offer.kind)}</Fact>
      <Fact label={t(isOver ? 'offer.stands.over' : 'offer.stands')}>
        <Span from={offer.validFrom} until={offer.validUntil} />
      </Fact>
      {offer.contact && (
        <Fact label={t('offer.contact')}>
          <span dir="auto">{offer.contact}</span>
        </Fact>
      )}
      {offer.publishedAt && (
        <Fact label={t('offer.published-at')}>
          <Moment value={offer.publishedAt} />
        </Fact>
      )}
      {offer.externalRef && (
        <Fact label={t('offer.source')}>
          <bdi>
            {offer.source} {offer.externalRef}
          </bdi>
        </Fact>
      )}
      {offer.tags.length > 0 && (
        <Fact label={t('need.tags')}>
          <span dir="auto">{offer.tags.join(', ')}</span>
        </Fact>
      )}
      <Fact label={t('value.id')}>
        <bdi className="id">{offer.id}</bdi>
      </Fact>
    </Facts>
  );
}

const uncommitted = ({ capacity, committed }: Offer) => (BigInt(capacity) - BigInt(committed)).toString();

function Span({ from, until }: { from: string; until: string | null }) {
  const t = useText();
  return (
    <>
      <Day value={from} />
      {' – '}
      {until ? <Day value={until} /> : t('offer.no-end')}
    </>
  );
}

/** Shown once it is settled how much the item of a pledge takes. */
function FreePledge({ offer }: { offer: Offer }) {
  const { data } = useInfiniteQuery(matchesQuery({ offerId: offer.id }));
  const pledged = data?.pages.flatMap(({ items }) => items).find(({ origin }) => origin === 'pledge');
  const isSettled = pledged !== undefined && (isGiven(pledged.state) || isOver(pledged.state));
  return isSettled && offer.left !== '0' && offer.extendableUntil === null ? (
    <SurplusChoices offerId={offer.id} />
  ) : null;
}

/** Matches of the offer that this person may see, the newest first. */
function OfferMatches({ offerId, isOwn }: { offerId: string; isOwn: boolean }) {
  const t = useText();
  const query = useInfiniteQuery(matchesQuery({ offerId }));
  const matches = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Loading what={t('matches.loading')} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (matches.length === 0) return <p className="soft">{t('offer.no-matches')}</p>;
  return (
    <>
      <ul className="entries">
        {matches.map((match) => (
          <MatchedNeed key={match.id} match={match} mayWithdraw={isOwn && match.state === 'confirmed'} />
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

function MatchedNeed({ match, mayWithdraw }: { match: Match; mayWithdraw: boolean }) {
  const t = useText();
  return (
    <li>
      <p className="entry-title">
        <Link to="/matches/$matchId" params={{ matchId: match.id }} dir="auto">
          {itemName(match)}
        </Link>{' '}
        <StateTag of="match" state={match.state} />
      </p>
      <p className="under">
        <bdi>{match.need.organization.name}</bdi>
        {' · '}
        <bdi>{match.need.title}</bdi>
        {' · '}
        <Quantity value={match.amount} measure={match.measure} />
        {mayWithdraw && (
          <>
            {' · '}
            <Link to="/matches/$matchId" params={{ matchId: match.id }} hash="withdraw">
              {t('match.withdraw.open')} <span className="unseen">{itemName(match)}</span>
            </Link>
          </>
        )}
      </p>
    </li>
  );
}
