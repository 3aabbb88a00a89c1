import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from './need.rules.js';
import type { Coverage, NeedState, Visibility } from './need.states.js';

/** What a State, or another organization, asks for. What exactly, and how much of it, stands in its items. */
@Entity('needs')
export class Need {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** Who asks. */
  @Column({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  /** ISO 3166-1 alpha-2 of the country or area that is to be helped. */
  @Column({ name: 'area_iso2', type: 'text' })
  areaIso2!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  summary!: string;

  /** The language it was filed in. */
  @Column({ type: 'text' })
  language!: Language;

  @Column({ type: 'text' })
  state!: NeedState;

  @Column({ type: 'text', default: 'parties-only' })
  visibility!: Visibility;

  /** 1 (lowest) to 5 (highest), as the requesting organization sees it; null where it does not say. */
  @Column({ type: 'integer', nullable: true })
  priority!: number | null;

  @Column({ name: 'needed_from', type: 'date', nullable: true })
  neededFrom!: string | null;

  @Column({ name: 'needed_by', type: 'date', nullable: true })
  neededBy!: string | null;

  @Column({ name: 'valid_until', type: 'date', nullable: true })
  validUntil!: string | null;

  /** Where it was imported from; with `externalRef` it names the need there. */
  @Column({ type: 'text', nullable: true })
  source!: string | null;

  @Column({ name: 'external_ref', type: 'text', nullable: true })
  externalRef!: string | null;

  @Column({ type: 'text', array: true, default: [] })
  tags!: string[];

  @Column({ name: 'withdrawn_reason', type: 'text', nullable: true })
  withdrawnReason!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  /** From then on coordinators know of it. */
  @Column({ name: 'submitted_at', type: 'timestamptz', nullable: true })
  submittedAt!: Date | null;

  /** From then on its visibility decides who knows of it. */
  @Column({ name: 'published_at', type: 'timestamptz', nullable: true })
  publishedAt!: Date | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;

  /** Kept by the database from title, summary and the descriptions of the items, by the stemmer of the language. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false })
  search!: string;

  /** Kept by the database, as the next two: how much of its items is committed. */
  @Column({ type: 'text', insert: false, update: false })
  coverage!: Coverage;

  /** The categories of its items, each once. */
  @Column({ name: 'category_codes', type: 'text', array: true, insert: false, update: false })
  categoryCodes!: string[];

  /** The types of assistance of its items, each once. */
  @Column({ name: 'type_codes', type: 'text', array: true, insert: false, update: false })
  typeCodes!: string[];
}

/** One line of a need: so much of one thing. Quantities are minor units of the currency, or whole units. */
@Entity('need_items')
export class NeedItem {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'need_id', type: 'text' })
  needId!: string;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'category_code', type: 'text' })
  categoryCode!: string;

  /** A coordinator chose the category; an import leaves it. */
  @Column({ name: 'sorted_here', type: 'boolean', default: false })
  sortedHere!: boolean;

  @Column({ name: 'type_code', type: 'text' })
  typeCode!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'char', length: 3, nullable: true })
  currency!: string | null;

  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ type: 'bigint', transformer: bigintColumn })
  requested!: bigint;

  /** The smallest quantity that is of use at all. */
  @Column({ type: 'bigint', nullable: true, transformer: bigintColumn })
  minimum!: bigint | null;

  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  committed!: bigint;

  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  delivered!: bigint;

  /** What one unit costs, as an indication. */
  @Column({ name: 'unit_cost_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  unitCostMinor!: bigint | null;

  @Column({ name: 'unit_cost_currency', type: 'char', length: 3, nullable: true })
  unitCostCurrency!: string | null;

  /** The organization that would carry it out, where the source names one. */
  @Column({ name: 'through_organization_id', type: 'text', nullable: true })
  throughOrganizationId!: string | null;

  @Column({ name: 'external_ref', type: 'text', nullable: true })
  externalRef!: string | null;

  /** The sector in the words of the source that it was imported from. */
  @Column({ name: 'source_sector', type: 'text', nullable: true })
  sourceSector!: string | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}

export const needsEntities = [Need, NeedItem];
