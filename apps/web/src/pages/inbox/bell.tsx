import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { unreadQuery } from '../../api/inbox.js';
import { useSession } from '../../api/session.js';
import { useText } from '../../messages/text.js';
import { useAtWork } from './use-at-work.js';

/** As many as the api counts. */
const COUNTED_MAX = 100;

/** The way to the inbox with the number of what is not read; nothing for visitors. */
export function Bell() {
  const session = useSession();
  return session && <InboxLink />;
}

function InboxLink() {
  const t = useText();
  const atWork = useAtWork();
  const { data: unread = 0 } = useQuery({ ...unreadQuery, enabled: atWork });
  return (
    <Link to="/inbox" activeOptions={{ includeSearch: false }} className="bell no-print">
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d="M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zM10 19a2 2 0 0 0 4 0" />
      </svg>
      <span>{t('inbox.title')}</span>
      {unread > 0 && (
        <span className="bell-count">
          <span aria-hidden="true">{unread < COUNTED_MAX ? unread : t('inbox.many', { max: COUNTED_MAX - 1 })}</span>
          <span className="unseen">{t('inbox.unread-count', { unread })}</span>
        </span>
      )}
    </Link>
  );
}
