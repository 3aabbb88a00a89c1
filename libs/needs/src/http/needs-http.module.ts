import { Module } from '@nestjs/common';
import { NeedsModule } from '../needs.module.js';
import { NationalReportsController } from './national-reports.controller.js';
import { NeedAnswers } from './need-answers.js';
import { NeedDuplicatesController } from './need-duplicates.controller.js';
import { NeedLifeController } from './need-life.controller.js';
import { NeedReviewController } from './need-review.controller.js';
import { NeedRevisionsController } from './need-revisions.controller.js';
import { NeedThreadController } from './need-thread.controller.js';
import { NeedsController } from './needs.controller.js';
import { ReportingCyclesController } from './reporting-cycles.controller.js';
import { SubmissionThresholdController } from './submission-threshold.controller.js';

@Module({
  imports: [NeedsModule],
  controllers: [
    NationalReportsController,
    NeedsController,
    NeedDuplicatesController,
    NeedLifeController,
    NeedReviewController,
    NeedRevisionsController,
    NeedThreadController,
    ReportingCyclesController,
    SubmissionThresholdController,
  ],
  providers: [NeedAnswers],
})
export class NeedsHttpModule {}
