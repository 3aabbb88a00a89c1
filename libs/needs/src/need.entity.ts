import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EarlierReportFile, NationalReport } from './national-report.entity.js';
import { DistinctNeeds } from './distinct-needs.entity.js';
import { NeedMessage } from './need-message.entity.js';
import { NeedRevision } from './need-revision.entity.js';
import type { Language, OtherChannel } from './need.rules.js';
import { DEFAULT_VISIBILITY, type Coverage, type LiveState, type NeedState, type Visibility } from './need.states.js';
import { SubmissionThreshold } from './submission-threshold.entity.js';

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

  @Column({ type: 'text', default: DEFAULT_VISIBILITY })
  visibility!: Visibility;

  /** The wider circle that its organization agreed to; null: it is shown as was agreed. */
  @Column({ name: 'agreed_visibility', type: 'text', nullable: true })
  agreedVisibility!: Visibility | null;

  /** Who of those who see the need is told at which site an item is delivered. */
  @Column({ name: 'site_visibility', type: 'text', default: 'coordinators' })
  siteVisibility!: Visibility;

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

  /** The national report that it comes from; of the same organization. */
  @Column({ name: 'report_id', type: 'text', nullable: true })
  reportId!: string | null;

  /** The paragraph of that report, or the question that it answers there. */
  @Column({ name: 'report_paragraph', type: 'text', nullable: true })
  reportParagraph!: string | null;

  @Column({ type: 'text', array: true, default: [] })
  tags!: string[];

  /** Title and year of the national action plan that it is part of. */
  @Column({ name: 'action_plan', type: 'text', nullable: true })
  actionPlan!: string | null;

  /** Its place among the priorities of that plan; 1 comes first. */
  @Column({ name: 'action_plan_rank', type: 'integer', nullable: true })
  actionPlanRank!: number | null;

  @Column({ name: 'already_done', type: 'text', nullable: true })
  alreadyDone!: string | null;

  /** Of the 2012 outcomes, as the categories name them: `PoA A.8`, `ITI B.9`. */
  @Column({ type: 'text', array: true, default: [] })
  paragraphs!: string[];

  /** Where else the same was asked for. */
  @Column({ name: 'also_submitted_to', type: 'text', array: true, default: [] })
  alsoSubmittedTo!: OtherChannel[];

  @Column({ name: 'also_submitted_note', type: 'text', nullable: true })
  alsoSubmittedNote!: string | null;

  /** The need that asks for the same, in whose place and history it stands now. */
  @Column({ name: 'merged_into', type: 'text', nullable: true })
  mergedInto!: string | null;

  /** The state to which it goes back when the two are taken apart. */
  @Column({ name: 'merged_from_state', type: 'text', nullable: true })
  mergedFromState!: LiveState | null;

  /** The state to which it goes back when it is reinstated; null of what was withdrawn before that was kept. */
  @Column({ name: 'withdrawn_from', type: 'text', nullable: true })
  withdrawnFrom!: LiveState | 'draft' | null;

  /** Why it was withdrawn, rejected, merged or closed before all of it was delivered. */
  @Column({ name: 'end_reason', type: 'text', nullable: true })
  endReason!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  /** From then on coordinators know of it. */
  @Column({ name: 'submitted_at', type: 'timestamptz', nullable: true })
  submittedAt!: Date | null;

  /** A coordinator has taken it up. */
  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt!: Date | null;

  /** How the coordinator made sure that the request is the State's: a note verbale, a call to the mission. */
  @Column({ type: 'text', nullable: true })
  authentication!: string | null;

  /** It is under review since its organization handed it in again, which can still be taken back. */
  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;

  /** From then on its visibility decides who knows of it. */
  @Column({ name: 'published_at', type: 'timestamptz', nullable: true })
  publishedAt!: Date | null;

  /** When its organization last said that it still stands; null: never since it was published. */
  @Column({ name: 'confirmed_on', type: 'date', nullable: true })
  confirmedOn!: string | null;

  /** The `validUntil` of which its organization was reminded. */
  @Column({ name: 'reminded_of', type: 'date', nullable: true })
  remindedOf!: string | null;

  /** The beginning of the reporting cycle in which its organization was last asked to confirm it. */
  @Column({ name: 'asked_in_cycle_from', type: 'date', nullable: true })
  askedInCycleFrom!: string | null;

  /** When that was. */
  @Column({ name: 'asked_on', type: 'date', nullable: true })
  askedOn!: string | null;

  /** The number of the last published revision; 0: never published. */
  @Column({ type: 'integer', default: 0 })
  revision!: number;

  /** The revision that it last went on the table with; others than those who review it are told nothing from before. */
  @Column({ name: 'published_revision', type: 'integer', default: 0 })
  publishedRevision!: number;

  @Column({ type: 'integer', default: 1 })
  version!: number;

  /** Kept by the database from title, summary, descriptions and places of the items, by the stemmer of the language, and codes. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false })
  search!: string;

  /** Kept by the database, as the next three: how much of its items is committed. */
  @Column({ type: 'text', insert: false, update: false })
  coverage!: Coverage;

  /** Something of it is on its way, or was delivered or paid. */
  @Column({ name: 'delivery_begun', type: 'boolean', insert: false, update: false, default: false })
  deliveryBegun!: boolean;

  /** A match of it is delivering; matching keeps it. */
  @Column({ name: 'under_way', type: 'boolean', insert: false, update: false, default: false })
  underWay!: boolean;

  /** The categories of its items, each once. */
  @Column({ name: 'category_codes', type: 'text', array: true, insert: false, update: false })
  categoryCodes!: string[];

  /** Donors whose confirmed matches give to it; kept by the database from the matches. */
  @Column({ name: 'donor_ids', type: 'text', array: true, default: [], insert: false, update: false })
  donorIds!: string[];

  /** The types of assistance of its items, each once. */
  @Column({ name: 'type_codes', type: 'text', array: true, insert: false, update: false })
  typeCodes!: string[];
}

/** One line of a need: so much of one thing. Quantities are minor units of the currency, or whole units. */
@Entity('need_items')
export class NeedItem {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** Null: its organization removed it from a need that was once published, where matches may refer to it. */
  @Column({ name: 'need_id', type: 'text', nullable: true })
  needId!: string | null;

  @Column({ name: 'removed_from', type: 'text', nullable: true })
  removedFrom!: string | null;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'category_code', type: 'text' })
  categoryCode!: string;

  /** A coordinator chose the category; an import leaves it. */
  @Column({ name: 'sorted_here', type: 'boolean', default: false })
  sortedHere!: boolean;

  @Column({ name: 'type_code', type: 'text', nullable: true })
  typeCode!: string | null;

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

  @Column({ name: 'needed_by', type: 'date', nullable: true })
  neededBy!: string | null;

  /** Where it is delivered, as closely as everybody may know: a district, a town. */
  @Column({ name: 'delivery_place', type: 'text', nullable: true })
  place!: string | null;

  /** The site itself; the need's `siteVisibility` says who is told of it. */
  @Column({ name: 'delivery_site', type: 'text', nullable: true })
  site!: string | null;

  /** What must be there before it is of use. */
  @Column({ type: 'text', nullable: true })
  prerequisites!: string | null;

  @Column({ name: 'own_contribution', type: 'text', nullable: true })
  ownContribution!: string | null;

  /** Without it the rest is of no use. */
  @Column({ name: 'is_essential', type: 'boolean', default: true })
  isEssential!: boolean;

  /** Of what was delivered: so much its organization has accepted. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  accepted!: bigint;

  /** Of the money that was delivered: so much funds paid; the rest its donors paid themselves, and was accepted with their deliveries. */
  @Column({ name: 'paid_by_fund', type: 'bigint', default: 0, transformer: bigintColumn })
  paidByFund!: bigint;

  /** Of what was requested: so much its organization no longer asks for. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  waived!: bigint;

  /** Still to be committed; kept by the database. */
  @Column({
    type: 'bigint',
    transformer: bigintColumn,
    generatedType: 'STORED',
    asExpression: 'requested - committed - waived',
    insert: false,
    update: false,
  })
  open!: bigint;

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

export const needsEntities = [
  Need,
  NeedItem,
  NeedMessage,
  NeedRevision,
  DistinctNeeds,
  SubmissionThreshold,
  NationalReport,
  EarlierReportFile,
];
