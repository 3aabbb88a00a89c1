import type { ReactNode } from 'react';
import { useRole } from '../../api/session.js';
import type { Match, Share, Source } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { Id } from '../../ui/id.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Step } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';
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
  return (
    <>
      <OpenWhile open={!own}>
        <Step progress={possible ? 'now' : 'later'} title={t('trail.agreement')}>
          {possible && isFinance ? (
            <AgreeForm match={match} />
          ) : (
            <p>{possible ? t('agree.wait') : t('agree.not-yet')}</p>
          )}
        </Step>
      </OpenWhile>
      {own && <OwnAgreement own={own} share={share} isFinance={isFinance} />}
    </>
  );
}

function OwnAgreement({ own, share, isFinance }: { own: Source; share: Share | null; isFinance: boolean }) {
  const t = useText();
  const { state } = own.agreement;
  return (
    <>
      <AgreementStep source={own} share={share}>
        <OpenWhile open={state === 'pledged'}>
          {isFinance ? <SignForm agreement={own.agreement} /> : <p>{t('sign.wait')}</p>}
        </OpenWhile>
      </AgreementStep>
      <DepositSteps source={own} />
      <OpenWhile open={state === 'committed' || state === 'partly-received'}>
        <Step progress="now" title={t('trail.deposit.title')}>
          {isFinance ? <DepositForm agreement={own.agreement} /> : <p>{t('deposit.wait')}</p>}
        </Step>
      </OpenWhile>
    </>
  );
}

/** Another agreement that adds to the money, and what was received under it. */
export function ShareSteps({ share }: { share: Share }) {
  return (
    <>
      <AgreementStep source={share} share={share} />
      <DepositSteps source={share} />
    </>
  );
}

interface AgreementStepProps {
  readonly source: Source;
  readonly share: Share | null;
  readonly children?: ReactNode;
}

function AgreementStep({ source: { agreement }, share, children }: AgreementStepProps) {
  const t = useText();
  return (
    <Step
      progress={agreement.state === 'pledged' ? 'now' : 'done'}
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
        <StateTag of="agreement" state={agreement.state} />
      </p>
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
