import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { sessionQuery } from '../../api/session.js';
import type { Session } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Page } from '../../ui/page.js';
import { DESKS } from './desks.js';
import { MembershipChoice } from './membership-choice.js';
import { SignInForm } from './sign-in-form.js';
import { useNewSession } from './new-session.js';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const t = useText();
  const words = useCodeText();
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const session = useQuery(sessionQuery).data;
  const begin = useNewSession();

  const goOn = ({ role }: Session) => void router.navigate({ href: ownAddress(next) ?? DESKS[role] });

  async function signedIn(fresh: Session) {
    await begin(fresh);
    if (fresh.memberships.length <= 1) goOn(fresh);
  }

  if (!session) {
    return (
      <Page title={t('sign-in.title')} lead={<p>{t('sign-in.lead')}</p>}>
        <SignInForm onSignedIn={(fresh) => void signedIn(fresh)} />
        <p>
          <Link to="/reset">{t('sign-in.forgotten')}</Link>
        </p>
      </Page>
    );
  }
  return (
    <Page title={t('sign-in.done')}>
      <p>
        <Text
          id="sign-in.as"
          values={{
            person: <bdi>{session.person.name}</bdi>,
            organization: <bdi>{session.organization.name}</bdi>,
            role: words('role.', session.role),
          }}
        />
      </p>
      {session.memberships.length > 1 && (
        <MembershipChoice
          session={session}
          onChosen={() => {
            const chosen = queries.getQueryData(sessionQuery.queryKey);
            if (chosen) goOn(chosen);
          }}
        />
      )}
      {session.memberships.length <= 1 && (
        <button type="button" className="button button-primary" onClick={() => goOn(session)}>
          {t('action.go-on')}
        </button>
      )}
    </Page>
  );
}

/** Only an address of this site: a link to sign in must not lead somewhere else afterwards. */
function ownAddress(next: string | undefined): string | null {
  if (next === undefined) return null;
  let url: URL;
  try {
    url = new URL(next, location.origin);
  } catch {
    return null;
  }
  if (url.origin !== location.origin || url.pathname === '/sign-in') return null;
  return `${url.pathname}${url.search}${url.hash}`;
}
