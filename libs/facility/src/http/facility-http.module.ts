import { Module } from '@nestjs/common';
import { DisbursementsModule } from '#libs/disbursements';
import { FundsModule } from '#libs/funds';
import { FacilityModule } from '../facility.module.js';
import { ProjectsController } from './projects.controller.js';
import { TranchesController } from './tranches.controller.js';

@Module({
  imports: [DisbursementsModule, FacilityModule, FundsModule],
  controllers: [ProjectsController, TranchesController],
})
export class FacilityHttpModule {}
