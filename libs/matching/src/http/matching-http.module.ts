import { Module } from '@nestjs/common';
import { NeedsModule } from '#libs/needs';
import { MatchingModule } from '../matching.module.js';
import { CandidatesController } from './candidates.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { MatchesController } from './matches.controller.js';
import { NeedMergesController } from './need-merges.controller.js';
import { PledgesController } from './pledges.controller.js';

@Module({
  imports: [MatchingModule, NeedsModule],
  controllers: [CandidatesController, DeliveriesController, MatchesController, NeedMergesController, PledgesController],
})
export class MatchingHttpModule {}
