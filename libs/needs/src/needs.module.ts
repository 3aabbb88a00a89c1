import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { ReferenceModule } from '#libs/reference';
import { NationalReportsQueries } from './national-reports.queries.js';
import { NationalReportsService } from './national-reports.service.js';
import { NeedCoverageService } from './need-coverage.service.js';
import { NeedDraftsService } from './need-drafts.service.js';
import { NeedDuplicatesQueries } from './need-duplicates.queries.js';
import { NeedExpiryService } from './need-expiry.service.js';
import { NeedFitQueries } from './need-fit.queries.js';
import { NeedLifeService } from './need-life.service.js';
import { NeedMergeService } from './need-merge.service.js';
import { NeedReviewService } from './need-review.service.js';
import { NeedRevisionsQueries } from './need-revisions.queries.js';
import { NeedRevisionsService } from './need-revisions.service.js';
import { NeedThreadQueries } from './need-thread.queries.js';
import { NeedThreadService } from './need-thread.service.js';
import { needsEntities } from './need.entity.js';
import { NeedsCounts } from './needs.counts.js';
import { NeedsImport } from './needs.import.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsSheet } from './needs.sheet.js';
import { SubmissionThresholdService } from './submission-threshold.js';
import { ReportingCycleQueries } from './reporting-cycle.queries.js';

const SERVICES = [
  NationalReportsQueries,
  NationalReportsService,
  NeedCoverageService,
  NeedDraftsService,
  NeedDuplicatesQueries,
  NeedExpiryService,
  NeedFitQueries,
  NeedLifeService,
  NeedMergeService,
  NeedReviewService,
  NeedRevisionsQueries,
  NeedRevisionsService,
  NeedThreadQueries,
  NeedThreadService,
  NeedsCounts,
  NeedsImport,
  NeedsQueries,
  NeedsSheet,
  ReportingCycleQueries,
  SubmissionThresholdService,
];

@Module({
  imports: [TypeOrmModule.forFeature(needsEntities), AuditModule, IdentityModule, ReferenceModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class NeedsModule {}
