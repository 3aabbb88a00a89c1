import { Module } from '@nestjs/common';
import { DisbursementsModule } from '#libs/disbursements';
import { FundsModule } from '#libs/funds';
import { FacilityModule } from '../facility.module.js';
import { FundSurplusController } from './fund-surplus.controller.js';
import { ProjectsController } from './projects.controller.js';
import { TranchesController } from './tranches.controller.js';

@Module({
  imports: [DisbursementsModule, FacilityModule, FundsModule],
  controllers: [FundSurplusController, ProjectsController, TranchesController],
})
export class FacilityHttpModule {}
