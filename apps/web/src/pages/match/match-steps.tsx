import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useAreaNames } from '../../api/reference.js';
import type { Match, MatchEvent } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Moment } from '../../ui/dates.js';
import { Step, Steps } from '../../ui/steps.js';
import { Note } from '../../ui/words.js';
import { isGiven, isOver } from './match-filters.js';

const ORIGIN = { engine: 'step.suggested', person: 'step.proposed', pledge: 'step.pledged' } as const;

/** The way of a match from suggestion to delivery: what is done, what is next, whose turn it is and who ended it. Who did the rest and when stands in its history. */
export function MatchSteps({ match, history }: { match: Match; history: readonly MatchEvent[] }) {
  const t = useText();
  const end = history.findLast(({ act }) => act === match.state);
  const ended = isOver(match.state);
  const reviewed = match.reviewedAt !== null;
  const consented = match.donorConsentAt !== null && match.stateConsentAt !== null;
  const committed = isGiven(match.state);
  const inMoney = match.measure.currency !== undefined;
  const waiting = (done: boolean, now: boolean) => (done ? 'done' : now ? 'now' : 'later');
  /** What ended goes no further. */
  const comes = (done: boolean) => done || !ended;
  return (
    <Steps>
      <Step progress="done" title={t(ORIGIN[match.origin])} />
      {comes(reviewed) && (
        <Step progress={waiting(reviewed, true)} title={t('step.review')}>
          {!reviewed && t(match.origin === 'pledge' ? 'step.review.wait-pledge' : 'step.review.wait')}
        </Step>
      )}
      {comes(match.donorConsentAt !== null) && (
        <Step progress={waiting(match.donorConsentAt !== null, reviewed)} title={t('step.donor')}>
          {match.donorConsentAt === null && reviewed && <Wait name={match.offer.organization.name} />}
        </Step>
      )}
      {comes(match.stateConsentAt !== null) && (
        <Step progress={waiting(match.stateConsentAt !== null, reviewed)} title={t('step.state')}>
          {match.stateConsentAt === null && reviewed && <WaitForState need={match.need} />}
        </Step>
      )}
      {comes(consented) && (
        <Step progress={consented ? 'done' : 'later'} title={t('step.confirmed')}>
          {committed && t('step.confirmed.what')}
        </Step>
      )}
      {match.consentedAmount !== null && (
        <Step progress="done" title={t('step.lowered')}>
          <p>
            <Text
              id="step.lowered.from"
              values={{
                from: <Quantity key="from" value={match.consentedAmount} measure={match.measure} />,
                to: <Quantity key="to" value={match.amount} measure={match.measure} />,
              }}
            />
          </p>
        </Step>
      )}
      {ended ? (
        <Step
          progress="ended"
          title={
            match.endedBecause ? t('step.ended') : t(`step.${match.state as 'declined' | 'rescinded' | 'superseded'}`)
          }
        >
          {match.endedBecause && t(`match.ended.${match.endedBecause}`)}
          {end?.organization && (
            <p>
              <bdi>{end.organization.name}</bdi>
              {' · '}
              <Moment value={end.at} />
            </p>
          )}
          {match.declinedReason && <Note text={match.declinedReason} />}
        </Step>
      ) : (
        <Step
          progress={waiting(match.state === 'completed', committed)}
          title={inMoney ? t('step.money') : t('step.delivery')}
        >
          {!inMoney &&
            t(
              committed
                ? `step.delivery.${match.state as 'confirmed' | 'delivering' | 'completed'}`
                : 'step.delivery.what',
            )}
          {inMoney && !committed && t('step.money.what')}
          {inMoney && committed && <Payment match={match} />}
        </Step>
      )}
    </Steps>
  );
}

/** Who pays the money that is committed, as far as that is known. */
function Payment({ match: { id, paidBy, state } }: { match: Match }): ReactNode {
  const t = useText();
  if (paidBy === 'donor') return t(state === 'completed' ? 'step.paid.completed' : 'step.paid.delivering');
  return (
    <>
      {paidBy === null && <p>{t('step.paid.open')}</p>}
      <Link to="/matches/$matchId/money" params={{ matchId: id }}>
        {t('match.to-money')}
      </Link>
    </>
  );
}

function Wait({ name }: { name: string }): ReactNode {
  return <Text id="step.wait" values={{ name: <bdi key="name">{name}</bdi> }} />;
}

/** An imported need was asked for by anybody; it is the State itself that consents. */
function WaitForState({ need }: { need: Match['need'] }): ReactNode {
  const areaName = useAreaNames();
  if (!need.imported) return <Wait name={need.organization.name} />;
  return <Text id="step.wait.focal-point" values={{ state: areaName(need.areaIso2) }} />;
}
