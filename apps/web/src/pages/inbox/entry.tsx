import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useAreaNames } from '../../api/reference.js';
import type { Notification } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { StateTag } from '../../ui/tag.js';

interface EntryProps {
  readonly notification: Notification;
  readonly onOpen: () => void;
  readonly onMark: (event: { currentTarget: Element }) => void;
}

/** What happened, to what, and the way there. */
export function Entry({ notification, onOpen, onMark }: EntryProps) {
  const t = useText();
  const words = useCodeText();
  const { id, kind, isRead, waiting } = notification;
  return (
    <li className={isRead ? 'inbox-entry' : 'inbox-entry inbox-entry-unread'}>
      <div>
        <p className="entry-title" id={id}>
          {!isRead && <span className="unseen">{t('inbox.is-unread')} </span>}
          <Subject notification={notification} onOpen={onOpen} />
        </p>
        {waiting === null && <p>{words('inbox.kind.', kind)}</p>}
        <Where notification={notification} />
      </div>
      <button type="button" className="button-link no-print" aria-describedby={id} onClick={onMark}>
        {t(isRead ? 'inbox.mark-unread' : 'inbox.mark-read')}
      </button>
    </li>
  );
}

function Subject({
  notification: { kind, need, offer, contact, matchId, waiting },
  onOpen,
}: Omit<EntryProps, 'onMark'>) {
  const t = useText();
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
  // A pledge stands on the page of its need; its match opens with the review.
  if (matchId !== null && kind !== 'match.pledged') {
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

const Named = ({ children }: { children: ReactNode }) => <bdi>{children}</bdi>;

function Where({ notification: { need, createdAt } }: { notification: Notification }) {
  const t = useText();
  const { formatTime } = useIntl();
  const areaName = useAreaNames();
  const time = formatTime(createdAt, { timeStyle: 'short', timeZone: 'UTC' });
  return (
    <p className="under">
      {need && (
        <>
          <bdi>{need.organization.name}</bdi>
          {' · '}
          {areaName(need.areaIso2)} <StateTag of="need" state={need.state} />
          {' · '}
        </>
      )}
      <time dateTime={createdAt}>{t('inbox.time', { time })}</time>
    </p>
  );
}
