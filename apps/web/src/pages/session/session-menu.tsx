import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../../api/session.js';
import { useCodeText, useText } from '../../messages/text.js';
import { useNewSession } from './new-session.js';
import { SignInLink } from '../../ui/sign-in-link.js';

/** Who is signed in and for whom; a way in and a way out. */
export function SessionMenu() {
  const t = useText();
  const words = useCodeText();
  const { href, pathname } = useLocation();
  const navigate = useNavigate();
  const begin = useNewSession();
  const { data: session, isPending, refetch } = useQuery(sessionQuery);
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/needs', search: {} });
      await begin(null);
    },
  });
  if (isPending) return <div className="session-menu" />;
  if (session === undefined) {
    return (
      <div className="session-menu no-print">
        <p>
          {t('session.unknown')}{' '}
          <button type="button" className="button-link" onClick={() => void refetch()}>
            {t('action.try-again')}
          </button>
        </p>
      </div>
    );
  }
  if (session === null) {
    return <div className="session-menu no-print">{pathname !== '/sign-in' && <SignInLink className="button" />}</div>;
  }
  return (
    <div className="session-menu">
      <p className="session-who">
        <bdi>{session.person.name}</bdi>
        <span className="soft">
          <bdi>{session.organization.name}</bdi>
          {' · '}
          {words('role.', session.role)}
        </span>
      </p>
      <div className="session-acts no-print">
        {session.memberships.length > 1 && (
          <Link to="/sign-in" search={{ next: href }}>
            {t('membership.switch')}
          </Link>
        )}
        <Link to="/account">{t('account.title')}</Link>
        <button type="button" className="button-link" onClick={() => leave.mutate()}>
          {t('action.sign-out')}
        </button>
      </div>
      {leave.error && (
        <p className="field-problem" role="alert">
          {t('sign-out.failed')}
        </p>
      )}
    </div>
  );
}
