import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { addressLinkQuery, confirmEmail } from '../../api/account.js';
import { isStatus } from '../../api/problem.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { Page } from '../../ui/page.js';
import { Loading } from '../../ui/trouble.js';

/** What the link to another e-mail address leads to; its token stands behind the `#`. */
export function ConfirmAddressPage() {
  const t = useText();
  const { hash: token } = useLocation();
  const queries = useQueryClient();
  const [done, setDone] = useState(false);
  const link = useQuery({ ...addressLinkQuery(token), enabled: token !== '' && !done });
  async function act() {
    await confirmEmail(token);
    setDone(true);
    await queries.invalidateQueries();
  }
  if (done) {
    return (
      <Page title={t('confirm-address.done')} lead={<p>{t('confirm-address.done.detail')}</p>}>
        <Link to="/account">{t('account.title')}</Link>
      </Page>
    );
  }
  if (link.isLoading) {
    return <Page title={t('confirm-address.title')} pending children={<Loading what={t('reset.loading')} />} />;
  }
  if (token === '' || isStatus(link.error, 404)) {
    return (
      <Page title={t('confirm-address.title')}>
        <div className="notice notice-bad" role="alert">
          <p className="notice-title">{t('confirm-address.dead')}</p>
          <p>{t('confirm-address.dead.detail')}</p>
          <Link to="/account" className="button">
            {t('account.title')}
          </Link>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('confirm-address.title')} lead={<p>{t('confirm-address.lead')}</p>}>
      <ActForm act={act} label={t('confirm-address.submit')} done="">
        {(pending) => <SubmitButton pending={pending}>{t('confirm-address.submit')}</SubmitButton>}
      </ActForm>
    </Page>
  );
}
