import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { IntlProvider } from 'react-intl';
import { areasQuery, categoriesQuery, typesQuery, unitsQuery } from '../api/reference.js';
import { sessionQuery } from '../api/session.js';
import type { Area, Role, Session } from '../api/types.js';
import { ENGLISH_WORDS } from './words.js';

/** Somebody in a role, of an organization that is no party to anything. */
export const sessionOf = (role: Role): Session => ({
  person: { id: 'person_me', name: 'Me', email: 'me@example.org' },
  organization: { id: 'org_me', name: 'Mine' },
  role,
  membershipId: 'mem_me',
  memberships: [],
});

/** Shows a part of the app with real words and a few names, without a server. */
export function show(element: ReactElement, session: Session | null = null) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  queries.setQueryData(sessionQuery.queryKey, session);
  queries.setQueryData(areasQuery.queryKey, [country('332', 'Haiti', 'HT'), country('404', 'Kenya', 'KE')]);
  queries.setQueryData(categoriesQuery.queryKey, [
    { code: 'MARK', name: 'Marking', paragraphs: ['ITI A.1'], neverMatches: false },
    { code: 'STOCK', name: 'Stockpile management', paragraphs: ['PoA A.8'], neverMatches: false },
  ]);
  queries.setQueryData(typesQuery.queryKey, [{ code: 'equipment', name: 'Equipment' }]);
  queries.setQueryData(unitsQuery.queryKey, [{ code: 'machine', name: 'marking machine' }]);
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() }) as never;
  const app = (element: ReactElement) => (
    <IntlProvider locale="en-GB" messages={ENGLISH_WORDS}>
      <QueryClientProvider client={queries}>
        <RouterContextProvider router={router}>{element}</RouterContextProvider>
      </QueryClientProvider>
    </IntlProvider>
  );
  const shown = render(app(element));
  return { queries, ...shown, again: (element: ReactElement) => shown.rerender(app(element)) };
}

function country(code: string, name: string, iso2: string): Area {
  const places = { regionCode: null, subregionCode: null, intermediateRegionCode: null };
  return {
    ...places,
    code,
    kind: 'country',
    name,
    iso2,
    iso3: null,
    unMember: true,
    groups: [],
  };
}
