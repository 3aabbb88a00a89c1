import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountQuery } from '../../api/account.js';
import type { Account } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page } from '../../ui/page.js';
import { LoadedPage } from '../../ui/trouble.js';
import { AwaitedAddress, EmailForm } from './other-address.js';
import { OwnSessions } from './own-sessions.js';
import { Preferences } from './preferences.js';

export function AccountPage() {
  const t = useText();
  const query = useQuery(accountQuery);
  return (
    <LoadedPage query={query} loading={t('account.loading')} title={t('account.title')}>
      {(account) => <AccountSheet account={account} />}
    </LoadedPage>
  );
}

function AccountSheet({ account }: { account: Account }) {
  const t = useText();
  const { name, email, awaitedEmail } = account;
  return (
    <Page title={t('account.title')}>
      <Facts>
        <Fact label={t('people.name')}>
          <bdi>{name}</bdi>
        </Fact>
        <Fact label={t('sign-in.email')}>
          <bdi dir="ltr">{email}</bdi>
        </Fact>
      </Facts>
      {awaitedEmail !== null && <AwaitedAddress email={awaitedEmail} />}
      <EmailForm />
      <p>
        <Link to="/reset">{t('account.password')}</Link> <span className="soft">{t('account.password.hint')}</span>
      </p>
      <Preferences account={account} />
      <OwnSessions />
    </Page>
  );
}
