/**
 * Who is told what. One delivery row is written per (event, consumer); the consumer's queue carries its jobs.
 * An event stands here even when nobody listens yet.
 */
export const EVENT_CONSUMERS = {
  'agreement.lapsed': ['facility.end-agreement'],
  'agreement.withdrawn': ['facility.end-agreement'],
  'disbursement.approved': ['disbursements.instruct'],
  'disbursement.rejected': ['facility.reopen-tranche'],
  'disbursement.settled': ['facility.settle-tranche'],
  'email.change-requested': ['identity.send-mail'],
  'email.changed': ['identity.send-mail'],
  'import.requested': ['sheets.use'],
  'invitation.sent': ['identity.send-mail'],
  'match.confirmed': [],
  'match.declined': [],
  'match.lowered': [],
  'match.pledged': [],
  'match.rescinded': ['facility.end-agreement'],
  'match.suggested': [],
  'need.acknowledged': [],
  'need.changed': ['matching.suggest'],
  'need.closed': ['matching.suggest'],
  'need.expired': ['matching.suggest'],
  'need.merged': ['matching.suggest'],
  'need.message-sent': [],
  'need.published': ['matching.suggest'],
  'need.rejected': [],
  'need.returned': [],
  'need.running-out': [],
  'need.submitted': [],
  'need.taken-apart': ['matching.suggest'],
  'need.unpublished': ['matching.suggest'],
  'need.reconfirmation-due': [],
  'need.revision-proposed': [],
  'need.revised': [],
  'need.validated': [],
  'need.withdrawn': ['matching.suggest'],
  'offer.agreed': ['matching.suggest'],
  'offer.changed': ['matching.suggest'],
  'offer.expired': ['matching.suggest'],
  'offer.published': ['matching.suggest'],
  'offer.unpublished': ['matching.suggest'],
  'offer.withdrawn': ['matching.suggest'],
  'password.changed': ['identity.send-mail'],
  'password.reset-requested': ['identity.send-mail'],
} as const satisfies Record<string, readonly ConsumerName[]>;

export const CONSUMER_QUEUES = {
  'disbursements.instruct': 'disbursements',
  'facility.end-agreement': 'matching',
  'facility.reopen-tranche': 'disbursements',
  'facility.settle-tranche': 'disbursements',
  'identity.send-mail': 'notifications',
  'matching.suggest': 'matching',
  'sheets.use': 'transfers-in-out',
} as const;

/** All queues; few, by urgency and rail. `housekeeping` carries the schedules. */
export const QUEUES = ['matching', 'disbursements', 'notifications', 'transfers-in-out', 'housekeeping'] as const;

export type EventType = keyof typeof EVENT_CONSUMERS;
export type ConsumerName = keyof typeof CONSUMER_QUEUES;
export type QueueName = (typeof QUEUES)[number];
