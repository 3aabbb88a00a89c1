import type { NeedFilter } from '../../api/needs.js';
import type { Role, Session } from '../../api/types.js';
import { COVERAGES, NEED_STATES, readFilters, type NeedFilters, type NeedStateFilter, type View } from './filters.js';

/** Needs that look for help: asked for now, and not covered in full. */
const LOOKING_STATES = ['published'] as const satisfies NeedStateFilter[];
export const LOOKING_COVERAGES = ['open', 'partly'] as const satisfies (typeof COVERAGES)[number][];
/** Needs that wait for coordinators. */
const REVIEW_STATES = ['submitted', 'under-review', 'validated'] as const satisfies NeedStateFilter[];
/** States of needs that were published once: others are known to their organization and to who reviews them. */
const PUBLISHED_STATES = [
  'published',
  'fulfilled',
  'closed-partly',
  'withdrawn',
  'expired',
  'merged',
] as const satisfies NeedStateFilter[];

/** States of needs that are not published: nothing is told of them to who would follow them. */
export const UNPUBLISHED_STATES: readonly NeedStateFilter[] = [
  'draft',
  'submitted',
  'under-review',
  'returned',
  'validated',
  'rejected',
];

/**
 * The views that a reader has, the first one where the address names none. The choice is the page's, not the api's: a saved
 * search, a file, a map and a link of before go on to mean all needs that their filter fits.
 */
export function viewsOf(role: Role | null): readonly [View, ...View[]] {
  if (role === 'coordinator') return ['all', 'to-review', 'looking'];
  if (role === 'focal-point') return ['looking', 'ours', 'all'];
  return ['looking', 'all'];
}

/** The view that an address asks for; what was asked for before there were views is found among all. */
export function viewOf({ view, state, coverage }: NeedFilters, role: Role | null): View {
  const views = viewsOf(role);
  if (view !== undefined && views.includes(view)) return view;
  return state !== undefined || coverage?.includes('full') ? 'all' : views[0];
}

/** The states that a reader can meet in a view; none where it has only one. */
export function statesIn(view: View, role: Role | null): readonly NeedStateFilter[] {
  if (view === 'looking') return [];
  if (view === 'to-review') return REVIEW_STATES;
  if (role === 'focal-point' || role === 'auditor') return NEED_STATES;
  // Nobody but its organization knows of a draft.
  return role === 'coordinator' ? NEED_STATES.filter((state) => state !== 'draft') : PUBLISHED_STATES;
}

/** The filters in a view, without those that mean nothing there; the view is named where it is not the usual one. */
export function inView(filters: NeedFilters, view: View, role: Role | null): NeedFilters {
  const { state, coverage, organization } = filters;
  const partly = coverage?.filter((one) => one !== 'full');
  return readFilters({
    ...filters,
    view: view === viewsOf(role)[0] ? undefined : view,
    // As an address of before it may name a state that this reader never meets: then it finds nothing, and says so.
    state: view === 'looking' || (view === 'to-review' && !statesIn(view, role).includes(state!)) ? undefined : state,
    coverage: view === 'looking' ? partly : coverage,
    organization: view === 'ours' ? undefined : organization,
  });
}

/** What the api is asked for. */
export function askedOf(filters: NeedFilters, view: View, session: Session | null): NeedFilter {
  const asked = narrowingOf(filters);
  switch (view) {
    case 'looking':
      return { ...asked, state: LOOKING_STATES, coverage: asked.coverage ?? LOOKING_COVERAGES };
    case 'to-review':
      return { ...asked, state: asked.state === undefined ? REVIEW_STATES : [asked.state] };
    case 'ours':
      return { ...asked, state: asked.state && [asked.state], organization: session?.organization.id };
    case 'all':
      return { ...asked, state: asked.state && [asked.state] };
  }
}

const narrowingOf = ({ view: _, compare: __, shown: ___, ...narrowing }: NeedFilters) => narrowing;

/** A filter of the api as an address that asks for the same: a saved search of before there were views is one among all. */
export function addressOf(filter: Readonly<Record<string, unknown>>): NeedFilters {
  const has = (name: 'state' | 'coverage', values: readonly string[]) =>
    JSON.stringify([filter[name]].flat().sort()) === JSON.stringify([...values].sort());
  if (has('state', LOOKING_STATES) && has('coverage', LOOKING_COVERAGES)) {
    return readFilters({ ...filter, state: undefined, coverage: undefined, view: 'looking' });
  }
  if (has('state', REVIEW_STATES)) return readFilters({ ...filter, state: undefined, view: 'to-review' });
  return readFilters({ ...filter, view: 'all' });
}
