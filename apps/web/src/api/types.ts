import type { Measure } from '../ui/amount.js';
import type { Money } from '../ui/money.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

export type Role = 'focal-point' | 'donor' | 'coordinator' | 'approver' | 'finance' | 'auditor' | 'administrator';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Membership {
  readonly id: string;
  readonly organization: Named;
  readonly role: Role;
}

export interface Session {
  readonly person: Named & { readonly email: string };
  readonly organization: Named;
  readonly role: Role;
  readonly membershipId: string;
  readonly memberships: readonly Membership[];
}

export interface Area {
  readonly code: string;
  readonly kind: 'world' | 'region' | 'subregion' | 'intermediate-region' | 'country';
  readonly name: string;
  readonly iso2: string | null;
}

export interface Category {
  readonly code: string;
  readonly name: string;
  readonly paragraphs: readonly string[];
  readonly neverMatches: boolean;
}

export interface CodeName {
  readonly code: string;
  readonly name: string;
}

export type NeedState = 'draft' | 'submitted' | 'published' | 'fulfilled' | 'withdrawn' | 'expired';
export type Visibility = 'public' | 'states-only' | 'coordinators' | 'parties-only';

export interface NeedItem {
  readonly id: string;
  readonly position: number;
  readonly categoryCode: string;
  readonly typeCode: string;
  readonly description: string;
  readonly measure: Measure;
  readonly requested: string;
  readonly minimum: string | null;
  readonly committed: string;
  readonly delivered: string;
  readonly open: string;
  readonly unitCost: Money | null;
  readonly sourceSector: string | null;
  readonly externalRef: string | null;
}

export interface Need {
  readonly id: string;
  readonly organization: Named;
  readonly areaIso2: string;
  readonly title: string;
  readonly summary: string;
  readonly language: string;
  readonly state: NeedState;
  readonly visibility: Visibility;
  readonly priority: number;
  readonly neededBy: string | null;
  readonly validUntil: string | null;
  readonly source: string | null;
  readonly externalRef: string | null;
  readonly tags: readonly string[];
  readonly items: readonly NeedItem[];
  readonly publishedAt: string | null;
  readonly withdrawnReason: string | null;
  readonly completeness: Completeness;
  readonly version: number;
}

/** How much of what donors ask for a need says; it advises and blocks nothing. */
export interface Completeness {
  readonly score: number;
  readonly missing: readonly { readonly fact: string; readonly path: string }[];
}

export interface Reasons {
  readonly policyVersion: number;
  readonly rules: readonly Rule[];
  readonly parts: readonly Part[];
  readonly score: number;
}

export type Facts = Readonly<Record<string, unknown>>;

export interface Rule {
  readonly rule: string;
  readonly holds: boolean;
  readonly facts: Facts;
  readonly change?: Change;
}

/** The smallest change that would make a failing rule hold. */
export interface Change {
  readonly of: 'need' | 'offer';
  readonly field: string;
  readonly do: 'set' | 'add' | 'remove';
  readonly value: string;
}

export interface Part {
  readonly part: string;
  readonly weight: number;
  readonly value: number;
  readonly facts: Facts;
}

export type MatchState =
  'suggested' | 'reviewed' | 'confirmed' | 'delivering' | 'completed' | 'declined' | 'rescinded' | 'superseded';

export interface Match {
  readonly id: string;
  readonly need: {
    readonly id: string;
    readonly title: string;
    readonly areaIso2: string;
    readonly organization: Named;
  };
  readonly item: {
    readonly id: string;
    readonly description: string;
    readonly categoryCode: string;
    readonly open: string;
  };
  readonly offer: { readonly id: string; readonly title: string; readonly organization: Named };
  readonly state: MatchState;
  readonly amount: string;
  readonly measure: Measure;
  readonly score: number | null;
  readonly reasons: Reasons;
  readonly origin: 'engine' | 'person';
  /** Words of who proposed it. */
  readonly note: string | null;
  readonly reviewNote: string | null;
  readonly reviewedBy: Named | null;
  readonly reviewedAt: string | null;
  readonly donorConsentBy: Named | null;
  readonly donorConsentAt: string | null;
  readonly stateConsentBy: Named | null;
  readonly stateConsentAt: string | null;
  readonly declinedReason: string | null;
  readonly version: number;
}

export interface Candidate {
  readonly needItemId: string;
  readonly offer: { readonly id: string; readonly title: string; readonly organization: Named };
  readonly measure: Measure;
  readonly available: string;
  readonly eligible: boolean;
  readonly reasons: Reasons;
}

export type FlowKind = 'pledge' | 'commitment' | 'payment';

export interface Flow {
  readonly id: string;
  readonly donorName: string;
  readonly kind: FlowKind;
  readonly amount: Money;
  readonly usd: Money | null;
  readonly valueDate: string;
  readonly description: string;
}

export interface FlowsSummary {
  readonly byCurrency: readonly FlowsOfCurrency[];
  readonly usd: FlowsOfCurrency;
  /** Flows that no rate was known for; they are missing in `usd`. */
  readonly unconverted: number;
}

/** Three numbers that stand side by side and are never added. */
export interface FlowsOfCurrency {
  readonly currency: string;
  readonly pledged: string;
  readonly committed: string;
  readonly paid: string;
}

export type OrderState =
  'requested' | 'approved' | 'instructed' | 'accepted' | 'settled' | 'failed' | 'returned' | 'rejected';

export interface OrderSummary {
  readonly id: string;
  readonly payee: Named;
  readonly amount: Money;
  readonly purpose: string;
  readonly purposeRef: string;
  readonly state: OrderState;
  readonly approvalsGiven: number;
  readonly approvalsRequired: number;
  readonly createdAt: string;
  readonly version: number;
}

export interface Approval {
  readonly id: string;
  readonly person: Named;
  readonly organization: Named;
  readonly approvedAt: string;
  /** False when the order was edited afterwards. */
  readonly counts: boolean;
}

export interface Instruction {
  readonly id: string;
  readonly endToEndId: string;
  readonly rail: string;
  readonly state: 'sent' | 'accepted' | 'settled' | 'failed' | 'returned' | 'needs-review';
  readonly replaces: string | null;
  readonly bankReference: string | null;
  readonly reason: string | null;
  readonly settledOn: string | null;
  readonly transferId: string | null;
  readonly createdAt: string;
}

export interface Order extends OrderSummary {
  readonly bankAccount: BankDetails;
  readonly createdBy: Named;
  readonly createdByOrganization: Named;
  readonly contentSha256: string;
  readonly approvals: readonly Approval[];
  readonly instructions: readonly Instruction[];
}

export interface BankDetails {
  readonly id: string;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic: string | null;
}

export interface BankAccount extends BankDetails {
  readonly organization: Named;
  readonly currency: string;
  readonly createdBy: Named;
  readonly verifiedBy: Named | null;
  readonly verifiedAt: string | null;
  readonly version: number;
}

export interface Fund {
  readonly id: string;
  readonly name: string;
  readonly kind: 'facility' | 'sponsorship';
  readonly currency: string;
  readonly pledged: Money;
  readonly committed: Money;
  readonly received: Money;
  readonly available: Money;
}

export interface MoneyTrail {
  readonly match: Match;
  readonly project: Project | null;
  readonly shares: readonly Share[];
  readonly tranches: readonly Tranche[];
}

export interface Project {
  readonly id: string;
  readonly fund: Named;
  readonly payee: Named;
  readonly amount: Money;
  readonly state: 'active' | 'closed';
  readonly createdAt: string;
  readonly version: number;
}

export interface Share {
  readonly agreement: {
    readonly id: string;
    readonly donor: Named;
    readonly amount: Money;
    readonly state: string;
    readonly signedOn: string | null;
  };
  readonly holdId: string;
  readonly amount: Money;
  readonly deposits: readonly Deposit[];
}

export interface Deposit {
  readonly id: string;
  readonly received: Money;
  readonly fee: Money;
  readonly receivedOn: string;
  readonly externalRef: string | null;
  readonly transferId: string;
}

export interface Tranche {
  readonly id: string;
  readonly position: number;
  readonly amount: Money;
  readonly condition: string;
  readonly state: 'planned' | 'condition-met' | 'ordered' | 'paid';
  readonly conditionMetAt: string | null;
  readonly conditionMetBy: Named | null;
  readonly conditionNote: string | null;
  readonly orders: readonly Order[];
  readonly transfers: readonly Transfer[];
  readonly version: number;
}

export interface Transfer {
  readonly id: string;
  readonly effectiveOn: string;
  readonly entries: readonly { readonly accountId: string; readonly accountName: string; readonly amount: Money }[];
}
