import { useQuery, useQueryClient } from '@tanstack/react-query';
import { pledgeToFund } from '../../api/funds.js';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { areasQuery, categoriesQuery, currenciesQuery, typesQuery } from '../../api/reference.js';
import type { Fund } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { WithLists } from '../../ui/with-lists.js';
import { EarmarkFields, earmarkOf } from './earmark-fields.js';

/** A donor promises money of their organization to a fund. */
export function PledgeForm({ fund }: { fund: Fund }) {
  return (
    <WithLists lists={[areasQuery, categoriesQuery, typesQuery, currenciesQuery]}>
      <PledgeFields fund={fund} />
    </WithLists>
  );
}

function PledgeFields({ fund }: { fund: Fund }) {
  const t = useText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();
  const currencies = useQuery(currenciesQuery).data ?? [];

  async function act(data: FormData) {
    const currency = textOf(data, 'amount.currency');
    const minor = readAmount(data, 'amount', { currency });
    const usableFrom = textOf(data, 'usableFrom');
    const validUntil = textOf(data, 'validUntil');
    const wrong = minor === null ? [{ path: 'amount', detail: t(wrongAmount({ currency })) }] : [];
    const body = {
      amount: { minor: minor ?? UNREADABLE, currency },
      earmark: earmarkOf(data),
      ...(usableFrom !== '' && { usableFrom }),
      ...(validUntil !== '' && { validUntil }),
    };
    await sendWhole(wrong, () => pledgeToFund(fund.id, body, keyOf([fund.id, body])));
    await queries.invalidateQueries();
  }

  return (
    <ActForm act={act} label={t('fund-pledge.title')} done={t('fund-pledge.done')} draft={`fund pledge ${fund.id}`}>
      {(pending) => (
        <>
          <div className="pair">
            <TextField
              name="amount"
              label={t('agreement.amount')}
              inputMode="decimal"
              autoComplete="off"
              className="short"
              dir="ltr"
            />
            <SelectField name="amount.currency" label={t('fund-pledge.currency')} defaultValue={fund.currency}>
              {currencies.map(({ code, name }) => (
                <option key={code} value={code}>
                  {t('offer.currency', { code, name })}
                </option>
              ))}
            </SelectField>
          </div>
          <TextField
            name="usableFrom"
            label={t('agreement.usable-from')}
            hint={t('fund-pledge.usable-from.hint')}
            type="date"
            className="short"
          />
          <TextField
            name="validUntil"
            label={t('agreement.valid-until')}
            hint={t('fund-pledge.valid-until.hint')}
            type="date"
            className="short"
          />
          <EarmarkFields />
          <SubmitButton pending={pending}>{t('fund-pledge.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
