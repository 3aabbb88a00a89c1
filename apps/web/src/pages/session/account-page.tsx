import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { accountQuery, changeEmail, ownSessionsQuery, prefer, signOutElsewhere } from '../../api/account.js';
import { FormError, ProblemError } from '../../api/problem.js';
import type { Account, OwnSession } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { Page, Section } from '../../ui/page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Tag } from '../../ui/tag.js';
import { Loaded, LoadedPage } from '../../ui/trouble.js';

const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
const NOTIFY = ['each', 'daily', 'none'] as const;

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
      {awaitedEmail !== null && (
        <p className="notice" role="status">
          <Text
            id="account.awaited"
            values={{
              email: (
                <bdi key="email" dir="ltr">
                  {awaitedEmail}
                </bdi>
              ),
            }}
          />
        </p>
      )}
      <EmailForm />
      <p>
        <Link to="/reset">{t('account.password')}</Link>
      </p>
      <Preferences account={account} />
      <Sessions />
    </Page>
  );
}

function EmailForm() {
  const t = useText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const [email, password] = [textOf(data, 'email'), String(data.get('password') ?? '')];
    const missing = [
      ...(email === '' ? [{ path: 'email', detail: t('sign-in.email-missing') }] : []),
      ...(password === '' ? [{ path: 'password', detail: t('sign-in.password-missing') }] : []),
    ];
    if (missing.length > 0) throw new FormError(missing);
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
      <ActForm act={act} label={t('account.email.open')}>
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

function Preferences({ account }: { account: Account }) {
  const t = useText();
  const [saved, setSaved] = useState(false);
  return (
    <Section id="preferences" title={t('preferences.title')}>
      {saved && <p className="notice notice-good">{t('preferences.saved')}</p>}
      <PreferencesForm
        // A form that was sent is as new, with what holds now.
        key={`${account.language} ${account.notifyByEmail}`}
        account={account}
        onSaved={() => setSaved(true)}
      />
    </Section>
  );
}

function PreferencesForm({ account: { language, notifyByEmail }, onSaved }: { account: Account; onSaved: () => void }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const chosen = {
      language: LANGUAGES.find((one) => one === data.get('language')),
      notifyByEmail: NOTIFY.find((one) => one === data.get('notifyByEmail')),
    };
    queries.setQueryData(accountQuery.queryKey, await prefer(chosen));
    onSaved();
  }
  return (
    <ActForm act={act} label={t('preferences.title')}>
      {(pending) => (
        <>
          <SelectField
            name="notifyByEmail"
            label={t('preferences.notify')}
            defaultValue={notifyByEmail}
            className="short"
          >
            {NOTIFY.map((way) => (
              <option key={way} value={way}>
                {words('preferences.notify.', way)}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="language"
            label={t('preferences.language')}
            hint={t('preferences.language.hint')}
            defaultValue={language}
            className="short"
          >
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {words('preferences.language.', one)}
              </option>
            ))}
          </SelectField>
          <SubmitButton pending={pending}>{t('preferences.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

function Sessions() {
  const t = useText();
  const query = useQuery(ownSessionsQuery);
  return (
    <Section id="sessions" title={t('sessions.title')} lead={t('sessions.lead')}>
      <Loaded query={query} loading={t('account.loading')}>
        {({ items }) => <SessionsTable sessions={items} />}
      </Loaded>
    </Section>
  );
}

function SessionsTable({ sessions }: { sessions: readonly OwnSession[] }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  const labels = [t('sessions.device'), t('invitations.role'), t('sessions.since'), t('sessions.last')];
  async function act() {
    await signOutElsewhere();
    await queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  }
  return (
    <>
      <StackingTable caption={t('sessions.title')} columns={labels.map((label) => ({ label }))}>
        {sessions.map(({ device, role, organization, createdAt, lastSeenAt, isThis }, index) => (
          <tr role="row" key={index}>
            <Cell heading label={labels[0]}>
              {device === '' ? t('sessions.unknown') : <bdi dir="ltr">{device}</bdi>}{' '}
              {isThis && <Tag tone="good">{t('sessions.this')}</Tag>}
            </Cell>
            <Cell label={labels[1]}>
              {words('role.', role)} <span className="soft">·</span> <bdi>{organization.name}</bdi>
            </Cell>
            <Cell label={labels[2]}>
              <Moment value={createdAt} />
            </Cell>
            <Cell label={labels[3]}>
              <Moment value={lastSeenAt} />
            </Cell>
          </tr>
        ))}
      </StackingTable>
      {sessions.length > 1 && (
        <div className="acts">
          <ActForm act={act} label={t('sessions.end-others')}>
            {(pending) => (
              <SubmitButton pending={pending} kind="plain">
                {t('sessions.end-others')}
              </SubmitButton>
            )}
          </ActForm>
        </div>
      )}
    </>
  );
}
