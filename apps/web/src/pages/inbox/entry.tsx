import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { organizationQuery } from '../../api/organizations.js';
import { useAreaNames } from '../../api/reference.js';
import { useSession } from '../../api/session.js';
import type { Notification } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { StateTag } from '../../ui/tag.js';
import { isOfMatch, type NewsOfThing } from './by-day.js';

interface EntryProps {
  readonly news: NewsOfThing;
  readonly onOpen: () => void;
  readonly onMark: (event: { currentTarget: Element }) => void;
}

/** What happened to one thing on one day, and the way there. */
export function Entry({ news, onOpen, onMark }: EntryProps) {
  const t = useText();
  const [newest] = news;
  const isRead = news.every((one) => one.isRead);
  return (
    <li className={isRead ? 'inbox-entry' : 'inbox-entry inbox-entry-unread'}>
      <div>
        <p className="entry-title" id={newest.id}>
          {!isRead && <span className="unseen">{t('inbox.is-unread')} </span>}
          <Subject notification={newest} onOpen={onOpen} />
        </p>
        {newest.need && <Where need={newest.need} />}
        {news.map((one) => (
          <Happening key={one.id} notification={one} />
        ))}
      </div>
      <button type="button" className="button-link no-print" aria-describedby={newest.id} onClick={onMark}>
        {t(isRead ? 'inbox.mark-unread' : 'inbox.mark-read')}
      </button>
    </li>
  );
}

interface SubjectProps extends Pick<EntryProps, 'onOpen'> {
  readonly notification: Notification;
}

function Subject({ notification, onOpen }: SubjectProps) {
  const t = useText();
  const { kind, need, offer, contact, matchId, waiting } = notification;
  const area = useOwnArea(kind === 'waiting.imported');
  if (kind === 'waiting.needs') {
    return (
      <Link to="/needs" search={{ state: 'submitted' }} onClick={onOpen}>
        {t('inbox.waiting.needs', { waiting: waiting ?? 0 })}
      </Link>
    );
  }
  if (kind === 'waiting.matches') {
    return (
      <Link to="/matches" search={{ state: 'suggested' }} onClick={onOpen}>
        {t('inbox.waiting.matches', { waiting: waiting ?? 0 })}
      </Link>
    );
  }
  if (kind === 'waiting.imported') {
    return (
      <Link to="/needs" search={{ view: 'all', state: 'published', area: area ?? undefined }} onClick={onOpen}>
        {t('inbox.waiting.imported', { waiting: waiting ?? 0 })}
      </Link>
    );
  }
  if (matchId !== null && isOfMatch(notification)) {
    return (
      <Link to="/matches/$matchId" params={{ matchId }} onClick={onOpen}>
        <Named>{need?.title}</Named>
        {offer && (
          <>
            {' – '}
            <Named>{offer.title}</Named>
          </>
        )}
      </Link>
    );
  }
  if (need) {
    return (
      <Link to="/needs/$needId" params={{ needId: need.id }} onClick={onOpen}>
        <Named>{need.title}</Named>
      </Link>
    );
  }
  if (contact) {
    return (
      <Link
        to="/organizations/$organizationId"
        params={{ organizationId: contact.organizationId }}
        hash="contacts"
        onClick={onOpen}
      >
        <Named>{contact.name}</Named>
      </Link>
    );
  }
  return (
    offer && (
      <Link to="/offers/$offerId" params={{ offerId: offer.id }} onClick={onOpen}>
        <Named>{offer.title}</Named>
      </Link>
    )
  );
}

/** Of the State that the session is of. */
function useOwnArea(enabled: boolean): string | null {
  const session = useSession();
  const { data } = useQuery({
    ...organizationQuery(session?.organization.id ?? ''),
    enabled: enabled && session !== null,
  });
  return data?.areaIso2 ?? null;
}

const Named = ({ children }: { children: ReactNode }) => <bdi>{children}</bdi>;

function Where({ need }: { need: NonNullable<Notification['need']> }) {
  const areaName = useAreaNames();
  return (
    <p className="under">
      <bdi>{need.organization.name}</bdi>
      {' · '}
      {areaName(need.areaIso2)} {need.state && <StateTag of="need" state={need.state} />}
    </p>
  );
}

function Happening({ notification: { kind, waiting, createdAt } }: { notification: Notification }) {
  const t = useText();
  const words = useCodeText();
  const { formatTime } = useIntl();
  const time = formatTime(createdAt, { timeStyle: 'short', timeZone: 'UTC' });
  return (
    <p>
      {waiting === null && `${words('inbox.kind.', kind)} `}
      <time dateTime={createdAt} className="under">
        {t('inbox.time', { time })}
      </time>
    </p>
  );
}
