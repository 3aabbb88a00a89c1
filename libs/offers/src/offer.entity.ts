import type { StatedKind } from '#libs/identity';
import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SourceContent } from './import.rules.js';
import type { AreaGroup, CooperationMode, OfferKind } from './offer.rules.js';
import type { OfferState, OfferVisibility, PledgeCircle } from './offer.states.js';

/** What a donor puts on the table. Quantities are minor units of the currency, or whole units. Empty lists restrict nothing. */
@Entity('offers')
export class Offer {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** Who offers. */
  @Column({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  kind!: OfferKind;

  @Column({ name: 'category_codes', type: 'text', array: true, default: [] })
  categoryCodes!: string[];

  @Column({ name: 'type_codes', type: 'text', array: true, default: [] })
  typeCodes!: string[];

  @Column({ type: 'char', length: 3, nullable: true })
  currency!: string | null;

  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ type: 'bigint', transformer: bigintColumn })
  capacity!: bigint;

  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  committed!: bigint;

  /** Of what is committed in kind: so much has arrived. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  delivered!: bigint;

  /** Of that: so much was accepted. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  accepted!: bigint;

  /** 1 (not earmarked) to 4 (tightly earmarked), as in IATI aid-type vocabulary 2. */
  @Column({ name: 'earmark_level', type: 'integer', default: 1 })
  earmarkLevel!: number;

  /** ISO 3166-1 alpha-2. */
  @Column({ name: 'earmark_areas', type: 'text', array: true, default: [] })
  earmarkAreas!: string[];

  /** M49. */
  @Column({ name: 'earmark_regions', type: 'text', array: true, default: [] })
  earmarkRegions!: string[];

  @Column({ name: 'earmark_groups', type: 'text', array: true, default: [] })
  earmarkGroups!: AreaGroup[];

  @Column({ name: 'excluded_areas', type: 'text', array: true, default: [] })
  excludedAreas!: string[];

  @Column({ name: 'excluded_categories', type: 'text', array: true, default: [] })
  excludedCategories!: string[];

  @Column({ name: 'excluded_types', type: 'text', array: true, default: [] })
  excludedTypes!: string[];

  /** Only what this organization, or one of these kinds, carries out. */
  @Column({ name: 'implementer_id', type: 'text', nullable: true })
  implementerId!: string | null;

  @Column({ name: 'implementer_kinds', type: 'text', array: true, default: [] })
  implementerKinds!: StatedKind[];

  @Column({ name: 'minimum_lot', type: 'bigint', nullable: true, transformer: bigintColumn })
  minimumLot!: bigint | null;

  @Column({ name: 'maximum_per_recipient', type: 'bigint', nullable: true, transformer: bigintColumn })
  maximumPerRecipient!: bigint | null;

  /** The most of one item that it pays for, in basis points. */
  @Column({ name: 'maximum_share_bp', type: 'integer', nullable: true })
  maximumShareBp!: number | null;

  @Column({ name: 'valid_from', type: 'date' })
  validFrom!: string;

  @Column({ name: 'valid_until', type: 'date', nullable: true })
  validUntil!: string | null;

  /** The last day that its donor was reminded of. */
  @Column({ name: 'reminded_of', type: 'date', nullable: true })
  remindedOf!: string | null;

  /** The last day that was announced as past. */
  @Column({ name: 'passed_of', type: 'date', nullable: true })
  passedOf!: string | null;

  /** The first day of use that was announced when it came. */
  @Column({ name: 'begun_of', type: 'date', nullable: true })
  begunOf!: string | null;

  @Column({ name: 'usable_from', type: 'date', nullable: true })
  usableFrom!: string | null;

  @Column({ name: 'usable_until', type: 'date', nullable: true })
  usableUntil!: string | null;

  @Column({ type: 'text' })
  state!: OfferState;

  @Column({ type: 'text', default: 'public' })
  visibility!: OfferVisibility;

  /** In words: what else the donor asks for. */
  @Column({ type: 'text', default: '' })
  conditions!: string;

  @Column({ type: 'text', default: '' })
  contact!: string;

  @Column({ name: 'cooperation_mode', type: 'text', nullable: true })
  cooperationMode!: CooperationMode | null;

  @Column({ type: 'text', array: true, default: [] })
  tags!: string[];

  /** Where it was imported from; with `externalRef` it names the offer there. */
  @Column({ type: 'text', nullable: true })
  source!: string | null;

  @Column({ name: 'external_ref', type: 'text', nullable: true })
  externalRef!: string | null;

  /** What the source said of it last. Where the columns say something else, its organization changed them here. */
  @Column({ type: 'jsonb', nullable: true })
  imported!: SourceContent | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  /** Since then an agreement with a fund holds its money, or what is committed of it. */
  @Column({ name: 'agreed_at', type: 'timestamptz', nullable: true })
  agreedAt!: Date | null;

  /** From then on its visibility decides who knows of it. */
  @Column({ name: 'published_at', type: 'timestamptz', nullable: true })
  publishedAt!: Date | null;

  /** Counted up by the database with each change that a State's consent depends on. */
  @Column({ type: 'integer', default: 1, insert: false, update: false })
  terms!: number;

  /** Of a pledge: who may know of its need, so of it at the most; kept by the database. Null: it is no pledge. */
  @Column({ name: 'pledge_circle', type: 'text', nullable: true, insert: false, update: false })
  pledgeCircle!: PledgeCircle | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;

  /** Kept by the database from title, description, conditions, and what and where the offer is for. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false, nullable: true })
  search!: string;
}

export const offersEntities = [Offer];
