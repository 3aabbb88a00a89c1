import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { DisbursementsModule } from '#libs/disbursements';
import { FundsModule } from '#libs/funds';
import { LedgerModule } from '#libs/ledger';
import { MatchingModule } from '#libs/matching';
import { NeedsModule } from '#libs/needs';
import { AllocationsService } from './allocations.service.js';
import { FacilityQueries } from './facility.queries.js';
import { MoneyTrailQueries } from './money-trail.queries.js';
import { facilityEntities } from './project.entity.js';
import { TranchesService } from './tranches.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature(facilityEntities),
    AuditModule,
    DisbursementsModule,
    FundsModule,
    LedgerModule,
    MatchingModule,
    NeedsModule,
  ],
  providers: [AllocationsService, FacilityQueries, MoneyTrailQueries, TranchesService],
  exports: [AllocationsService, FacilityQueries, MoneyTrailQueries, TranchesService],
})
export class FacilityModule {}
