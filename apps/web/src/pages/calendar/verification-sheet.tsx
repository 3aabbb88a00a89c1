import { useQueryClient } from '@tanstack/react-query';
import { setVerification, verificationQuery } from '../../api/calendar.js';
import { FormError } from '../../api/problem.js';
import { useRole } from '../../api/session.js';
import type { ContactVerification } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';

/** As the api has it. */
const AFTER_DAYS = { min: 30, max: 1830 };

/** After how long a point of contact is to be verified again; whoever may set it, does so here. */
export function VerificationSheet({ verification }: { verification: ContactVerification }) {
  const t = useText();
  const role = useRole();
  return (
    <>
      <p>{t('verification.after', { days: verification.afterDays })}</p>
      {(role === 'coordinator' || role === 'administrator') && <VerificationForm verification={verification} />}
    </>
  );
}

function VerificationForm({ verification }: { verification: ContactVerification }) {
  const t = useText();
  const queries = useQueryClient();
  const { queryKey } = verificationQuery;
  async function act(data: FormData) {
    const days = Number(textOf(data, 'afterDays'));
    if (!Number.isInteger(days) || days < AFTER_DAYS.min || days > AFTER_DAYS.max) {
      throw new FormError([{ path: 'afterDays', detail: t('verification.wrong') }]);
    }
    queries.setQueryData(queryKey, await setVerification(verification, days));
    // Which points of contact are due follows from it.
    await queries.invalidateQueries({ queryKey: ['organizations'] });
  }
  return (
    <details className="fold no-print">
      <summary>{t('verification.set')}</summary>
      <ActForm
        key={verification.version}
        label={t('verification.set')}
        done={t('verification.set.done')}
        onConflict={() => void queries.invalidateQueries({ queryKey })}
        act={act}
      >
        {(pending) => (
          <>
            <TextField
              name="afterDays"
              inputMode="numeric"
              className="short"
              dir="ltr"
              label={t('verification.days')}
              hint={t('verification.days.hint')}
              defaultValue={String(verification.afterDays)}
            />
            <SubmitButton pending={pending}>{t('verification.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
