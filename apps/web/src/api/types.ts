import type { components } from './schema.js';

/** The shapes of the api under the names that the pages use. */
type Shapes = components['schemas'];

export type Named = Shapes['NamedDto'];
/** What is counted: money of one currency, or things of one unit. */
export type Measure = Shapes['MeasureDto'];
export type Session = Shapes['SessionDto'];
export type Role = Session['role'];
export type Area = Shapes['AreaDto'];
export type CodeName = Shapes['CodeNameDto'];

export type Organization = Shapes['OrganizationDetailDto'];
export type OrganizationSummary = Shapes['OrganizationSummaryDto'];
export type PointOfContact = Shapes['PointOfContactDto'];

export type NeedSummary = Shapes['NeedSummaryDto'];
export type Facets = Shapes['NeedFacetsDto'];
export type NeedLine = Shapes['NeedLineDto'];
export type Need = Shapes['NeedDto'];
export type NeedItem = Shapes['NeedItemDto'];
export type Visibility = Need['visibility'];
export type NeedTemplate = Shapes['NeedTemplateDto'];
export type NeedRevision = Shapes['NeedRevisionDto'];
export type Duplicate = Shapes['DuplicateDto'];
export type NeedMessage = Shapes['NeedMessageDto'];
export type Completeness = Shapes['CompletenessDto'];

export type ReportSummary = Shapes['NationalReportSummaryDto'];
export type Report = Shapes['NationalReportDto'];
export type ReportInput = Shapes['NationalReportInput'];
export type ReportPatch = Shapes['NationalReportPatch'];
export type ReportFile = Shapes['ReportFileDto'];
export type Instrument = Report['instruments'][number];
export type Meeting = Shapes['MeetingDto'];
export type ReportingCycle = Shapes['DatedReportingCycleDto'];
export type MeetingInput = Shapes['MeetingInput'];
export type MeetingPatch = Shapes['MeetingPatch'];
export type Threshold = Shapes['ThresholdDto'];
export type ContactVerification = Shapes['ContactVerificationDto'];
export type Fact = Threshold['requiredFacts'][number];
export type StateInCycle = Shapes['StateInCycleDto'];
export type CycleCounts = Shapes['CycleCountsDto'];
export type Notification = Shapes['NotificationDto'];
export type SavedSearch = Shapes['SavedSearchDto'];
export type StoredFile = Shapes['FileDto'];

export type Person = Shapes['PersonDto'];
export type PersonDetail = Shapes['PersonDetailDto'];
export type EndedRole = Shapes['EndedRoleDto'];
export type Membership = Shapes['MembershipDto'];
export type Account = Shapes['AccountDto'];
export type OwnSession = Shapes['OwnSessionDto'];
export type Invitation = Shapes['InvitationDto'];
export type Invited = Shapes['InvitedPersonDto'];

export type Offer = Shapes['OfferDto'];
export type OfferFacets = Shapes['OfferFacetsDto'];
export type OfferState = Offer['state'];

export type NeedPledge = Shapes['NeedPledgeDto'];
export type Surplus = Shapes['SurplusDto'];
export type SurplusChoice = Shapes['SurplusChoiceDto'];

export type Match = Shapes['MatchDto'];
export type MatchState = Match['state'];
export type MatchWithHistory = Shapes['MatchWithHistoryDto'];
export type MatchDeliveries = Shapes['MatchDeliveriesDto'];
export type Delivery = MatchDeliveries['items'][number];
export type MatchEvent = MatchWithHistory['history'][number];
export type Reasons = Shapes['ReasonsDto'];
export type Rule = Shapes['RuleResultDto'];
export type Part = Shapes['ScorePartDto'];
export type Change = Shapes['ChangeDto'];
export type Facts = Rule['facts'];
export type Candidate = Shapes['CandidateDto'];

export type Flow = Shapes['FlowDto'];
export type FlowsOfCurrency = Shapes['FlowsOfCurrencyDto'];

export type Fund = Shapes['FundDto'];
export type FundInput = Shapes['FundInput'];
export type FundAgreement = Shapes['AgreementDto'];
export type Earmark = Shapes['EarmarkDto'];
export type EarmarkInput = Shapes['EarmarkInput'];
export type MoneyTrail = Shapes['MoneyTrailDto'];
export type Project = Shapes['ProjectSummaryDto'];
export type ProjectState = Project['state'];
export type Share = Shapes['TrailShareDto'];
export type Source = Shapes['TrailSourceDto'];
export type Agreement = Shapes['TrailAgreementDto'];
export type OfferAgreementRequest = Shapes['OfferAgreementDto'];
export type SignRequest = Shapes['SignInput'];
export type DepositRequest = Shapes['DepositInput'];
export type Tranche = Shapes['TrailTrancheDto'];
export type Transfer = Shapes['TrailTransferDto'];
export type AllocationRequest = Shapes['AllocationDto'];

export type OrderSummary = Shapes['PaymentOrderSummaryDto'];
export type Order = Shapes['TrailOrderDto'];
/** How far an order is, for those who do not see more of it. */
export type Payment = Shapes['TrailPaymentDto'];
export type SeenNeed = Shapes['SeenNeedDto'];
export type OrderState = Order['state'];
export type Approval = Shapes['ApprovalDto'];
export type Instruction = Shapes['InstructionDto'];
export type BankAccount = Shapes['BankAccountDto'];
export type BankAccountInput = Shapes['BankAccountInput'];

export type AuditEntry = Shapes['AuditEntryDto'];

export type Import = Shapes['ImportDto'];
export type ChangingRow = Shapes['ChangingRowDto'];
export type UnusedRow = Shapes['UnusedRowDto'];
export type ImportRequest = Shapes['ImportInput'];
