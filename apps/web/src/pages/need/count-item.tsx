import { accept, waive } from '../../api/needs.js';
import { FormError } from '../../api/problem.js';
import type { Need, NeedItem } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { AmountField, readAmountOrNothing, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { shortened } from '../../ui/words.js';
import { useNeedActs } from './use-need-acts.js';

const ITEM_CHARS = 60;

/** Its organization says what it no longer asks for, and what it has accepted of what funds paid; the rest is accepted in its match. */
export function CountItem({ need, item }: { need: Need; item: NeedItem }) {
  return (
    <>
      <OpenWhile open={item.paidByFund !== null && item.paidByFund !== '0'}>
        <AcceptForm need={need} item={item} />
      </OpenWhile>
      <OpenWhile
        open={
          need.state === 'published'
            ? item.open !== '0' || item.waived !== '0'
            : need.state === 'fulfilled' && item.waived !== '0'
        }
      >
        <WaiveForm need={need} item={item} />
      </OpenWhile>
    </>
  );
}

function AcceptForm({ need, item }: { need: Need; item: NeedItem }) {
  const t = useText();
  const { onConflict, onDone } = useNeedActs(need);
  const byDelivery = (BigInt(item.delivered) - BigInt(item.paidByFund ?? '0')).toString();
  async function act(data: FormData) {
    const accepted = readAmountOrNothing(data, 'accepted', item.measure);
    if (accepted === null) throw new FormError([{ path: 'accepted', detail: t(wrongAmount(item.measure)) }]);
    await onDone(await accept(need, item.id, accepted));
  }
  return (
    <details className="fold no-print">
      <summary>{t('accept.open')}</summary>
      <ActForm
        label={t('form.of', { act: t('accept.open'), what: shortened(item.description, ITEM_CHARS) })}
        done={t('accept.done')}
        onConflict={onConflict}
        act={act}
      >
        {(pending) => (
          <>
            {byDelivery !== '0' && (
              <p className="under">
                <Text
                  id="accept.by-delivery"
                  values={{ amount: <Quantity key="amount" value={byDelivery} measure={item.measure} /> }}
                />
              </p>
            )}
            <AmountField name="accepted" label={t('accept.amount')} measure={item.measure} value={item.delivered} />
            <SubmitButton pending={pending}>{t('accept.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

function WaiveForm({ need, item }: { need: Need; item: NeedItem }) {
  const t = useText();
  const { onConflict, onDone } = useNeedActs(need);
  const isFulfilled = need.state === 'fulfilled';
  const title = t(isFulfilled ? 'waive.again' : 'waive.open');
  async function act(data: FormData) {
    const waived = readAmountOrNothing(data, 'waived', item.measure);
    const reason = textOf(data, 'reason');
    const wrong = [
      ...(waived === null ? [{ path: 'waived', detail: t(wrongAmount(item.measure)) }] : []),
      ...(reason === '' ? [{ path: 'reason', detail: t('form.reason-missing') }] : []),
    ];
    const body = { waived: waived ?? UNREADABLE, reason };
    await onDone(await sendWhole(wrong, () => waive(need, item.id, body)));
  }
  return (
    <details className="fold no-print">
      <summary>{title}</summary>
      <ActForm
        label={t('form.of', { act: title, what: shortened(item.description, ITEM_CHARS) })}
        done={t(isFulfilled ? 'waive.again.done' : 'waive.done')}
        onConflict={onConflict}
        act={act}
        draft={`waive ${item.id}`}
      >
        {(pending) => (
          <>
            <AmountField name="waived" label={t('waive.amount')} measure={item.measure} value={item.waived} />
            <LongTextField
              name="reason"
              label={t('need.act.reason')}
              hint={t(isFulfilled ? 'waive.again.hint' : 'waive.hint')}
            />
            <SubmitButton pending={pending}>{t('waive.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
