import type { NeedFilter } from '#libs/needs';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NotificationKind } from './notification.rules.js';

/**
 * That somebody is told something: ids and a kind, no words. What it says is read when it is read, under what its reader may see
 * then. Exactly one of need, match, offer and point of contact is set; none where work waits.
 */
@Entity('notifications')
export class Notification {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'membership_id' })
  membershipId!: string;

  @Column('text')
  kind!: NotificationKind;

  @Column('text', { name: 'need_id', nullable: true })
  needId!: string | null;

  @Column('text', { name: 'match_id', nullable: true })
  matchId!: string | null;

  @Column('text', { name: 'offer_id', nullable: true })
  offerId!: string | null;

  @Column('text', { name: 'contact_id', nullable: true })
  contactId!: string | null;

  /** Null where work waits. */
  @Column('text', { name: 'event_id', nullable: true })
  eventId!: string | null;

  /** When it happened, however late it was written down; of what comes up again as unread: when that happened last. */
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null;

  /** When it was part of an e-mail last. */
  @Column('timestamptz', { name: 'mailed_at', nullable: true })
  mailedAt!: Date | null;
}

/** A filter of the list of needs, kept under a name by a person under one membership. */
@Entity('saved_searches')
export class SavedSearch {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'membership_id' })
  membershipId!: string;

  @Column('text')
  name!: string;

  @Column('jsonb')
  filter!: NeedFilter;

  /** Its person is told of each need that comes into it from now on. */
  @Column('boolean')
  alert!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 1 })
  version!: number;

  /** Saved by a version that did not note what a search holds: the finder has yet to, of what was published before then. */
  @Column('timestamptz', { name: 'unnoted_before', nullable: true })
  unnotedBefore!: Date | null;
}

/**
 * What a saved search that tells of needs found of one need when it last looked, at first when its alert was switched on. A need
 * that it never held has no row.
 */
@Entity('found_needs')
class FoundNeed {
  @PrimaryColumn('text', { name: 'search_id' })
  searchId!: string;

  @PrimaryColumn('text', { name: 'need_id' })
  needId!: string;

  @Column('boolean')
  fits!: boolean;
}

/** A need that a person keeps an eye on under one membership: they are told what becomes of it. */
@Entity('shortlisted_needs')
export class ShortlistedNeed {
  @PrimaryColumn('text', { name: 'membership_id' })
  membershipId!: string;

  @PrimaryColumn('text', { name: 'need_id' })
  needId!: string;

  @Column('timestamptz', { name: 'added_at', default: () => 'now()' })
  addedAt!: Date;
}

export const notificationsEntities = [Notification, SavedSearch, FoundNeed, ShortlistedNeed];
