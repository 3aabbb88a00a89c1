import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { inboxQuery } from '../../api/inbox.js';
import { sessionQuery } from '../../api/session.js';
import type { Notification } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { thenToHeading } from '../../ui/after-act.js';
import { useDayText } from '../../ui/dates.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { UndoNotice } from '../../ui/undo-notice.js';
import { byDay, type NewsOfThing } from './by-day.js';
import { Entry } from './entry.js';
import { useMarking } from './use-marking.js';

const route = getRouteApi('/inbox');

/** What a person is told under the membership they act under. */
export function InboxPage() {
  const t = useText();
  const isUnreadOnly = route.useSearch().unread === 'true';
  const session = useQuery(sessionQuery).data;
  const query = useInfiniteQuery({ ...inboxQuery(isUnreadOnly), placeholderData: keepPreviousData });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { marked, over, mark, markAll, undo, error } = useMarking();
  // The newest stand first, but one that tells of something earlier may have been written after them.
  const [last] = items.map(({ id }) => id).sort((a, b) => (a < b ? 1 : -1));
  return (
    <Page title={t('inbox.title')} lead={session && <Lead />}>
      {session && <Tabs />}
      {marked && (
        <UndoNotice
          key={`${marked.ids[0]} ${marked.ids.length} ${marked.isRead}`}
          onUndo={() => undo.mutate(marked)}
          onOver={over}
        >
          {t(marked.isRead ? 'inbox.marked-read' : 'inbox.marked-unread', { count: marked.ids.length })}
        </UndoNotice>
      )}
      {error && <Trouble error={error} />}
      {query.isPending && <Loading what={t('inbox.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <Nothing isUnreadOnly={isUnreadOnly} />}
      {last !== undefined && items.some(({ isRead }) => !isRead) && (
        <p className="no-print">
          <button type="button" className="button" onClick={thenToHeading(() => markAll.mutate(last))}>
            {t('inbox.mark-all')}
          </button>
        </p>
      )}
      <Days
        items={items}
        onOpen={(news) => {
          const ids = unreadOf(news);
          if (ids.length > 0) mark.mutate({ ids, isRead: true });
        }}
        onMark={(news, event) => {
          const unread = unreadOf(news);
          const toggle = () =>
            mark.mutate(
              unread.length > 0 ? { ids: unread, isRead: true } : { ids: news.map(({ id }) => id), isRead: false },
            );
          // There the line goes with it.
          if (isUnreadOnly) thenToHeading(toggle)(event);
          else toggle();
        }}
      />
      <ShowMore
        key={String(isUnreadOnly)}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('inbox.more'), loading: t('inbox.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Page>
  );
}

const unreadOf = (news: NewsOfThing) => news.filter(({ isRead }) => !isRead).map(({ id }) => id);

interface DaysProps {
  readonly items: readonly Notification[];
  readonly onOpen: (news: NewsOfThing) => void;
  readonly onMark: (news: NewsOfThing, event: { currentTarget: Element }) => void;
}

function Days({ items, onOpen, onMark }: DaysProps) {
  const dayText = useDayText();
  return byDay(items).map(({ day, things }) => (
    <section key={day} aria-labelledby={`day-${day}`} className="section">
      <h2 id={`day-${day}`}>{dayText(day)}</h2>
      <ul className="entries">
        {things.map((news) => (
          <Entry
            key={news.at(-1)!.id}
            news={news}
            onOpen={() => onOpen(news)}
            onMark={(event) => onMark(news, event)}
          />
        ))}
      </ul>
    </section>
  ));
}

function Lead() {
  const t = useText();
  return (
    <>
      <p>{t('inbox.lead')}</p>
      <p className="row no-print">
        <Link to="/shortlist">{t('shortlist.title')}</Link>
        <Link to="/saved-searches">{t('searches.title')}</Link>
      </p>
    </>
  );
}

/** Plain links, so that each has an address and "back" works. */
function Tabs() {
  const t = useText();
  return (
    <nav aria-label={t('inbox.which')} className="no-print">
      <ul className="tabs">
        <li>
          <Link to="/inbox" search={{}} activeOptions={{ exact: true }}>
            {t('state.all')}
          </Link>
        </li>
        <li>
          <Link to="/inbox" search={{ unread: 'true' }} activeOptions={{ exact: true }}>
            {t('inbox.unread')}
          </Link>
        </li>
      </ul>
    </nav>
  );
}

function Nothing({ isUnreadOnly }: { isUnreadOnly: boolean }) {
  const t = useText();
  return (
    <div className="notice">
      <p className="notice-title">{t(isUnreadOnly ? 'inbox.all-read' : 'inbox.none')}</p>
      <p>
        {isUnreadOnly ? (
          <Link to="/inbox" search={{}} activeOptions={{ exact: true }}>
            {t('inbox.show-all')}
          </Link>
        ) : (
          t('inbox.none-step')
        )}
      </p>
    </div>
  );
}
