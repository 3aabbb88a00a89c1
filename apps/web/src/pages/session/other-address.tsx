import { useQueryClient } from '@tanstack/react-query';
import { accountQuery, cancelEmail, changeEmail, sendEmailAgain } from '../../api/account.js';
import { FormError, ProblemError } from '../../api/problem.js';
import { Text, useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';

/** The address that waits for its link to be followed, with what can be done about it. */
export function AwaitedAddress({ email }: { email: string }) {
  const t = useText();
  const queries = useQueryClient();
  const shown = (
    <bdi key="email" dir="ltr">
      {email}
    </bdi>
  );
  // Also when it was refused: the link was followed meanwhile, or is too old.
  const refresh = () => queries.invalidateQueries({ queryKey: accountQuery.queryKey, exact: true });
  const acts = [
    {
      key: 'account.email.again',
      act: sendEmailAgain,
      spoken: t('account.email.again-to', { email }),
      done: t('account.email.sent-again', { email }),
    },
    {
      key: 'account.email.cancel',
      act: cancelEmail,
      spoken: t('account.email.cancel-to', { email }),
      done: t('account.email.kept'),
    },
  ] as const;
  return (
    <div className="notice">
      <p role="status">
        <Text id="account.awaited" values={{ email: shown }} />
      </p>
      <div className="in-a-row no-print">
        {acts.map(({ key, act, spoken, done }) => (
          <ActForm key={key} label={spoken} done={done} act={() => act().finally(refresh)}>
            {(pending) => (
              <SubmitButton pending={pending} kind="plain" aria-label={spoken}>
                {t(key)}
              </SubmitButton>
            )}
          </ActForm>
        ))}
      </div>
    </div>
  );
}

export function EmailForm() {
  const t = useText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const [email, password] = [textOf(data, 'email'), String(data.get('password') ?? '')];
    try {
      queries.setQueryData(accountQuery.queryKey, await changeEmail({ email, password }));
    } catch (error) {
      if (!(error instanceof ProblemError && error.code === 'sign-in-refused')) throw error;
      throw new FormError([{ path: 'password', detail: t('account.password-wrong') }]);
    }
  }
  return (
    <details className="fold">
      <summary>{t('account.email.open')}</summary>
      <ActForm act={act} label={t('account.email.open')} done={t('account.email.done')}>
        {(pending) => (
          <>
            <TextField
              name="email"
              label={t('account.email.new')}
              hint={t('account.email.hint')}
              type="email"
              autoComplete="email"
              dir="ltr"
            />
            <TextField
              name="password"
              label={t('invitation.password')}
              type="password"
              autoComplete="current-password"
              dir="ltr"
            />
            <SubmitButton pending={pending}>{t('account.email.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
