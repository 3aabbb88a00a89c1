import { useQuery } from '@tanstack/react-query';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sessionQuery } from '../api/session.js';
import type { Role } from '../api/types.js';
import { Page } from './page.js';
import { ShowMore } from './show-more.js';
import { StateTabs, type StateTabsProps } from './state-tabs.js';
import { Loading, Trouble } from './trouble.js';

interface PagedPageProps<T, S extends string> {
  readonly title: string;
  readonly lead: string;
  /** To everybody else only the refusal is shown. */
  readonly readers: readonly Role[];
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly T[] }>>;
  readonly tabs: StateTabsProps<S>;
  /** The state that the address asks for. */
  readonly state: S | undefined;
  readonly words: {
    readonly loading: string;
    readonly more: string;
    readonly none: string;
    /** What would put something here. */
    readonly noneStep: string;
    readonly noneInState: string;
    readonly showAll: string;
  };
  readonly children: (items: readonly T[]) => ReactNode;
}

/** A page with a list by state that grows page by page; it says what is missing and what to do then. */
export function PagedPage<T, S extends string>(props: PagedPageProps<T, S>) {
  const { title, lead, readers, query, tabs, state, words, children } = props;
  const session = useQuery(sessionQuery).data;
  const reads = session === undefined || (session !== null && readers.includes(session.role));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={title} lead={reads && <p>{lead}</p>}>
      {reads && <StateTabs {...tabs} />}
      {query.isPending && <Loading what={words.loading} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <div className="notice">
          <p className="notice-title">{state ? words.noneInState : words.none}</p>
          <p>
            {state ? (
              <Link to={tabs.to} activeOptions={{ exact: true }}>
                {words.showAll}
              </Link>
            ) : (
              words.noneStep
            )}
          </p>
        </div>
      )}
      {items.length > 0 && children(items)}
      <ShowMore
        key={state}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={words}
        onMore={() => void query.fetchNextPage()}
      />
    </Page>
  );
}
