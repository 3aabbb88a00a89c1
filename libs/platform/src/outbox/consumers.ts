/**
 * Who is told what. One delivery row is written per (event, consumer); the consumer's queue carries its jobs.
 * An event stands here even when nobody listens yet.
 */
export const EVENT_CONSUMERS = {
  'agreement.lapsed': ['facility.end-agreement'],
  'agreement.withdrawn': ['facility.end-agreement'],
  'contact.verification-due': ['notifications.tell'],
  'disbursement.approved': ['disbursements.instruct'],
  'disbursement.rejected': ['facility.reopen-tranche'],
  'disbursement.settled': ['facility.settle-tranche'],
  'email.change-requested': ['identity.send-mail'],
  'email.changed': ['identity.send-mail'],
  'import.requested': ['sheets.use'],
  'inbox.mail-due': ['notifications.mail'],
  'invitation.sent': ['identity.send-mail'],
  'match.asked-again': ['notifications.tell'],
  'match.confirmed': ['notifications.tell'],
  'match.declined': ['notifications.tell'],
  'match.delivered': ['notifications.tell'],
  'match.delivering': ['notifications.tell'],
  'match.delivery-accepted': ['notifications.tell'],
  'match.delivery-returned': ['notifications.tell'],
  'match.delivery-stopped': ['notifications.tell'],
  'match.delivery-undone': ['notifications.tell'],
  'match.lowered': ['notifications.tell'],
  'match.pledged': ['notifications.tell'],
  'match.rescinded': ['facility.end-agreement', 'notifications.tell'],
  'match.reviewed': ['notifications.tell'],
  'match.suggested': [],
  'match.superseded': ['notifications.tell'],
  'need.acknowledged': ['notifications.tell'],
  'need.answered': ['notifications.tell'],
  'need.changed': ['matching.suggest', 'notifications.find'],
  'need.closed': ['matching.suggest', 'notifications.tell'],
  'need.expired': ['matching.suggest', 'notifications.tell'],
  'need.fulfilled': ['matching.suggest'],
  'need.merged': ['matching.suggest', 'notifications.tell'],
  'need.message-sent': ['notifications.tell'],
  'need.published': ['matching.suggest', 'notifications.find', 'notifications.tell'],
  'need.rejected': ['notifications.tell'],
  'need.returned': ['notifications.tell'],
  'need.running-out': ['notifications.tell'],
  'need.submitted': ['notifications.tell'],
  'need.taken-apart': ['matching.suggest', 'notifications.tell'],
  'need.unpublished': ['matching.suggest', 'notifications.tell'],
  'need.reconfirmation-due': ['notifications.tell'],
  'need.revision-proposed': ['notifications.tell'],
  'need.revised': ['notifications.tell'],
  'need.validated': ['notifications.tell'],
  'need.withdrawn': ['matching.suggest', 'notifications.tell'],
  'offer.agreed': ['matching.suggest'],
  'offer.changed': ['matching.suggest'],
  'offer.expired': ['matching.suggest', 'notifications.tell'],
  'offer.published': ['matching.suggest'],
  'offer.unpublished': ['matching.suggest'],
  'offer.withdrawn': ['matching.suggest'],
  'password.changed': ['identity.send-mail'],
  'password.reset-requested': ['identity.send-mail'],
  'search.batch-left': ['notifications.find'],
} as const satisfies Record<string, readonly ConsumerName[]>;

export const CONSUMER_QUEUES = {
  'disbursements.instruct': 'disbursements',
  'facility.end-agreement': 'matching',
  'facility.reopen-tranche': 'disbursements',
  'facility.settle-tranche': 'disbursements',
  'identity.send-mail': 'notifications',
  'matching.suggest': 'matching',
  'notifications.find': 'notifications',
  'notifications.mail': 'notifications',
  'notifications.tell': 'notifications',
  'sheets.use': 'transfers-in-out',
} as const;

/** All queues; few, by urgency and rail. `housekeeping` carries the schedules. */
export const QUEUES = ['matching', 'disbursements', 'notifications', 'transfers-in-out', 'housekeeping'] as const;

export type EventType = keyof typeof EVENT_CONSUMERS;
export type ConsumerName = keyof typeof CONSUMER_QUEUES;
export type QueueName = (typeof QUEUES)[number];
