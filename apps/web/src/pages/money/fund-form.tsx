import { useQueryClient } from '@tanstack/react-query';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { createFund } from '../../api/money.js';
import { FormError } from '../../api/problem.js';
import type { Fund } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';

/** Opens a fund that keeps the currency of a match, where no fund is right for it yet. */
export function FundForm({ currency, onOpened }: { currency: string; onOpened: (fund: Fund) => void }) {
  const t = useText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();

  async function act(data: FormData) {
    const name = textOf(data, 'name');
    if (name === '') throw new FormError([{ path: 'name', detail: t('fund.name-missing') }]);
    const body = { name, kind: 'facility' as const, currency };
    const fund = await createFund(body, keyOf(body));
    onOpened(fund);
    // Not waited for: the page that has a fund shows another form like this one, which would take the text that was sent for its own.
    void queries.invalidateQueries();
  }

  return (
    <ActForm act={act} label={t('fund.title')} done={t('fund.done')} draft={`fund ${currency}`}>
      {(pending) => (
        <>
          <TextField
            name="name"
            label={t('fund.name')}
            hint={t('fund.hint', { currency })}
            maxLength={300}
            dir="auto"
          />
          <SubmitButton pending={pending} kind="plain">
            {t('fund.submit')}
          </SubmitButton>
        </>
      )}
    </ActForm>
  );
}
