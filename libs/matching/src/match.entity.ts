import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Delivery, DeliveryEvidence } from './delivery.entity.js';
import { MatchValue } from './match-value.entity.js';
import type { AskedAgainBecause, EndedBecause, MatchState } from './match.states.js';
import type { Reasons } from './score.rules.js';

/** One item of a need and one offer, brought together for an amount. */
@Entity('matches')
export class Match {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'need_id', type: 'text' })
  needId!: string;

  /** The published revision of the need that it was made on, or last reviewed on; null: the need had none then. */
  @Column({ name: 'need_revision', type: 'integer', nullable: true })
  needRevision!: number | null;

  @Column({ name: 'need_item_id', type: 'text' })
  needItemId!: string;

  @Column({ name: 'offer_id', type: 'text' })
  offerId!: string;

  @Column({ type: 'text' })
  state!: MatchState;

  /** `engine`: found by the rules. `person`: proposed by a coordinator. `pledge`: the donor's own, and its offer is for nothing else; also when it is proposed again. */
  @Column({ type: 'text' })
  origin!: 'engine' | 'person' | 'pledge';

  /** Minor units of the currency, or whole units: exactly one of the two columns is set. */
  @Column({ type: 'bigint', transformer: bigintColumn })
  amount!: bigint;

  @Column({ type: 'char', length: 3, nullable: true })
  currency!: string | null;

  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  /** 0 to 1 as a decimal text; four decimals. */
  @Column({ type: 'numeric', precision: 5, scale: 4 })
  score!: string;

  @Column({ type: 'jsonb' })
  reasons!: Reasons;

  @Column({ name: 'policy_version', type: 'integer' })
  policyVersion!: number;

  /** A person's words, kept apart from the reasons of the engine. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'review_note', type: 'text', nullable: true })
  reviewNote!: string | null;

  /** It comes back when the merge of its need is undone. */
  @Column({ name: 'superseded_by_merge', type: 'boolean', default: false })
  supersededByMerge!: boolean;

  /** Set when a coordinator accepted it: from then on the parties see the match. */
  @Column({ name: 'reviewed_by', type: 'text', nullable: true })
  reviewedBy!: string | null;

  @Column({ name: 'reviewed_at', type: 'timestamptz', nullable: true })
  reviewedAt!: Date | null;

  /** The category and the area (ISO 3166-1 alpha-2) that it was accepted for: the parties consent to these. */
  @Column({ name: 'reviewed_category', type: 'text', nullable: true })
  reviewedCategory!: string | null;

  @Column({ name: 'reviewed_area', type: 'text', nullable: true })
  reviewedArea!: string | null;

  @Column({ name: 'state_consent_by', type: 'text', nullable: true })
  stateConsentBy!: string | null;

  @Column({ name: 'state_consent_at', type: 'timestamptz', nullable: true })
  stateConsentAt!: Date | null;

  @Column({ name: 'donor_consent_by', type: 'text', nullable: true })
  donorConsentBy!: string | null;

  @Column({ name: 'donor_consent_at', type: 'timestamptz', nullable: true })
  donorConsentAt!: Date | null;

  /** Why it was declined or rescinded. */
  @Column({ name: 'declined_reason', type: 'text', nullable: true })
  declinedReason!: string | null;

  /** What both parties consented to; set when a coordinator has lowered the amount since. */
  @Column({ name: 'consented_amount', type: 'bigint', nullable: true, transformer: bigintColumn })
  consentedAmount!: bigint | null;

  @Column({ name: 'lowered_reason', type: 'text', nullable: true })
  loweredReason!: string | null;

  @Column({ name: 'lowered_by', type: 'text', nullable: true })
  loweredBy!: string | null;

  @Column({ name: 'lowered_at', type: 'timestamptz', nullable: true })
  loweredAt!: Date | null;

  /** The day on which the donor means to deliver or to pay the State itself; it may change. Null where a fund pays. */
  @Column({ name: 'delivery_planned_on', type: 'date', nullable: true })
  deliveryPlannedOn!: string | null;

  @Column({ name: 'delivery_note', type: 'text', nullable: true })
  deliveryNote!: string | null;

  @Column({ name: 'ended_because', type: 'text', nullable: true })
  endedBecause!: EndedBecause | null;

  @Column({ name: 'asked_again_because', type: 'text', nullable: true })
  askedAgainBecause!: AskedAgainBecause | null;

  /**
   * The revision of the need and the terms of the offer that were shown last: consents stand for these. Kept by the database with
   * the texts of then, for readers from whom need or offer are hidden now.
   */
  @Column({ name: 'seen_revision', type: 'integer', insert: false, update: false })
  seenRevision!: number;

  @Column({ name: 'seen_terms', type: 'integer', insert: false, update: false })
  seenTerms!: number;

  @Column({ name: 'seen_need_title', type: 'text', insert: false, update: false })
  seenNeedTitle!: string;

  @Column({ name: 'seen_area', type: 'text', insert: false, update: false })
  seenArea!: string;

  @Column({ name: 'seen_item_description', type: 'text', insert: false, update: false })
  seenItemDescription!: string;

  @Column({ name: 'seen_category', type: 'text', insert: false, update: false })
  seenCategory!: string;

  @Column({ name: 'seen_offer_title', type: 'text', insert: false, update: false })
  seenOfferTitle!: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}

export const matchingEntities = [Match, MatchValue, Delivery, DeliveryEvidence];
