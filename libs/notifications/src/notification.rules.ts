import type { EventType } from '#libs/platform';

/** What a person is told: that an event happened to something, that a search found a need, or that work waits. */
export const NOTIFICATION_KINDS = [
  'contact.ended',
  'contact.verification-due',
  'need.acknowledged',
  'need.acknowledgement-taken-back',
  'need.answered',
  'need.closed',
  'need.expired',
  'need.found',
  'need.fulfilled',
  'need.merged',
  'need.merged-into-ended',
  'need.message-sent',
  'need.published',
  'need.recalled',
  'need.reconfirmation-due',
  'need.reconsidered',
  'need.reinstated',
  'need.rejected',
  'need.requested-for-you',
  'need.returned',
  'need.revised',
  'need.revision-declined',
  'need.revision-proposed',
  'need.running-out',
  'need.taken-apart',
  'need.unpublished',
  'need.validated',
  'need.withdrawn',
  'match.asked-again',
  'match.completed',
  'match.confirmed',
  'match.declined',
  'match.delivered',
  'match.delivering',
  'match.delivery-accepted',
  'match.delivery-returned',
  'match.delivery-stopped',
  'match.delivery-unaccepted',
  'match.delivery-undone',
  'match.delivery-unreturned',
  'match.lowered',
  'match.need-revised',
  'match.pledged',
  'match.rescinded',
  'match.restored',
  'match.reviewed',
  'match.superseded',
  'match.surplus',
  'offer.agreed',
  'offer.expired',
  'offer.match-ended',
  'offer.returned',
  'offer.running-out',
  'offer.unpublished',
  'offer.withdrawn',
  'waiting.needs',
  'waiting.matches',
  'waiting.imported',
] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Counted when they are read; a person has one of each, which comes up again with new work. */
export type WaitingKind = Extract<NotificationKind, `waiting.${string}`>;

/** `own`: who acts for the organization of the need, `designating`: of the point of contact, `designated`: the person. `secretariat`: who enters designations. `concerned`: of the State that a need of others is for. `keepers`: who has it on their shortlist, `givers`: who agreed to give to it. `site-readers`: of those two, who is told its sites. `reviewers`: coordinators, of what is with them and not published. `parties`: of a match, `state` and `donor`: one side of it alone. `donors`: of the offer. */
export type Audience =
  | 'own'
  | 'concerned'
  | 'designated'
  | 'designating'
  | 'keepers'
  | 'givers'
  | 'site-readers'
  | 'coordinators'
  | 'secretariat'
  | 'reviewers'
  | 'parties'
  | 'state'
  | 'donor'
  | 'donors';

export interface News {
  readonly kind: NotificationKind;
  readonly to: readonly Audience[];
}

/** What each event tells whom; who is told by one line is not told by a later one. */
const NEWS: Partial<Record<EventType, readonly News[]>> = {
  'contact.ended': [{ kind: 'contact.ended', to: ['designated', 'designating', 'secretariat'] }],
  'contact.verification-due': [{ kind: 'contact.verification-due', to: ['designating'] }],
  'match.asked-again': [{ kind: 'match.asked-again', to: ['parties'] }],
  'match.completed': [{ kind: 'match.completed', to: ['parties'] }],
  'match.confirmed': [
    { kind: 'match.confirmed', to: ['parties'] },
    { kind: 'match.surplus', to: ['donor'] },
  ],
  'match.declined': [{ kind: 'match.declined', to: ['parties'] }],
  'match.delivered': [{ kind: 'match.delivered', to: ['parties'] }],
  'match.delivering': [{ kind: 'match.delivering', to: ['state'] }],
  'match.delivery-accepted': [{ kind: 'match.delivery-accepted', to: ['parties'] }],
  'match.delivery-returned': [{ kind: 'match.delivery-returned', to: ['parties'] }],
  'match.delivery-stopped': [{ kind: 'match.delivery-stopped', to: ['parties'] }],
  'match.delivery-unaccepted': [{ kind: 'match.delivery-unaccepted', to: ['parties'] }],
  'match.delivery-undone': [{ kind: 'match.delivery-undone', to: ['parties'] }],
  'match.delivery-unreturned': [{ kind: 'match.delivery-unreturned', to: ['parties'] }],
  'match.lowered': [{ kind: 'match.lowered', to: ['parties'] }],
  'match.pledged': [
    { kind: 'match.pledged', to: ['state'] },
    { kind: 'waiting.matches', to: ['coordinators'] },
  ],
  'match.rescinded': [{ kind: 'match.rescinded', to: ['parties'] }],
  // The State is told of the pledge as of a new one: before its review that is all that it may know of it.
  'match.restored': [
    { kind: 'match.restored', to: ['donor'] },
    { kind: 'match.pledged', to: ['state'] },
    { kind: 'waiting.matches', to: ['coordinators'] },
  ],
  'match.reviewed': [{ kind: 'match.reviewed', to: ['parties'] }],
  // What it means for a donor: something of the own offer is free again.
  'match.superseded': [
    { kind: 'match.superseded', to: ['state'] },
    { kind: 'offer.match-ended', to: ['donors'] },
  ],
  'need.acknowledged': [{ kind: 'need.acknowledged', to: ['own'] }],
  'need.acknowledgement-taken-back': [
    { kind: 'need.acknowledgement-taken-back', to: ['own'] },
    { kind: 'waiting.needs', to: ['coordinators'] },
  ],
  'need.answered': [{ kind: 'need.answered', to: ['coordinators'] }],
  'need.closed': [{ kind: 'need.closed', to: ['own', 'keepers'] }],
  'need.expired': [{ kind: 'need.expired', to: ['own', 'keepers'] }],
  'need.fulfilled': [{ kind: 'need.fulfilled', to: ['own', 'keepers', 'givers'] }],
  'need.merged': [{ kind: 'need.merged', to: ['own', 'keepers'] }],
  'need.merged-into-ended': [{ kind: 'need.merged-into-ended', to: ['own', 'coordinators'] }],
  'need.published': [{ kind: 'need.published', to: ['own', 'keepers', 'concerned'] }],
  'need.recalled': [{ kind: 'need.recalled', to: ['own', 'reviewers'] }],
  'need.reconfirmation-due': [{ kind: 'need.reconfirmation-due', to: ['own'] }],
  'need.reconsidered': [{ kind: 'need.reconsidered', to: ['own', 'concerned'] }],
  'need.reinstated': [{ kind: 'need.reinstated', to: ['own', 'concerned', 'reviewers'] }],
  'need.rejected': [{ kind: 'need.rejected', to: ['own', 'concerned'] }],
  'need.returned': [{ kind: 'need.returned', to: ['own'] }],
  'need.revision-proposed': [{ kind: 'need.revision-proposed', to: ['coordinators'] }],
  'need.running-out': [{ kind: 'need.running-out', to: ['own'] }],
  'need.state-asked': [{ kind: 'waiting.imported', to: ['concerned'] }],
  'need.submitted': [
    { kind: 'waiting.needs', to: ['coordinators'] },
    { kind: 'need.requested-for-you', to: ['concerned'] },
  ],
  'need.taken-apart': [{ kind: 'need.taken-apart', to: ['own', 'keepers'] }],
  'need.unpublished': [{ kind: 'need.unpublished', to: ['own'] }],
  'need.validated': [{ kind: 'need.validated', to: ['own'] }],
  'need.withdrawn': [{ kind: 'need.withdrawn', to: ['own', 'concerned', 'keepers', 'reviewers'] }],
  'offer.agreed': [{ kind: 'offer.agreed', to: ['donors'] }],
  'offer.expired': [{ kind: 'offer.expired', to: ['donors'] }],
  'offer.returned': [{ kind: 'offer.returned', to: ['donors'] }],
  'offer.running-out': [{ kind: 'offer.running-out', to: ['donors'] }],
  'offer.unpublished': [{ kind: 'offer.unpublished', to: ['donors'] }],
  'offer.withdrawn': [{ kind: 'offer.withdrawn', to: ['donors'] }],
};

/** What the event alone does not say. */
export interface Circumstances {
  /** The proposed change was published; without it, declined. */
  readonly isRevisionPublished: boolean;
  /** It changes only sites: nothing to who is not told them. */
  readonly isRevisionOfSites: boolean;
  /** A coordinator wrote the message; else the organization of the need, or the State that it is for. */
  readonly isFromCoordinator: boolean;
  readonly isFromStateConcerned: boolean;
  /** An import brought the need in, perhaps with hundreds of others. */
  readonly isImported: boolean;
}

export const NOTHING_SPECIAL: Circumstances = {
  isRevisionPublished: false,
  isRevisionOfSites: false,
  isFromCoordinator: false,
  isFromStateConcerned: false,
  isImported: false,
};

/** @throws Error for an event that tells nobody anything */
export function newsOf(event: EventType, circumstances: Circumstances): readonly News[] {
  const { isRevisionPublished, isRevisionOfSites, isFromCoordinator, isFromStateConcerned, isImported } = circumstances;
  // Only its own people know of a change that nobody published.
  if (event === 'need.revised') {
    if (!isRevisionPublished) return [{ kind: 'need.revision-declined', to: ['own'] }];
    return [
      { kind: 'match.need-revised', to: ['donor'] },
      { kind: 'need.revised', to: ['own', 'concerned', isRevisionOfSites ? 'site-readers' : 'keepers'] },
    ];
  }
  if (event === 'need.message-sent') {
    const others: readonly Audience[] = isFromStateConcerned ? ['own', 'coordinators'] : ['coordinators'];
    return [{ kind: 'need.message-sent', to: isFromCoordinator ? ['own', 'concerned'] : others }];
  }
  if (event === 'need.published' && isImported) {
    return [
      { kind: 'need.published', to: ['own'] },
      { kind: 'waiting.imported', to: ['concerned'] },
    ];
  }
  const news = NEWS[event];
  if (!news) throw new Error(`${event} tells nobody anything.`);
  return news;
}

/**
 * What is told of needs that people follow. Told to the need's own organization the same is news of their own; all else but what
 * searches find is, too.
 */
export const KINDS_OF_FOLLOWED: readonly NotificationKind[] = [
  ...Object.values(NEWS).flat(),
  ...newsOf('need.revised', { ...NOTHING_SPECIAL, isRevisionPublished: true }),
].flatMap(({ kind, to }) => (to.includes('keepers') ? [kind] : []));

export const isWaiting = (kind: NotificationKind): kind is WaitingKind => kind.startsWith('waiting.');

/** Of one membership. */
export const SAVED_SEARCHES_MAX = 50;
export const SHORTLIST_MAX = 100;
/** Notifications that are marked at once. */
export const MARKED_MAX = 1_000;
