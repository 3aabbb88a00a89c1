import { Module } from '@nestjs/common';
import { FacilityModule } from '../facility.module.js';
import { EndAgreement } from './end-agreement.consumer.js';
import { ReopenTranche } from './reopen-tranche.consumer.js';
import { SettleTranche } from './settle-tranche.consumer.js';

@Module({ imports: [FacilityModule], providers: [EndAgreement, ReopenTranche, SettleTranche] })
export class FacilityWorkerModule {}
