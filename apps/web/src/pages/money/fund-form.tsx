import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { createFund } from '../../api/money.js';
import { FormError } from '../../api/problem.js';
import { currenciesQuery } from '../../api/reference.js';
import type { Fund } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';

const KINDS: readonly Fund['kind'][] = ['facility', 'sponsorship'];

interface FundFormProps {
  /** That of a match, for which no fund is right yet; left out: what the fund keeps and pays for is chosen. */
  readonly currency?: string;
  readonly onOpened: (fund: Fund) => void;
}

/** Opens a fund. */
export function FundForm({ currency, onOpened }: FundFormProps) {
  const t = useText();
  const queries = useQueryClient();
  const words = useCodeText();
  const keyOf = useIdempotencyKey();
  const currencies = useQuery({ ...currenciesQuery, enabled: currency === undefined }).data ?? [];

  async function act(data: FormData) {
    const name = textOf(data, 'name');
    if (name === '') throw new FormError([{ path: 'name', detail: t('fund.name-missing') }]);
    const body =
      currency === undefined
        ? { name, kind: textOf(data, 'kind') as Fund['kind'], currency: textOf(data, 'currency') }
        : { name, kind: 'facility' as const, currency };
    const fund = await createFund(body, keyOf(body));
    onOpened(fund);
    // Not waited for: the page that has a fund shows another form like this one, which would take the text that was sent for its own.
    void queries.invalidateQueries();
  }

  return (
    <ActForm act={act} label={t('fund.title')} done={t('fund.done')} draft={`fund ${currency ?? 'new'}`}>
      {(pending) => (
        <>
          <TextField
            name="name"
            label={t('fund.name')}
            hint={currency === undefined ? t('fund.name.hint') : t('fund.hint', { currency })}
            maxLength={300}
            dir="auto"
          />
          {currency === undefined && (
            <>
              <SelectField name="kind" label={t('fund.kind')}>
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {words('fund.kind.', kind)}
                  </option>
                ))}
              </SelectField>
              <SelectField key={currencies.length} name="currency" label={t('fund.currency')} defaultValue="USD">
                {currencies.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {t('offer.currency', { code, name })}
                  </option>
                ))}
              </SelectField>
            </>
          )}
          <SubmitButton pending={pending} kind="plain">
            {t('fund.submit')}
          </SubmitButton>
        </>
      )}
    </ActForm>
  );
}
