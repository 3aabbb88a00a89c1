import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readInboxFilters } from './pages/inbox/inbox-filters.js';
import { readPeopleFilters } from './pages/people/people-filters.js';
import { readCompared } from './pages/shortlist/compared.js';
import { loading, root, textOrNothing } from './root-route.js';

interface Compared {
  readonly ids?: readonly string[] | undefined;
}

interface Chosen {
  readonly compare?: readonly string[] | undefined;
}

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: readInboxFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/inbox/inbox-page.js')),
    'InboxPage',
  ),
});

const savedSearches = createRoute({
  getParentRoute: () => root,
  path: '/saved-searches',
  component: lazyRouteComponent(
    loading(() => import('./pages/searches/saved-searches-page.js')),
    'SavedSearchesPage',
  ),
});

const shortlist = createRoute({
  getParentRoute: () => root,
  path: '/shortlist',
  validateSearch: (search: Record<string, unknown>): Chosen => ({ compare: readCompared(search.compare) }),
  component: lazyRouteComponent(
    loading(() => import('./pages/shortlist/shortlist-page.js')),
    'ShortlistPage',
  ),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  // What is left out here would come through as the address has it.
  validateSearch: (search: Record<string, unknown>): Compared => ({ ids: readCompared(search.ids) }),
  component: lazyRouteComponent(
    loading(() => import('./pages/shortlist/compare-page.js')),
    'ComparePage',
  ),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: readPeopleFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/people/people-page.js')),
    'PeoplePage',
  ),
});

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$personId',
  component: lazyRouteComponent(
    loading(() => import('./pages/people/person-page.js')),
    'PersonPage',
  ),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(
    loading(() => import('./pages/session/account-page.js')),
    'AccountPage',
  ),
});

const confirmAddress = createRoute({
  getParentRoute: () => root,
  path: '/confirm-address',
  component: lazyRouteComponent(
    loading(() => import('./pages/session/confirm-address-page.js')),
    'ConfirmAddressPage',
  ),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(
    loading(() => import('./pages/session/invitation-page.js')),
    'InvitationPage',
  ),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(
    loading(() => import('./pages/session/reset-page.js')),
    'ResetPage',
  ),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: textOrNothing(search.next) }),
  component: lazyRouteComponent(
    loading(() => import('./pages/session/sign-in-page.js')),
    'SignInPage',
  ),
});

/** Pages about people and what is theirs alone. */
export const personalRoutes = [
  inbox,
  savedSearches,
  shortlist,
  compare,
  people,
  person,
  account,
  confirmAddress,
  invitation,
  reset,
  signIn,
] as const;
