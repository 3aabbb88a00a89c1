import { defineStates } from '#libs/kernel';
import type { EventType } from '#libs/platform';
import {
  NEED_ACKNOWLEDGED,
  NEED_ACKNOWLEDGEMENT_TAKEN_BACK,
  NEED_ANSWERED,
  NEED_CLOSED,
  NEED_EXPIRED,
  NEED_FULFILLED,
  NEED_MERGED,
  NEED_PUBLISHED,
  NEED_RECALLED,
  NEED_RECONSIDERED,
  NEED_REINSTATED,
  NEED_REJECTED,
  NEED_RETURNED,
  NEED_SUBMITTED,
  NEED_TAKEN_APART,
  NEED_UNPUBLISHED,
  NEED_VALIDATED,
  NEED_WITHDRAWN,
} from './needs.events.js';

type NeedEventType = Extract<EventType, `need.${string}`>;

/**
 * The life of a need. How much of it is covered is not a state: it follows from its items. What leads back undoes a step:
 * recalled before anybody looked, put back among the new ones, reconsidered, taken off again, reinstated, reopened, opened again by asking for what was waived or by taking an acceptance back, confirmed again, taken apart.
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
  submit: { from: ['draft'], to: 'submitted', act: 'need.submitted', event: NEED_SUBMITTED },
  submitAgain: { from: ['returned'], to: 'under-review', act: 'need.submitted-again', event: NEED_ANSWERED },
  recall: { from: ['submitted'], to: 'draft', act: 'need.recalled', event: NEED_RECALLED },
  recallAnswers: { from: ['under-review'], to: 'returned', act: 'need.recalled', event: NEED_RECALLED },
  acknowledge: { from: ['submitted'], to: 'under-review', act: 'need.acknowledged', event: NEED_ACKNOWLEDGED },
  unacknowledge: {
    from: ['under-review'],
    to: 'submitted',
    act: 'need.acknowledgement-taken-back',
    event: NEED_ACKNOWLEDGEMENT_TAKEN_BACK,
  },
  giveBack: { from: ['under-review'], to: 'returned', act: 'need.returned', event: NEED_RETURNED },
  validate: { from: ['under-review'], to: 'validated', act: 'need.validated', event: NEED_VALIDATED },
  reject: { from: ['under-review'], to: 'rejected', act: 'need.rejected', event: NEED_REJECTED },
  reconsider: {
    from: ['returned', 'validated', 'rejected'],
    to: 'under-review',
    act: 'need.reconsidered',
    event: NEED_RECONSIDERED,
  },
  publish: { from: ['validated'], to: 'published', act: 'need.published', event: NEED_PUBLISHED },
  unpublish: { from: ['published'], to: 'validated', act: 'need.unpublished', event: NEED_UNPUBLISHED },
  fulfil: { from: ['published'], to: 'fulfilled', act: 'need.fulfilled', event: NEED_FULFILLED },
  close: { from: ['published'], to: 'closed-partly', act: 'need.closed-partly', event: NEED_CLOSED },
  reopen: { from: ['closed-partly'], to: 'published', act: 'need.reopened', event: NEED_PUBLISHED },
  openAgain: { from: ['fulfilled'], to: 'published', act: 'need.opened-again', event: NEED_PUBLISHED },
  expire: { from: ['published'], to: 'expired', act: 'need.expired', event: NEED_EXPIRED },
  confirm: { from: ['expired'], to: 'published', act: 'need.confirmed', event: NEED_PUBLISHED },
  withdraw: {
    from: ['draft', 'submitted', 'under-review', 'returned', 'validated', 'published'],
    to: 'withdrawn',
    act: 'need.withdrawn',
    event: NEED_WITHDRAWN,
  },
  reinstateDraft: { from: ['withdrawn'], to: 'draft', act: 'need.reinstated', event: NEED_REINSTATED },
  reinstateSubmitted: { from: ['withdrawn'], to: 'submitted', act: 'need.reinstated', event: NEED_REINSTATED },
  reinstateUnderReview: { from: ['withdrawn'], to: 'under-review', act: 'need.reinstated', event: NEED_REINSTATED },
  reinstateReturned: { from: ['withdrawn'], to: 'returned', act: 'need.reinstated', event: NEED_REINSTATED },
  reinstateValidated: { from: ['withdrawn'], to: 'validated', act: 'need.reinstated', event: NEED_REINSTATED },
  reinstatePublished: { from: ['withdrawn'], to: 'published', act: 'need.reinstated', event: NEED_PUBLISHED },
  merge: {
    from: LIVE_STATES,
    to: 'merged',
    act: 'need.merged',
    event: NEED_MERGED,
  },
  takeApartSubmitted: { from: ['merged'], to: 'submitted', act: 'need.taken-apart', event: NEED_TAKEN_APART },
  takeApartUnderReview: { from: ['merged'], to: 'under-review', act: 'need.taken-apart', event: NEED_TAKEN_APART },
  takeApartReturned: { from: ['merged'], to: 'returned', act: 'need.taken-apart', event: NEED_TAKEN_APART },
  takeApartValidated: { from: ['merged'], to: 'validated', act: 'need.taken-apart', event: NEED_TAKEN_APART },
  takeApartPublished: { from: ['merged'], to: 'published', act: 'need.taken-apart', event: NEED_TAKEN_APART },
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

/** Of a need whose State has not said who may see it. */
export const DEFAULT_VISIBILITY: Visibility = 'parties-only';

/** True when a circle is the agreed one or a smaller one. */
export function isWithin(visibility: Visibility, agreed: Visibility): boolean {
  return VISIBILITIES.indexOf(visibility) >= VISIBILITIES.indexOf(agreed);
}
