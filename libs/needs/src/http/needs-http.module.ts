import { Module } from '@nestjs/common';
import { NeedsModule } from '../needs.module.js';
import { NeedAnswers } from './need-answers.js';
import { NeedLifeController } from './need-life.controller.js';
import { NeedReviewController } from './need-review.controller.js';
import { NeedThreadController } from './need-thread.controller.js';
import { NeedsController } from './needs.controller.js';

@Module({
  imports: [NeedsModule],
  controllers: [NeedsController, NeedLifeController, NeedReviewController, NeedThreadController],
  providers: [NeedAnswers],
})
export class NeedsHttpModule {}
