import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { agreeOnOffer, fundsQuery, recordDeposit, signAgreement } from '../../api/money.js';
import type { Agreement, Fund, Match } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { Loaded } from '../../ui/trouble.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { FundForm } from './fund-form.js';

/** Today in UTC, as the books count days. */
const today = () => new Date().toISOString().slice(0, 10);

/** `1`, `0.75` or `0,75` percent as millionths; null when it is no rate from 0 to 100 %. */
export function feeRateMillionths(percent: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,3})(?:[.,](\d{1,4}))?$/.exec(percent) ?? [];
  if (whole === '') return null;
  const millionths = Number.parseInt(`${whole}${fraction.padEnd(4, '0')}`, 10);
  return millionths <= 1_000_000 ? millionths : null;
}

/** The donor's offer becomes an agreement with a fund. */
export function AgreeForm({ match }: { match: Match }) {
  const t = useText();
  const funds = useQuery(fundsQuery);
  const [opened, setOpened] = useState<Fund | null>(null);
  const { currency = '' } = match.measure;
  return (
    <Loaded query={funds} loading={t('agree.loading')}>
      {({ items }) => {
        const usable = items.filter((fund) => fund.currency === currency);
        return usable.length === 0 ? (
          <>
            <p className="notice">{t('agree.no-fund', { currency })}</p>
            <FundForm currency={currency} onOpened={setOpened} />
          </>
        ) : (
          <>
            <AgreeFields match={match} funds={usable} opened={usable.find(({ id }) => id === opened?.id)} />
            <details className="fold">
              <summary>{t('fund.open')}</summary>
              <FundForm currency={currency} onOpened={setOpened} />
            </details>
          </>
        );
      }}
    </Loaded>
  );
}

interface AgreeFieldsProps {
  readonly match: Match;
  readonly funds: readonly Fund[];
  /** The one of them that this person opened for it just now. */
  readonly opened?: Fund;
}

function AgreeFields({ match, funds, opened }: AgreeFieldsProps) {
  const t = useText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();

  async function act(data: FormData) {
    const fee = feeRateMillionths(textOf(data, 'feeRateMillionths'));
    const pledgedOn = textOf(data, 'pledgedOn');
    const wrong = [
      ...(fee === null ? [{ path: 'feeRateMillionths', detail: t('agree.fee-wrong') }] : []),
      ...(pledgedOn === '' ? [{ path: 'pledgedOn', detail: t('form.day-missing') }] : []),
    ];
    const body = { fundId: textOf(data, 'fundId'), feeRateMillionths: fee ?? -1, pledgedOn };
    await sendWhole(wrong, () => agreeOnOffer(match.id, body, keyOf([match.id, body])));
    await queries.invalidateQueries();
  }

  return (
    <ActForm
      act={act}
      label={t('agree.title')}
      done={t('agree.done')}
      draft={`agree ${match.id}`}
      onConflict={() => void queries.invalidateQueries()}
    >
      {(pending) => (
        <>
          <p>
            <Text
              id="agree.lead"
              values={{
                donor: <bdi key="donor">{match.offer.organization.name}</bdi>,
                title: <bdi key="title">{match.offer.title}</bdi>,
              }}
            />
          </p>
          <SelectField
            key={opened?.id}
            name="fundId"
            label={t('agree.fund')}
            hint={opened && <Text id="fund.opened" values={{ fund: <bdi key="fund">{opened.name}</bdi> }} />}
            defaultValue={opened?.id}
          >
            {funds.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            name="feeRateMillionths"
            label={t('agree.fee')}
            hint={t('agree.fee.hint')}
            inputMode="decimal"
            className="short"
            dir="ltr"
            defaultValue="1"
          />
          <TextField
            name="pledgedOn"
            label={t('agree.day')}
            type="date"
            className="short"
            max={today()}
            defaultValue={today()}
          />
          <SubmitButton pending={pending}>{t('agree.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

type Signable = Pick<Agreement, 'id' | 'version' | 'pledgedOn' | 'feeRateMillionths'>;

/** The donor has signed, and with it agreed on the fee. A donor's own pledge names none: then it is not guessed. */
export function SignForm({ agreement }: { agreement: Signable }) {
  const t = useText();
  const queries = useQueryClient();
  const { feeRateMillionths: pledgedFee } = agreement;

  async function act(data: FormData) {
    const signedOn = textOf(data, 'signedOn');
    const fee = feeRateMillionths(textOf(data, 'feeRateMillionths'));
    const wrong = [
      ...(signedOn === '' ? [{ path: 'signedOn', detail: t('form.day-missing') }] : []),
      ...(fee === null ? [{ path: 'feeRateMillionths', detail: t('agree.fee-wrong') }] : []),
    ];
    await sendWhole(wrong, () => signAgreement(agreement, { signedOn, feeRateMillionths: fee ?? -1 }));
    await queries.invalidateQueries();
  }

  return (
    <ActForm
      act={act}
      label={t('sign.title')}
      done={t('sign.done')}
      onConflict={() => void queries.invalidateQueries()}
    >
      {(pending) => (
        <>
          <TextField
            name="signedOn"
            label={t('sign.day')}
            type="date"
            className="short"
            min={agreement.pledgedOn}
            max={today()}
            defaultValue={today()}
          />
          <TextField
            name="feeRateMillionths"
            label={t('agree.fee')}
            hint={t('agree.fee.hint')}
            inputMode="decimal"
            className="short"
            dir="ltr"
            defaultValue={pledgedFee > 0 ? `${pledgedFee / 10_000}` : undefined}
          />
          <SubmitButton pending={pending}>{t('sign.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** Money came in under the agreement. */
export function DepositForm({ agreement }: { agreement: Pick<Agreement, 'id' | 'amount' | 'received'> }) {
  const t = useText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();
  const { currency } = agreement.amount;
  const expected = BigInt(agreement.amount.minor) - BigInt(agreement.received.minor);

  async function act(data: FormData) {
    const minor = readAmount(data, 'amount', { currency });
    const receivedOn = textOf(data, 'receivedOn');
    const externalRef = textOf(data, 'externalRef');
    const wrong = [
      ...(minor === null ? [{ path: 'amount', detail: t(wrongAmount({ currency })) }] : []),
      ...(receivedOn === '' ? [{ path: 'receivedOn', detail: t('form.day-missing') }] : []),
      ...(externalRef === '' ? [{ path: 'externalRef', detail: t('deposit.reference-missing') }] : []),
    ];
    const body = { amount: { minor: minor ?? UNREADABLE, currency }, receivedOn, externalRef };
    await sendWhole(wrong, () => recordDeposit(agreement.id, body, keyOf([agreement.id, body])));
    await queries.invalidateQueries();
  }

  return (
    <ActForm
      act={act}
      label={t('deposit.title')}
      done={t('deposit.done')}
      draft={`deposit ${agreement.id}`}
      onConflict={() => void queries.invalidateQueries()}
    >
      {(pending) => (
        <>
          <AmountField name="amount" label={t('deposit.amount')} measure={{ currency }} value={expected.toString()} />
          <TextField
            name="receivedOn"
            label={t('deposit.day')}
            type="date"
            className="short"
            max={today()}
            defaultValue={today()}
          />
          <TextField
            name="externalRef"
            label={t('deposit.reference')}
            hint={t('deposit.reference.hint')}
            autoComplete="off"
            dir="ltr"
          />
          <SubmitButton pending={pending}>{t('deposit.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
