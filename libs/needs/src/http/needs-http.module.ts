import { Module } from '@nestjs/common';
import { NeedsModule } from '../needs.module.js';
import { NationalReportsController } from './national-reports.controller.js';
import { NeedsController } from './needs.controller.js';
import { ReportingCyclesController } from './reporting-cycles.controller.js';

@Module({
  imports: [NeedsModule],
  controllers: [NationalReportsController, NeedsController, ReportingCyclesController],
})
export class NeedsHttpModule {}
