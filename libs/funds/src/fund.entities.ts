import { bigintColumn } from '#libs/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StoredAgreementState } from './agreement.states.js';
import type { StatedKind } from '#libs/identity';
import type { EarmarkGroup, EarmarkLevel } from './earmark.rules.js';

export const FUND_KINDS = ['facility', 'sponsorship'] as const;
export type FundKind = (typeof FUND_KINDS)[number];

/** A pool of donors' money with one currency. Its id is also its book in the ledger. */
@Entity('funds')
export class Fund {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  kind!: FundKind;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  @Column({ name: 'fees_account_id', type: 'text' })
  feesAccountId!: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}

/** What a donor has promised a fund: from pledge to the last cent received. */
@Entity('fund_agreements')
export class FundAgreement {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'fund_id', type: 'text' })
  fundId!: string;

  @Column({ name: 'donor_organization_id', type: 'text' })
  donorOrganizationId!: string;

  /** The offer that became this agreement; its match draws it first. */
  @Column({ name: 'offer_id', type: 'text', nullable: true })
  offerId!: string | null;

  /** In the currency of the agreement, in which the donor also pays. */
  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  /** Taken from each deposit; 10 000 is 1 %. */
  @Column({ name: 'fee_rate_millionths', type: 'integer' })
  feeRateMillionths!: number;

  @Column({ name: 'earmark_level', type: 'integer' })
  earmarkLevel!: EarmarkLevel;

  @Column({ name: 'earmark_areas', type: 'text', array: true, default: [] })
  earmarkAreas!: string[];

  @Column({ name: 'earmark_regions', type: 'text', array: true, default: [] })
  earmarkRegions!: string[];

  @Column({ name: 'earmark_groups', type: 'text', array: true, default: [] })
  earmarkGroups!: EarmarkGroup[];

  @Column({ name: 'earmark_categories', type: 'text', array: true, default: [] })
  earmarkCategories!: string[];

  @Column({ name: 'earmark_types', type: 'text', array: true, default: [] })
  earmarkTypes!: string[];

  @Column({ name: 'excluded_areas', type: 'text', array: true, default: [] })
  excludedAreas!: string[];

  @Column({ name: 'excluded_categories', type: 'text', array: true, default: [] })
  excludedCategories!: string[];

  @Column({ name: 'excluded_types', type: 'text', array: true, default: [] })
  excludedTypes!: string[];

  @Column({ name: 'implementer_id', type: 'text', nullable: true })
  implementerId!: string | null;

  @Column({ name: 'implementer_kinds', type: 'text', array: true, default: [] })
  implementerKinds!: StatedKind[];

  /** Its offer has conditions that no earmark can say: only matches that were checked against them draw it. */
  @Column({ name: 'own_matches_only', type: 'boolean', default: false })
  ownMatchesOnly!: boolean;

  @Column({ type: 'text' })
  state!: StoredAgreementState;

  @Column({ name: 'pledged_on', type: 'date' })
  pledgedOn!: string;

  /** In the fund's currency at the rate of the day of the pledge: for information, never booked. */
  @Column({ name: 'pledged_base_minor', type: 'bigint', transformer: bigintColumn })
  pledgedBaseMinor!: bigint;

  @Column({ name: 'pledged_rate', type: 'numeric', nullable: true })
  pledgedRate!: string | null;

  @Column({ name: 'pledged_rate_on', type: 'date', nullable: true })
  pledgedRateOn!: string | null;

  @Column({ name: 'pledged_rate_source', type: 'text', nullable: true })
  pledgedRateSource!: string | null;

  @Column({ name: 'signed_on', type: 'date', nullable: true })
  signedOn!: string | null;

  /** The same at the rate of the day of the signature. */
  @Column({ name: 'committed_base_minor', type: 'bigint', transformer: bigintColumn, nullable: true })
  committedBaseMinor!: bigint | null;

  @Column({ name: 'committed_rate', type: 'numeric', nullable: true })
  committedRate!: string | null;

  @Column({ name: 'committed_rate_on', type: 'date', nullable: true })
  committedRateOn!: string | null;

  @Column({ name: 'committed_rate_source', type: 'text', nullable: true })
  committedRateSource!: string | null;

  /** The sum of its deposits, in the currency of the agreement. */
  @Column({ name: 'received_minor', type: 'bigint', transformer: bigintColumn, default: 0 })
  receivedMinor!: bigint;

  /** The last day on which its money may be used; null without end. */
  @Column({ name: 'usable_from', type: 'date', nullable: true })
  usableFrom!: string | null;

  @Column({ name: 'valid_until', type: 'date', nullable: true })
  validUntil!: string | null;

  /** Where its money comes from: less than zero by what the donor has given, in the currency of the agreement. */
  @Column({ name: 'given_account_id', type: 'text' })
  givenAccountId!: string;

  /** What of it is left, in the currency of the fund; holds are on this account. */
  @Column({ name: 'account_id', type: 'text' })
  accountId!: string;

  /** What of it was paid out. */
  @Column({ name: 'paid_account_id', type: 'text' })
  paidAccountId!: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}

/** Money that came in under an agreement, as it was booked. Never changed. */
@Entity('fund_deposits')
export class FundDeposit {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'agreement_id', type: 'text' })
  agreementId!: string;

  /** The fund of the agreement, to whose account it came. */
  @Column({ name: 'fund_id', type: 'text' })
  fundId!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor!: bigint;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  @Column({ name: 'received_on', type: 'date' })
  receivedOn!: string;

  /** In the currency of the fund, before the fee. */
  @Column({ name: 'base_minor', type: 'bigint', transformer: bigintColumn })
  baseMinor!: bigint;

  @Column({ name: 'base_currency', type: 'char', length: 3 })
  baseCurrency!: string;

  @Column({ name: 'fee_minor', type: 'bigint', transformer: bigintColumn })
  feeMinor!: bigint;

  @Column({ name: 'fee_rate_millionths', type: 'integer' })
  feeRateMillionths!: number;

  /** Units of the deposit's currency for one of the fund's; null where they are the same. */
  @Column({ type: 'numeric', nullable: true })
  rate!: string | null;

  @Column({ name: 'rate_on', type: 'date', nullable: true })
  rateOn!: string | null;

  @Column({ name: 'rate_source', type: 'text', nullable: true })
  rateSource!: string | null;

  /** The bank's reference; the same one is not booked twice in a fund. */
  @Column({ name: 'external_ref', type: 'text' })
  externalRef!: string;

  @Column({ name: 'transfer_id', type: 'text' })
  transferId!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' })
  recordedAt!: Date;
}

export const fundsEntities = [Fund, FundAgreement, FundDeposit];
