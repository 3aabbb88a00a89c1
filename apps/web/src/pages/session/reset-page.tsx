import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { askForReset, resetLinkQuery, resetPassword } from '../../api/people.js';
import { FormError, isStatus } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { Page } from '../../ui/page.js';
import { Loading } from '../../ui/trouble.js';
import { NewPasswordField, useNewPassword } from './new-password-field.js';
import { useNewSession } from './new-session.js';

/** Without a token behind the `#` it asks where to send one; with it, for the new password. */
export function ResetPage() {
  const { hash: token } = useLocation();
  return token === '' ? <AskForLink /> : <ChoosePassword key={token} token={token} />;
}

function AskForLink() {
  const t = useText();
  const email = useSession()?.person.email;
  const [sentTo, setSentTo] = useState<string | null>(null);
  async function act(data: FormData) {
    const address = textOf(data, 'email');
    if (address === '') throw new FormError([{ path: 'email', detail: t('sign-in.email-missing') }]);
    await askForReset(address);
    setSentTo(address);
  }
  return (
    <Page title={t('reset.title')} lead={<p>{t('reset.lead')}</p>}>
      {sentTo !== null && (
        <div className="notice notice-good" role="status">
          <p className="notice-title">{t('reset.sent')}</p>
          <p>{t('reset.sent.detail', { email: sentTo })}</p>
        </div>
      )}
      <ActForm act={act} label={t('reset.send')} done="">
        {(pending) => (
          <>
            <TextField
              key={email}
              name="email"
              label={t('sign-in.email')}
              type="email"
              autoComplete="username"
              dir="ltr"
              defaultValue={email}
            />
            <SubmitButton pending={pending}>{t('reset.send')}</SubmitButton>
          </>
        )}
      </ActForm>
    </Page>
  );
}

function ChoosePassword({ token }: { token: string }) {
  const t = useText();
  const passwordOf = useNewPassword();
  const begin = useNewSession();
  const [done, setDone] = useState(false);
  const link = useQuery({ ...resetLinkQuery(token), enabled: !done });
  async function act(data: FormData) {
    await resetPassword({ token, password: passwordOf(data) });
    setDone(true);
    // The session of this browser, if it had one, ended with all others of the person.
    await begin(null);
  }
  if (done) {
    return (
      <Page title={t('reset.done')} lead={<p>{t('reset.done.detail')}</p>}>
        <Link to="/sign-in" className="button button-primary">
          {t('action.sign-in')}
        </Link>
      </Page>
    );
  }
  if (link.isPending)
    return <Page title={t('reset.choose')} pending children={<Loading what={t('reset.loading')} />} />;
  if (isStatus(link.error, 404)) return <DeadLink />;
  return (
    <Page title={t('reset.choose')} lead={<p>{t('reset.choose.lead')}</p>}>
      <ActForm act={act} label={t('reset.choose')} done="">
        {(pending) => (
          <>
            <NewPasswordField />
            <SubmitButton pending={pending}>{t('reset.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
      <p>
        <Link to="/reset" hash="">
          {t('reset.another')}
        </Link>
      </p>
    </Page>
  );
}

function DeadLink() {
  const t = useText();
  return (
    <Page title={t('reset.choose')}>
      <div className="notice notice-bad" role="alert">
        <p className="notice-title">{t('reset.dead')}</p>
        <p>{t('reset.dead.detail')}</p>
        <p className="row">
          <Link to="/reset" hash="" className="button button-primary">
            {t('reset.another')}
          </Link>
          <Link to="/sign-in" className="button">
            {t('action.sign-in')}
          </Link>
        </p>
      </div>
    </Page>
  );
}
