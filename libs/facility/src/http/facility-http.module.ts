import { Module } from '@nestjs/common';
import { DisbursementsModule } from '#libs/disbursements';
import { FacilityModule } from '../facility.module.js';
import { ProjectsController } from './projects.controller.js';
import { TranchesController } from './tranches.controller.js';

@Module({ imports: [DisbursementsModule, FacilityModule], controllers: [ProjectsController, TranchesController] })
export class FacilityHttpModule {}
