export type { SeenNeed } from './move-need.js';
export { nationalReportStates } from './national-report.rules.js';
export { NationalReport } from './national-report.entity.js';
export { NationalReportsQueries } from './national-reports.queries.js';
export { NationalReportsService } from './national-reports.service.js';
export type { ReportContent } from './national-reports.service.js';
export { NeedCoverageService } from './need-coverage.service.js';
export { NeedDraftsService } from './need-drafts.service.js';
export { NeedExpiryService } from './need-expiry.service.js';
export { NeedFitQueries, type NeedSearch } from './need-fit.queries.js';
export { NeedLifeService } from './need-life.service.js';
export { NeedMergeService } from './need-merge.service.js';
export { NeedReviewService } from './need-review.service.js';
export { NeedRevision } from './need-revision.entity.js';
export { NeedRevisionsService } from './need-revisions.service.js';
export type { RevisionChanges } from './need-revisions.service.js';
export { NeedMessage } from './need-message.entity.js';
export { NeedThreadService } from './need-thread.service.js';
export { Need, NeedItem, needsEntities } from './need.entity.js';
export type { NeedRow } from './import.rules.js';
export { needsMigrations } from './migrations/index.js';
export { revisionStates } from './need-revision.rules.js';
export { LIVE_STATES, NEED_VERBS, needStates, VISIBILITIES } from './need.states.js';
export type { NeedState, Visibility } from './need.states.js';
export type { ItemContent, Measure, NeedContent } from './need.rules.js';
export { MoreThanCommitted, MoreThanOpen, NeedNotOpen, PointOfContactRequired } from './needs.errors.js';
export {
  NEED_CHANGED,
  NEED_CLOSED,
  NEED_EXPIRED,
  NEED_FULFILLED,
  NEED_PUBLISHED,
  NEED_REVISED,
  NEED_UNPUBLISHED,
  NEED_WITHDRAWN,
} from './needs.events.js';
export { touchedConsents } from './publish-revision.js';
export { requireFilter } from './needs.filter.js';
export type { NeedFilter } from './needs.filter.js';
export { NeedsImport } from './needs.import.js';
export type { Imported } from './needs.import.js';
export { NeedsCounts } from './needs.counts.js';
export { needsInvariants } from './needs.invariants.js';
export { NeedsModule } from './needs.module.js';
export { NeedsQueries } from './needs.queries.js';
export type { NeedItemView, NeedListing, NeedSummaryView, NeedView } from './needs.queries.js';
export { NeedsSheet } from './needs.sheet.js';
export { hasWritten } from './require-outsider.js';
export { awaitsTheirState, IS_OF_STATE_CONCERNED, isOpenToParties, needsVisibleTo } from './needs.visibility.js';
export { revisionNumberTold } from './revisions.visibility.js';
