import { sessionNews, useSession } from '../../api/session.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { useSharedValue } from '../../shared-value.js';

/** Says that another window of the browser signed somebody else in, or out, and that this page is theirs now. */
export function SessionNotice() {
  const t = useText();
  const words = useCodeText();
  const news = useSharedValue(sessionNews);
  const session = useSession();
  const close = () => {
    sessionNews.set(null);
    document.querySelector('h1')?.focus();
  };
  const shown = news === 'left' || (news === 'other' && session !== null);
  return (
    <div role="status" className="bounds no-print">
      {shown && (
        <div className="notice notice-warn">
          <p>
            {session ? (
              <Text
                id="session.other"
                values={{
                  person: <bdi key="person">{session.person.name}</bdi>,
                  organization: <bdi key="organization">{session.organization.name}</bdi>,
                  role: words('role.', session.role),
                }}
              />
            ) : (
              t('session.left')
            )}
          </p>
          <button type="button" className="button-link" onClick={close}>
            {t('action.close')}
          </button>
        </div>
      )}
    </div>
  );
}
