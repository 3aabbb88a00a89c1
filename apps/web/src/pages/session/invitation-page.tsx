import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useRouter } from '@tanstack/react-router';
import { acceptInvitation, invitedQuery } from '../../api/people.js';
import { FormError, isStatus } from '../../api/problem.js';
import type { Invited } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { ActForm, SubmitButton, TextField } from '../../ui/form.js';
import { Page } from '../../ui/page.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { DESKS } from './desks.js';
import { NewPasswordField, useNewPassword } from './new-password-field.js';
import { useNewSession } from './new-session.js';

/** What the link of an invitation leads to; its token stands behind the `#`. */
export function InvitationPage() {
  const t = useText();
  const { hash: token } = useLocation();
  const query = useQuery({ ...invitedQuery(token), enabled: token !== '' });
  if (query.data) return <Acceptance token={token} invited={query.data} />;
  const isDead = token === '' || isStatus(query.error, 404);
  return (
    <Page title={t('invitation.title')} pending={query.isLoading}>
      {query.isLoading && <Loading what={t('invitation.loading')} />}
      {isDead && (
        <div className="notice notice-bad" role="alert">
          <p className="notice-title">{t('invitation.dead')}</p>
          <p>{t('invitation.dead.detail')}</p>
          <Link to="/sign-in" className="button">
            {t('action.sign-in')}
          </Link>
        </div>
      )}
      {query.isError && !isDead && <Trouble error={query.error} retry={() => void query.refetch()} />}
    </Page>
  );
}

function Acceptance({ token, invited }: { token: string; invited: Invited }) {
  const t = useText();
  const words = useCodeText();
  const router = useRouter();
  const begin = useNewSession();
  const newPasswordOf = useNewPassword();
  const { name, email, organization, role, invitedBy, expiresAt, hasPassword } = invited;
  function passwordOf(data: FormData): string {
    if (!hasPassword) return newPasswordOf(data);
    const password = String(data.get('password') ?? '');
    if (password === '') throw new FormError([{ path: 'password', detail: t('sign-in.password-missing') }]);
    return password;
  }
  async function act(data: FormData) {
    const session = await acceptInvitation({ token, password: passwordOf(data) });
    await begin(session);
    await router.navigate({ href: DESKS[session.role], replace: true });
  }
  return (
    <Page
      title={t('invitation.title')}
      lead={
        <p>
          <Text
            id="invitation.lead"
            values={{
              inviter: <bdi key="inviter">{invitedBy.name}</bdi>,
              organization: <bdi key="organization">{organization.name}</bdi>,
              role: words('role.', role),
            }}
          />
        </p>
      }
    >
      <Facts>
        <Fact label={t('people.name')}>
          <bdi>{name}</bdi>
        </Fact>
        <Fact label={t('sign-in.email')}>
          <bdi dir="ltr">{email}</bdi>
        </Fact>
        <Fact label={t('invitation.until')}>
          <Moment value={expiresAt} />
        </Fact>
      </Facts>
      <ActForm act={act} label={t('invitation.accept')} done={t('sign-in.done')}>
        {(pending) => (
          <>
            <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
            {hasPassword ? (
              <TextField
                name="password"
                label={t('invitation.password')}
                hint={<PasswordHint />}
                type="password"
                autoComplete="current-password"
                dir="ltr"
              />
            ) : (
              <NewPasswordField />
            )}
            <SubmitButton pending={pending}>{t('invitation.accept')}</SubmitButton>
          </>
        )}
      </ActForm>
    </Page>
  );
}

function PasswordHint() {
  const t = useText();
  return (
    <>
      {t('invitation.password.hint')} <Link to="/reset">{t('sign-in.forgotten')}</Link>
    </>
  );
}
