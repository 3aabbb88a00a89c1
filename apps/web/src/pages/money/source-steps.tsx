import type { Project, Share } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day, Moment } from '../../ui/dates.js';
import { Id } from '../../ui/id.js';
import { Step } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';

/** Which agreement a share of the money comes from, and what was received under it. */
export function ShareSteps({ share }: { share: Share }) {
  const t = useText();
  const { agreement, amount, deposits } = share;
  return (
    <>
      <Step
        progress="done"
        title={t('trail.agreement')}
        amount={<Amount money={amount} />}
        ids={<Id value={agreement.id} />}
      >
        <p>
          <Text
            id="trail.agreement.of"
            values={{
              donor: <bdi key="donor">{agreement.donor.name}</bdi>,
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
      </Step>
      {deposits.length === 0 && (
        <Step progress="later" title={t('trail.deposit.title')}>
          {t('trail.deposits.none')}
        </Step>
      )}
      {deposits.map((deposit) => (
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
      ))}
    </>
  );
}

export function ProjectStep({ project }: { project: Project }) {
  const t = useText();
  return (
    <Step
      progress="done"
      title={t('trail.project')}
      amount={<Amount money={project.amount} />}
      ids={<Id value={project.id} />}
    >
      <p>
        <Text
          id="trail.project.of"
          values={{
            fund: <bdi key="fund">{project.fund.name}</bdi>,
            payee: <bdi key="payee">{project.payee.name}</bdi>,
          }}
        />{' '}
        <StateTag of="project" state={project.state} />
      </p>
      <p>
        <Text id="trail.project.made" values={{ at: <Moment key="at" value={project.createdAt} /> }} />
      </p>
    </Step>
  );
}
