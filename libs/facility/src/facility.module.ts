import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { DisbursementsModule } from '#libs/disbursements';
import { FundsModule } from '#libs/funds';
import { LedgerModule } from '#libs/ledger';
import { MatchingModule } from '#libs/matching';
import { NeedsModule } from '#libs/needs';
import { OffersModule } from '#libs/offers';
import { AllocationsService } from './allocations.service.js';
import { FacilityQueries } from './facility.queries.js';
import { FundSurplusService } from './fund-surplus.service.js';
import { MoneyTrailQueries } from './money-trail.queries.js';
import { OfferAgreementsService } from './offer-agreements.service.js';
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
    OffersModule,
  ],
  providers: [
    AllocationsService,
    FacilityQueries,
    FundSurplusService,
    MoneyTrailQueries,
    OfferAgreementsService,
    TranchesService,
  ],
  exports: [
    AllocationsService,
    FacilityQueries,
    FundSurplusService,
    MoneyTrailQueries,
    OfferAgreementsService,
    TranchesService,
  ],
})
export class FacilityModule {}
