import { Module } from '@nestjs/common';
import { FacilityModule } from '../facility.module.js';
import { ReopenTranche } from './reopen-tranche.consumer.js';
import { SettleTranche } from './settle-tranche.consumer.js';

@Module({ imports: [FacilityModule], providers: [ReopenTranche, SettleTranche] })
export class FacilityWorkerModule {}
