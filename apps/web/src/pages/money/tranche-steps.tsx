import { useQueryClient } from '@tanstack/react-query';
import { markConditionMet } from '../../api/money.js';
import { FormError } from '../../api/problem.js';
import { useRole } from '../../api/session.js';
import type { Named, Payment, Tranche, Transfer } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day, Moment } from '../../ui/dates.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { Id } from '../../ui/id.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Step } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';
import { Note } from '../../ui/words.js';
import { OrderForm } from './order-form.js';
import { OrderSteps } from './order-steps.js';

interface TrancheProps {
  readonly tranche: Tranche;
  readonly payee: Named | null;
  readonly count: number;
}

/** One tranche: its condition, its order, the approvals, the bank, and the entries in the ledger. */
export function TrancheSteps({ tranche, payee, count }: TrancheProps) {
  const t = useText();
  const met = tranche.state !== 'planned';
  const live = tranche.payments.some(({ state }) => state !== 'rejected');
  return (
    <>
      <Step
        progress={met ? 'done' : 'now'}
        title={t('trail.tranche', { position: tranche.position, count })}
        amount={<Amount money={tranche.amount} />}
        ids={<Id value={tranche.id} />}
      >
        <p>
          {tranche.condition === null ? (
            t('trail.condition.hidden')
          ) : (
            <Text
              id="trail.condition"
              values={{
                condition: (
                  <q dir="auto" key="condition">
                    {tranche.condition}
                  </q>
                ),
              }}
            />
          )}{' '}
          <StateTag of="tranche" state={tranche.state} />
        </p>
        {tranche.conditionMetAt && tranche.conditionMetBy && (
          <p>
            <Text
              id="trail.condition.met"
              values={{
                person: <bdi key="person">{tranche.conditionMetBy.name}</bdi>,
                at: <Moment key="at" value={tranche.conditionMetAt} />,
              }}
            />
          </p>
        )}
        {tranche.conditionNote && <Note text={tranche.conditionNote} />}
        <OpenWhile open={!met}>
          <ConditionForm tranche={tranche} />
        </OpenWhile>
      </Step>
      {tranche.orders.map((order) => (
        <OrderSteps key={order.id} order={order} />
      ))}
      {tranche.orders.length === 0 &&
        tranche.payments.map((payment) => <PaymentStep key={payment.id} payment={payment} />)}
      <OpenWhile open={!live}>
        <Step progress={met ? 'now' : 'later'} title={t('trail.order')}>
          {met && payee ? <OrderForm tranche={tranche} payee={payee} /> : <p>{t('order.later')}</p>}
        </Step>
      </OpenWhile>
      {tranche.transfers.map((transfer) => (
        <TransferStep key={transfer.id} transfer={transfer} />
      ))}
    </>
  );
}

function ConditionForm({ tranche }: { tranche: Tranche }) {
  const t = useText();
  const role = useRole();
  const queries = useQueryClient();
  if (role !== 'coordinator') return <p className="soft">{t('condition.wait')}</p>;
  return (
    <ActForm
      label={t('form.of', { act: t('condition.title'), what: tranche.condition ?? t('trail.condition.hidden') })}
      draft={`condition ${tranche.id}`}
      done={t('condition.done')}
      onConflict={() => void queries.invalidateQueries()}
      act={async (data) => {
        const note = textOf(data, 'note');
        if (note === '') throw new FormError([{ path: 'note', detail: t('condition.note-missing') }]);
        await markConditionMet(tranche, note);
        await queries.invalidateQueries();
      }}
    >
      {(pending) => (
        <>
          <LongTextField name="note" label={t('condition.note')} hint={t('condition.note.hint')} />
          <SubmitButton pending={pending}>{t('condition.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** How far an order is, for a donor who pays without being a party of the match. */
function PaymentStep({ payment: { id, amount, state, settledOn } }: { payment: Payment }) {
  const t = useText();
  return (
    <Step
      progress={state === 'rejected' ? 'ended' : settledOn ? 'done' : 'now'}
      title={t('trail.order')}
      amount={<Amount money={amount} />}
      ids={<Id value={id} />}
    >
      <p>
        <StateTag of="order" state={state} />
      </p>
      {settledOn && (
        <p>
          <Text id="trail.settled.on" values={{ date: <Day key="date" value={settledOn} /> }} />
        </p>
      )}
    </Step>
  );
}

/** The ledger's last word: entries that add up to nothing, one side out, the other in. */
function TransferStep({ transfer }: { transfer: Transfer }) {
  const t = useText();
  return (
    <Step progress="done" title={t('trail.ledger')} ids={<Id value={transfer.id} label={t('trail.transfer')} />}>
      <p>
        <Text
          id={transfer.entries.length > 0 ? 'trail.ledger.on' : 'trail.ledger.day'}
          values={{ date: <Day key="date" value={transfer.effectiveOn} /> }}
        />
      </p>
      {transfer.entries.length > 0 && (
        <table className="entries-table">
          <caption className="unseen">{t('trail.ledger')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('trail.ledger.account')}</th>
              <th scope="col" className="numeric">
                {t('trail.ledger.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {transfer.entries.map(({ accountId, accountName, amount }) => (
              <tr key={accountId}>
                <td>
                  <bdi>{accountName}</bdi>
                </td>
                <td className="numeric">
                  <Amount money={amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Step>
  );
}
