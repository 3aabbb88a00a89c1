import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NeedsPage } from './pages/needs/needs-page.js';
import { readFilters } from './pages/needs/filters.js';
import { readOfferFilters, type OfferFilters } from './pages/offers/offer-filters.js';
import { readMatchFilters } from './pages/match/match-filters.js';
import { readCycleFilters, readReportFilters } from './pages/reports/filters.js';
import { readOrderFilters } from './pages/money/order-filters.js';
import { readProjectFilters } from './pages/money/project-filters.js';
import { readOrganizationFilters } from './pages/organizations/organization-filters.js';
import { readAuditFilters } from './pages/audit/audit-filters.js';
import { readCompared } from './pages/shortlist/compared.js';
import { personalRoutes } from './personal-routes.js';
import { loading, root, textOrNothing } from './root-route.js';
import { parseSearch, stringifySearch } from './search.js';
import { PageFailed } from './ui/dead-ends.js';
import { awaitArrival } from './ui/page.js';

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/needs', search, replace: true });
  },
});

const needs = createRoute({
  getParentRoute: () => root,
  path: '/needs',
  validateSearch: readFilters,
  component: NeedsPage,
});

const need = createRoute({
  getParentRoute: () => root,
  path: '/needs/$needId',
  component: lazyRouteComponent(
    loading(() => import('./pages/need/need-page.js')),
    'NeedPage',
  ),
});

const newNeed = createRoute({
  getParentRoute: () => root,
  path: '/needs/new',
  validateSearch: (search: Record<string, unknown>): { category?: string } => ({
    category: textOrNothing(search.category),
  }),
  component: lazyRouteComponent(
    loading(() => import('./pages/need-editor/edit-need-page.js')),
    'NewNeedPage',
  ),
});

const editNeed = createRoute({
  getParentRoute: () => root,
  path: '/needs/$needId/edit',
  validateSearch: (search: Record<string, unknown>): { field?: string } => ({ field: textOrNothing(search.field) }),
  component: lazyRouteComponent(
    loading(() => import('./pages/need-editor/edit-need-page.js')),
    'EditNeedPage',
  ),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: readReportFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/reports/reports-page.js')),
    'ReportsPage',
  ),
});

const newReport = createRoute({
  getParentRoute: () => root,
  path: '/reports/new',
  component: lazyRouteComponent(
    loading(() => import('./pages/reports/report-form-pages.js')),
    'NewReportPage',
  ),
});

const reportingCycle = createRoute({
  getParentRoute: () => root,
  path: '/reports/cycles/$cycle',
  validateSearch: readCycleFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/reports/cycle-page.js')),
    'CyclePage',
  ),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  component: lazyRouteComponent(
    loading(() => import('./pages/calendar/calendar-page.js')),
    'CalendarPage',
  ),
});

const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$reportId',
  component: lazyRouteComponent(
    loading(() => import('./pages/reports/report-page.js')),
    'ReportPage',
  ),
});

const editReport = createRoute({
  getParentRoute: () => root,
  path: '/reports/$reportId/edit',
  component: lazyRouteComponent(
    loading(() => import('./pages/reports/report-form-pages.js')),
    'EditReportPage',
  ),
});

interface Compared {
  readonly compare?: readonly string[] | undefined;
}

const offers = createRoute({
  getParentRoute: () => root,
  path: '/offers',
  validateSearch: (search: Record<string, unknown>): OfferFilters & Compared => ({
    ...readOfferFilters(search),
    compare: readCompared(search.compare, 'offer'),
  }),
  component: lazyRouteComponent(
    loading(() => import('./pages/offers/offers-page.js')),
    'OffersPage',
  ),
});

const compareOffers = createRoute({
  getParentRoute: () => root,
  path: '/offers/compare',
  validateSearch: (search: Record<string, unknown>): { ids?: readonly string[] | undefined } => ({
    ids: readCompared(search.ids, 'offer'),
  }),
  component: lazyRouteComponent(
    loading(() => import('./pages/offers/compare-offers-page.js')),
    'CompareOffersPage',
  ),
});

const newOffer = createRoute({
  getParentRoute: () => root,
  path: '/offers/new',
  component: lazyRouteComponent(
    loading(() => import('./pages/offer/edit-offer-page.js')),
    'NewOfferPage',
  ),
});

const offer = createRoute({
  getParentRoute: () => root,
  path: '/offers/$offerId',
  component: lazyRouteComponent(
    loading(() => import('./pages/offer/offer-page.js')),
    'OfferPage',
  ),
});

const editOffer = createRoute({
  getParentRoute: () => root,
  path: '/offers/$offerId/edit',
  component: lazyRouteComponent(
    loading(() => import('./pages/offer/edit-offer-page.js')),
    'EditOfferPage',
  ),
});

const matches = createRoute({
  getParentRoute: () => root,
  path: '/matches',
  validateSearch: readMatchFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/match/matches-page.js')),
    'MatchesPage',
  ),
});

const match = createRoute({
  getParentRoute: () => root,
  path: '/matches/$matchId',
  component: lazyRouteComponent(
    loading(() => import('./pages/match/match-page.js')),
    'MatchPage',
  ),
});

const money = createRoute({
  getParentRoute: () => root,
  path: '/matches/$matchId/money',
  component: lazyRouteComponent(
    loading(() => import('./pages/money/money-page.js')),
    'MoneyPage',
  ),
});

const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  validateSearch: readProjectFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/money/projects-page.js')),
    'ProjectsPage',
  ),
});

const funds = createRoute({
  getParentRoute: () => root,
  path: '/funds',
  component: lazyRouteComponent(
    loading(() => import('./pages/funds/funds-page.js')),
    'FundsPage',
  ),
});

const fund = createRoute({
  getParentRoute: () => root,
  path: '/funds/$fundId',
  component: lazyRouteComponent(
    loading(() => import('./pages/funds/fund-page.js')),
    'FundPage',
  ),
});

const agreement = createRoute({
  getParentRoute: () => root,
  path: '/agreements/$agreementId',
  component: lazyRouteComponent(
    loading(() => import('./pages/funds/agreement-page.js')),
    'AgreementPage',
  ),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: readOrderFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/money/orders-page.js')),
    'OrdersPage',
  ),
});

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$orderId',
  component: lazyRouteComponent(
    loading(() => import('./pages/money/order-page.js')),
    'OrderPage',
  ),
});

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organizations',
  validateSearch: readOrganizationFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/organizations/organizations-page.js')),
    'OrganizationsPage',
  ),
});

const organization = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$organizationId',
  component: lazyRouteComponent(
    loading(() => import('./pages/organizations/organization-page.js')),
    'OrganizationPage',
  ),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(
    loading(() => import('./pages/imports/imports-page.js')),
    'ImportsPage',
  ),
});

const importOfFile = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  component: lazyRouteComponent(
    loading(() => import('./pages/imports/import-page.js')),
    'ImportPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: readAuditFilters,
  component: lazyRouteComponent(
    loading(() => import('./pages/audit/audit-page.js')),
    'AuditPage',
  ),
});

export function createAppRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([
      ...[
        home,
        needs,
        newNeed,
        need,
        editNeed,
        matches,
        match,
        money,
        projects,
        orders,
        order,
        organizations,
        organization,
      ],
      ...[calendar, reports, newReport, reportingCycle, report, editReport],
      ...[offers, compareOffers, newOffer, offer, editOffer],
      ...[funds, fund, agreement],
      ...[imports, importOfFile, audit],
      ...personalRoutes,
    ]),
    context: { queries },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
  });
  router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) awaitArrival();
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
