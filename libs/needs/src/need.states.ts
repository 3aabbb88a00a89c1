import { defineStates } from '#libs/kernel';
import type { EventType } from '#libs/platform';

type NeedEventType = Extract<EventType, `need.${string}`>;

/**
 * The life of a need. How much of it is covered is not a state: it follows from its items. What leads back undoes a step:
 * recalled before anybody looked, put back among the new ones, reconsidered, taken off again, reinstated, reopened, opened again by asking for what was waived, confirmed again, taken apart.
 */
export const needStates = defineStates({
  draft: ['submitted', 'withdrawn'],
  submitted: ['under-review', 'draft', 'withdrawn', 'merged'],
  'under-review': ['submitted', 'returned', 'validated', 'rejected', 'withdrawn', 'merged'],
  returned: ['under-review', 'withdrawn', 'merged'],
  validated: ['published', 'under-review', 'withdrawn', 'merged'],
  published: ['fulfilled', 'closed-partly', 'withdrawn', 'expired', 'validated', 'merged'],
  fulfilled: ['published'],
  'closed-partly': ['published'],
  withdrawn: ['draft', 'submitted', 'under-review', 'returned', 'validated', 'published'],
  expired: ['published'],
  rejected: ['under-review'],
  merged: ['submitted', 'under-review', 'returned', 'validated', 'published'],
});

export type NeedState = (typeof needStates.all)[number];

/** Asked for and not ended: it may be a duplicate of another, be merged into one, and take others in. */
export const LIVE_STATES = ['submitted', 'under-review', 'returned', 'validated', 'published'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

interface NeedVerb {
  readonly from: readonly NeedState[];
  readonly to: NeedState;
  /** As the audit names it. */
  readonly act: `need.${string}`;
  /** The event that tells of it. */
  readonly event: NeedEventType;
}

/**
 * Each move is a verb of its own, with its own permission, and is announced, so that whom it concerns can be told of it. Together
 * they make the table of states.
 */
export const NEED_VERBS = {
  submit: { from: ['draft'], to: 'submitted', act: 'need.submitted', event: 'need.submitted' },
  submitAgain: { from: ['returned'], to: 'under-review', act: 'need.submitted-again', event: 'need.answered' },
  recall: { from: ['submitted'], to: 'draft', act: 'need.recalled', event: 'need.recalled' },
  acknowledge: { from: ['submitted'], to: 'under-review', act: 'need.acknowledged', event: 'need.acknowledged' },
  unacknowledge: {
    from: ['under-review'],
    to: 'submitted',
    act: 'need.acknowledgement-taken-back',
    event: 'need.acknowledgement-taken-back',
  },
  giveBack: { from: ['under-review'], to: 'returned', act: 'need.returned', event: 'need.returned' },
  validate: { from: ['under-review'], to: 'validated', act: 'need.validated', event: 'need.validated' },
  reject: { from: ['under-review'], to: 'rejected', act: 'need.rejected', event: 'need.rejected' },
  reconsider: {
    from: ['returned', 'validated', 'rejected'],
    to: 'under-review',
    act: 'need.reconsidered',
    event: 'need.reconsidered',
  },
  publish: { from: ['validated'], to: 'published', act: 'need.published', event: 'need.published' },
  unpublish: { from: ['published'], to: 'validated', act: 'need.unpublished', event: 'need.unpublished' },
  fulfil: { from: ['published'], to: 'fulfilled', act: 'need.fulfilled', event: 'need.fulfilled' },
  close: { from: ['published'], to: 'closed-partly', act: 'need.closed-partly', event: 'need.closed' },
  reopen: { from: ['closed-partly'], to: 'published', act: 'need.reopened', event: 'need.published' },
  openAgain: { from: ['fulfilled'], to: 'published', act: 'need.opened-again', event: 'need.published' },
  expire: { from: ['published'], to: 'expired', act: 'need.expired', event: 'need.expired' },
  confirm: { from: ['expired'], to: 'published', act: 'need.confirmed', event: 'need.published' },
  withdraw: {
    from: ['draft', 'submitted', 'under-review', 'returned', 'validated', 'published'],
    to: 'withdrawn',
    act: 'need.withdrawn',
    event: 'need.withdrawn',
  },
  reinstateDraft: { from: ['withdrawn'], to: 'draft', act: 'need.reinstated', event: 'need.reinstated' },
  reinstateSubmitted: { from: ['withdrawn'], to: 'submitted', act: 'need.reinstated', event: 'need.reinstated' },
  reinstateUnderReview: { from: ['withdrawn'], to: 'under-review', act: 'need.reinstated', event: 'need.reinstated' },
  reinstateReturned: { from: ['withdrawn'], to: 'returned', act: 'need.reinstated', event: 'need.reinstated' },
  reinstateValidated: { from: ['withdrawn'], to: 'validated', act: 'need.reinstated', event: 'need.reinstated' },
  reinstatePublished: { from: ['withdrawn'], to: 'published', act: 'need.reinstated', event: 'need.published' },
  merge: {
    from: LIVE_STATES,
    to: 'merged',
    act: 'need.merged',
    event: 'need.merged',
  },
  takeApartSubmitted: { from: ['merged'], to: 'submitted', act: 'need.taken-apart', event: 'need.taken-apart' },
  takeApartUnderReview: { from: ['merged'], to: 'under-review', act: 'need.taken-apart', event: 'need.taken-apart' },
  takeApartReturned: { from: ['merged'], to: 'returned', act: 'need.taken-apart', event: 'need.taken-apart' },
  takeApartValidated: { from: ['merged'], to: 'validated', act: 'need.taken-apart', event: 'need.taken-apart' },
  takeApartPublished: { from: ['merged'], to: 'published', act: 'need.taken-apart', event: 'need.taken-apart' },
} as const satisfies Record<string, NeedVerb>;

export type NeedVerbName = keyof typeof NEED_VERBS;

/** Its organization writes it. */
export const WRITABLE_STATES: readonly NeedState[] = ['draft', 'returned'];

/** Coordinators sort its items into categories. */
export const SORTABLE_STATES: readonly NeedState[] = ['submitted', 'under-review', 'validated', 'published'];

/** Over, but still known of: who sees it may be narrowed. */
export const ENDED_STATES: readonly NeedState[] = ['fulfilled', 'closed-partly', 'withdrawn', 'expired', 'merged'];

/**
 * How much of a need is covered by commitments: nothing; something; every item that is a must-have, or every item where none is,
 * each of a known amount.
 */
export const COVERAGES = ['open', 'partly', 'full'] as const;
export type Coverage = (typeof COVERAGES)[number];

/** Who may see a need once it is published, the widest circle first. */
export const VISIBILITIES = ['public', 'states-only', 'parties-only', 'coordinators'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** True when a circle is the agreed one or a smaller one. */
export function isWithin(visibility: Visibility, agreed: Visibility): boolean {
  return VISIBILITIES.indexOf(visibility) >= VISIBILITIES.indexOf(agreed);
}
