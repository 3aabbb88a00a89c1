import { useQueryClient } from '@tanstack/react-query';
import { reducePledge, withdrawAgreement } from '../../api/funds.js';
import { useSession } from '../../api/session.js';
import type { FundAgreement } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Section } from '../../ui/page.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { DepositForm, SignForm } from '../money/agreement-forms.js';

/** What its donor or finance can do with an agreement now. What an offer became is reduced and withdrawn in its offer. */
export function AgreementActs({ agreement }: { agreement: FundAgreement }) {
  const t = useText();
  const queries = useQueryClient();
  const session = useSession();
  const { id, state, donor, offerId, pledged } = agreement;
  const isFinance = session?.role === 'finance';
  const isDonor = session?.role === 'donor' && session.organization.id === donor.id;
  if (!isFinance && !isDonor) return null;
  const signed = { ...agreement, pledgedOn: pledged.on };
  const mayPay = state === 'committed' || state === 'partly-received';
  const mayTakeBack = isDonor ? state === 'pledged' && offerId === null : state === 'pledged' || mayPay;
  const way = isDonor ? 'own' : state === 'pledged' ? 'pledge' : 'rest';
  return (
    <Section id="acts" title={t('agreement.acts')} lead={isDonor ? t(donorsLead(agreement)) : undefined}>
      <OpenWhile open={isFinance && state === 'pledged'}>
        <h3>{t('sign.title')}</h3>
        <SignForm agreement={signed} />
      </OpenWhile>
      <OpenWhile open={isFinance && mayPay}>
        <h3>{t('deposit.title')}</h3>
        <DepositForm agreement={signed} />
      </OpenWhile>
      <OpenWhile open={isDonor && mayTakeBack}>
        <ReduceForm agreement={agreement} />
      </OpenWhile>
      <OpenWhile open={mayTakeBack}>
        <ReasonForm
          words={{
            open: t(`agreement.withdraw.${way}`),
            label: t('offer.reason'),
            hint: t(`agreement.withdraw.${way}.hint`),
            submit: t(`agreement.withdraw.${way}`),
          }}
          act={async (reason) => {
            await withdrawAgreement(agreement, reason);
            await queries.invalidateQueries();
          }}
          done={t(`agreement.withdraw.${way}.done`)}
          onConflict={() => void queries.invalidateQueries()}
          draft={`withdraw ${id}`}
        />
      </OpenWhile>
    </Section>
  );
}

function donorsLead({ state, offerId }: FundAgreement) {
  if (state === 'pledged') return offerId === null ? 'agreement.acts.pledged' : 'agreement.acts.of-offer';
  return state === 'committed' || state === 'partly-received' ? 'agreement.acts.signed' : 'agreement.acts.over';
}

function ReduceForm({ agreement }: { agreement: FundAgreement }) {
  const t = useText();
  const queries = useQueryClient();
  const { id, amount: before } = agreement;
  const { currency } = before;

  async function act(data: FormData) {
    const minor = readAmount(data, 'amount', { currency });
    const reason = textOf(data, 'reason');
    const wrong = [
      ...(minor === null ? [{ path: 'amount', detail: t(wrongAmount({ currency })) }] : []),
      ...(reason === '' ? [{ path: 'reason', detail: t('form.reason-missing') }] : []),
    ];
    await sendWhole(wrong, () => reducePledge(agreement, { amount: { minor: minor ?? UNREADABLE, currency }, reason }));
    await queries.invalidateQueries();
  }

  return (
    <details className="fold">
      <summary>{t('agreement.reduce')}</summary>
      <ActForm
        act={act}
        label={t('agreement.reduce')}
        done={t('agreement.reduce.done')}
        onConflict={() => void queries.invalidateQueries()}
        draft={`reduce ${id}`}
      >
        {(pending) => (
          <>
            <AmountField name="amount" label={t('offer.reduce.to')} measure={{ currency }} />
            <LongTextField name="reason" label={t('offer.reason')} hint={t('agreement.reduce.hint')} />
            <SubmitButton pending={pending}>{t('agreement.reduce')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
