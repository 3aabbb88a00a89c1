import { Link } from '@tanstack/react-router';
import { consentToMatch, declineMatch, rescindMatch, withdrawFromMatch } from '../../api/matches.js';
import { useSession } from '../../api/session.js';
import type { Match, Role, Session } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Section } from '../../ui/page.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { Spokespeople, useSpeaksFor } from '../organizations/spokespeople.js';
import { LowerForm } from './lower-form.js';
import { ReviewForm } from './review-form.js';

export interface MatchActProps {
  /** The version that the person has seen; it goes out as `If-Match`. */
  readonly match: Match;
  readonly onDone: (after: Match) => Promise<void>;
  readonly onConflict: () => void;
}

/** What this person can do with the match now; nothing is shown that would be refused, but what was typed stays. */
export function MatchActs(props: MatchActProps) {
  const session = useSession();
  if (!session) return null;
  const { match } = props;
  const { state } = match;
  const party = PARTIES[session.role];
  if (party !== undefined) {
    return (
      <>
        <OpenWhile open={state === 'reviewed'}>
          <PartyActs {...props} party={party} />
        </OpenWhile>
        <OpenWhile open={party === 'donor' && state === 'confirmed'}>
          <Withdraw {...props} />
        </OpenWhile>
      </>
    );
  }
  if (session.role !== 'coordinator') return null;
  const own = isParty(session, match);
  return (
    <>
      <OpenWhile open={state === 'suggested'}>
        <Review {...props} own={own} />
      </OpenWhile>
      <OpenWhile open={!own && canRescind(match)}>
        <Rescind {...props} />
      </OpenWhile>
    </>
  );
}

type Party = 'donor' | 'state';

/** These roles see a match only when they stand on that side of it. */
const PARTIES: Partial<Record<Role, Party>> = { donor: 'donor', 'focal-point': 'state' };

function isParty({ organization }: Session, match: Match): boolean {
  return [match.offer.organization.id, match.need.organization.id].includes(organization.id);
}

function Review({ own, ...props }: MatchActProps & { own: boolean }) {
  const t = useText();
  return (
    <Section id="review" title={t('review.title')} lead={t('review.lead')}>
      {own ? <p className="notice">{t('review.own')}</p> : <ReviewForm {...props} />}
    </Section>
  );
}

function PartyActs({ match, party, onDone, onConflict }: MatchActProps & { party: Party }) {
  const t = useText();
  const open = match.state === 'reviewed';
  const session = useSession();
  const speaks = useSpeaksFor(session?.organization.id ?? '');
  const consented = (party === 'donor' ? match.donorConsentAt : match.stateConsentAt) !== null;
  const other = party === 'donor' ? match.stateConsentAt : match.donorConsentAt;
  const inMoney = match.measure.currency !== undefined;
  const consentDone = t(
    other === null ? 'consent.done.first' : inMoney ? 'consent.done.money' : `consent.done.in-kind.${party}`,
  );
  return (
    <Section id="consent" title={consented ? t('consent.given') : t('consent.title')}>
      {open && (
        <p>
          <Text
            id={consented ? 'consent.waiting' : other === null ? 'consent.first' : 'consent.second'}
            values={{ amount: <Quantity key="amount" value={match.amount} measure={match.measure} /> }}
          />
        </p>
      )}
      {open && !speaks && session && <Spokespeople organizationId={session.organization.id} />}
      {speaks && !consented && (
        <ActForm
          label={t('consent.title')}
          done={consentDone}
          onConflict={onConflict}
          act={async () => onDone(await consentToMatch(match))}
        >
          {(pending) => <SubmitButton pending={pending}>{t('consent.submit')}</SubmitButton>}
        </ActForm>
      )}
      {speaks && (
        <ReasonForm
          onConflict={onConflict}
          words={{
            open: t('decline.open'),
            label: t('decline.reason'),
            hint: t('decline.hint'),
            submit: t('decline.submit'),
          }}
          act={async (reason) => onDone(await declineMatch(match, reason))}
          draft={`decline ${match.id}`}
          done={t('decline.done')}
        />
      )}
    </Section>
  );
}

function Withdraw({ match, onDone, onConflict }: MatchActProps) {
  const t = useText();
  return (
    <Section id="withdraw" title={t('match.withdraw.title')} lead={t('match.withdraw.lead')}>
      <ReasonForm
        onConflict={onConflict}
        words={{
          open: t('match.withdraw.open'),
          label: t('rescind.reason'),
          hint: t('match.withdraw.hint'),
          submit: t('match.withdraw.submit'),
        }}
        act={async (reason) => onDone(await withdrawFromMatch(match, reason))}
        draft={`withdraw ${match.id}`}
        done={t('match.withdraw.done')}
      />
    </Section>
  );
}

/** A donor finds from here what becomes of their own pledge; they reduce and withdraw it where it stands among their offers. */
const COMMITTED: readonly Match['state'][] = ['confirmed', 'delivering', 'completed'];

export function OwnPledge({ match: { origin, offer, state, endedBecause } }: { match: Match }) {
  const t = useText();
  const session = useSession();
  if (origin !== 'pledge' || session?.role !== 'donor' || session.organization.id !== offer.organization.id)
    return null;
  return (
    <Section id="pledge" title={t('pledge.own')}>
      <p>
        <Text
          id={
            COMMITTED.includes(state)
              ? 'pledge.own.committed'
              : state === 'superseded' && endedBecause && !endedBecause.startsWith('offer-')
                ? 'pledge.own.free'
                : 'pledge.own.what'
          }
          values={{
            pledge: (
              <Link key="pledge" to="/offers/$offerId" params={{ offerId: offer.id }} hash="acts" dir="auto">
                {offer.title}
              </Link>
            ),
          }}
        />
      </p>
    </Section>
  );
}

function canRescind({ state }: Match): boolean {
  return state === 'reviewed' || state === 'confirmed';
}

function Rescind(props: MatchActProps) {
  const t = useText();
  const { match, onDone, onConflict } = props;
  return (
    <Section id="rescind" title={t('rescind.title')}>
      {match.state !== 'reviewed' && match.measure.currency !== undefined && (
        <p>
          <Link to="/matches/$matchId/money" params={{ matchId: match.id }}>
            {t('match.to-money')}
          </Link>
        </p>
      )}
      <OpenWhile open={match.state === 'confirmed'}>
        <LowerForm {...props} />
      </OpenWhile>
      <OpenWhile open={canRescind(match)}>
        <ReasonForm
          onConflict={onConflict}
          words={{
            open: t('rescind.open'),
            label: t('rescind.reason'),
            hint: t('rescind.hint'),
            submit: t('rescind.submit'),
          }}
          act={async (reason) => onDone(await rescindMatch(match, reason))}
          draft={`rescind ${match.id}`}
          done={t('rescind.done')}
        />
      </OpenWhile>
    </Section>
  );
}
