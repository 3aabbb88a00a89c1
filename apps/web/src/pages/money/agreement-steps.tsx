import { useState, type ReactNode } from 'react';
import { useRole } from '../../api/session.js';
import type { Agreement, Match, Share, Source } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { Id } from '../../ui/id.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Step } from '../../ui/steps.js';
import type { Money } from '../../ui/money.js';
import { StateTag } from '../../ui/tag.js';
import { isOver } from '../match/match-filters.js';
import { AgreeForm, DepositForm, SignForm } from './agreement-forms.js';

interface OwnAgreementProps {
  readonly match: Match;
  readonly own: Source | null;
  /** What the project draws from it, once there is one. */
  readonly share: Share | null;
}

/** What the donor's own offer became: the agreement with a fund, its signature, what came in. Finance records each of them here. */
export function OwnAgreementSteps({ match, own, share }: OwnAgreementProps) {
  const t = useText();
  const isFinance = useRole() === 'finance';
  const possible = match.state === 'confirmed';
  const ended = isOver(match.state);
  // One that was withdrawn unsigned is gone; what its form has to say stays until it is read.
  const source = useLast(own);
  return (
    <>
      <OpenWhile open={!own}>
        <Step progress={possible ? 'now' : ended ? 'ended' : 'later'} title={t('trail.agreement')}>
          {possible && isFinance ? (
            <AgreeForm match={match} />
          ) : (
            <p>{possible ? t('agree.wait') : ended ? t('agree.over') : t('agree.not-yet')}</p>
          )}
        </Step>
      </OpenWhile>
      {own && !own.agreement && <HiddenAgreementStep source={own} />}
      <OpenWhile open={!!own?.agreement}>
        {source?.agreement && (
          <OwnAgreement
            source={source}
            agreement={source.agreement}
            share={share}
            isFinance={isFinance}
            isKept={match.state === 'rescinded' && source.agreement.signedOn !== null}
            isGone={!own}
          />
        )}
      </OpenWhile>
    </>
  );
}

function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}

interface OwnAgreementFields {
  readonly source: Source;
  readonly agreement: Agreement;
  readonly share: Share | null;
  readonly isFinance: boolean;
  /** Signed, and the match was taken back since. */
  readonly isKept: boolean;
  /** Withdrawn since it was read. */
  readonly isGone: boolean;
}

function OwnAgreement({ source, agreement, share, isFinance, isKept, isGone }: OwnAgreementFields) {
  const t = useText();
  const { state } = agreement;
  return (
    <>
      <AgreementStep agreement={agreement} share={share} isGone={isGone}>
        {isKept && <p>{t('trail.agreement.kept')}</p>}
        <OpenWhile open={!isGone && state === 'pledged'}>
          {isFinance ? <SignForm agreement={agreement} /> : <p>{t('sign.wait')}</p>}
        </OpenWhile>
      </AgreementStep>
      <DepositSteps source={source} />
      <OpenWhile open={!isGone && (state === 'committed' || state === 'partly-received')}>
        <Step progress="now" title={t('trail.deposit.title')}>
          {isFinance ? <DepositForm agreement={agreement} /> : <p>{t('deposit.wait')}</p>}
        </Step>
      </OpenWhile>
    </>
  );
}

/** Another agreement that adds to the money, and what was received under it. */
export function ShareSteps({ share }: { share: Share }) {
  if (!share.agreement) return <HiddenAgreementStep source={share} amount={share.amount} />;
  return (
    <>
      <AgreementStep agreement={share.agreement} share={share} />
      <DepositSteps source={share} />
    </>
  );
}

/** An agreement that is not the reader’s to see: whose money it is, where that may be known, and how much of it comes here. */
function HiddenAgreementStep({ source, amount }: { source: Source; amount?: Money }) {
  const t = useText();
  const fund = <bdi key="fund">{source.fund.name}</bdi>;
  return (
    <Step progress="done" title={t('trail.agreement')} amount={amount && <Amount money={amount} />}>
      {source.donor ? (
        <Text id="trail.agreement.with" values={{ donor: <bdi key="donor">{source.donor.name}</bdi>, fund }} />
      ) : (
        <Text id="trail.agreement.other" values={{ fund }} />
      )}
    </Step>
  );
}

interface AgreementStepProps {
  readonly agreement: Agreement;
  readonly share: Share | null;
  /** Withdrawn since it was read: its state is not known here. */
  readonly isGone?: boolean;
  readonly children?: ReactNode;
}

function AgreementStep({ agreement, share, isGone = false, children }: AgreementStepProps) {
  const t = useText();
  return (
    <Step
      progress={isGone ? 'ended' : agreement.state === 'pledged' ? 'now' : 'done'}
      title={t('trail.agreement')}
      amount={<Amount money={share ? share.amount : agreement.amount} />}
      ids={<Id value={agreement.id} />}
    >
      <p>
        <Text
          id={share ? 'trail.agreement.drawn' : 'trail.agreement.of'}
          values={{
            donor: <bdi key="donor">{agreement.donor.name}</bdi>,
            fund: <bdi key="fund">{agreement.fund.name}</bdi>,
            whole: <Amount key="whole" money={agreement.amount} />,
          }}
        />{' '}
        {!isGone && <StateTag of="agreement" state={agreement.state} />}
      </p>
      <p>{t('trail.agreement.fee', { rate: agreement.feeRateMillionths / 1_000_000 })}</p>
      {agreement.signedOn && (
        <p>
          <Text id="trail.agreement.signed" values={{ date: <Day key="date" value={agreement.signedOn} /> }} />
        </p>
      )}
      {children}
    </Step>
  );
}

function DepositSteps({ source: { deposits } }: { source: Source }) {
  const t = useText();
  return deposits.map((deposit) => (
    <Step
      key={deposit.id}
      progress="done"
      title={t('trail.deposit.title')}
      amount={<Amount money={deposit.received} />}
      ids={<Id value={deposit.transferId} label={t('trail.transfer')} />}
    >
      <Text
        id="trail.deposit"
        values={{
          fee: <Amount key="fee" money={deposit.fee} />,
          date: <Day key="date" value={deposit.receivedOn} />,
        }}
      />
    </Step>
  ));
}
