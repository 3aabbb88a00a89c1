import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The instruments that ask for points of contact: the Programme of Action (II.5, A.4) and the tracing instrument (ITI 25). */
export const INSTRUMENTS = ['poa', 'iti'] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** A person whom a State, or a regional organization (PoA B.13), has designated to speak for it under an instrument. */
@Entity('points_of_contact')
export class PointOfContact {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text', { name: 'person_id' })
  personId!: string;

  @Column('text')
  instrument!: Instrument;

  /** At most one at a time of an organization under an instrument. */
  @Column('boolean', { name: 'is_primary' })
  isPrimary!: boolean;

  /** The letter of designation; those before it are kept. */
  @Column('text', { name: 'letter_file_id', nullable: true })
  letterFileId!: string | null;

  /** The first day. */
  @Column('date', { name: 'starts_on' })
  startsOn!: string;

  /** The first day on which the person is it no longer. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn!: string | null;

  /** When somebody last made sure that it still holds. */
  @Column('date', { name: 'verified_on' })
  verifiedOn!: string;

  /** Whose term a hand-over ended for this one, and the end that it had before. */
  @Column('text', { name: 'succeeds_id', nullable: true })
  succeedsId!: string | null;

  @Column('date', { name: 'former_ends_on', nullable: true })
  formerEndsOn!: string | null;

  /** The primary term of the same person that ended this one as deputy, and the end that it had before. */
  @Column('text', { name: 'ended_by_id', nullable: true })
  endedById!: string | null;

  @Column('date', { name: 'ends_on_before', nullable: true })
  endsOnBefore!: string | null;

  /** When its organization was last asked to have it verified. */
  @Column('date', { name: 'verification_asked_on', nullable: true })
  verificationAskedOn!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  /** What of it the public is shown. */
  @Column('boolean', { name: 'shows_name', default: false })
  showsName!: boolean;

  @Column('boolean', { name: 'shows_email', default: false })
  showsEmail!: boolean;

  @Column('boolean', { name: 'shows_phone', default: false })
  showsPhone!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 1 })
  version!: number;
}

/** Somebody who may hand in requests in the place of a point of contact, until a day. */
@Entity('contact_delegations')
export class ContactDelegation {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'point_of_contact_id' })
  pointOfContactId!: string;

  @Column('text', { name: 'person_id' })
  personId!: string;

  /** The last day. */
  @Column('date')
  until!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
