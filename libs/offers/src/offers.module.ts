import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { offersEntities } from './offer.entity.js';
import { OfferExpiryService } from './offer-expiry.service.js';
import { OfferLifeService } from './offer-life.service.js';
import { OffersCounts } from './offers.counts.js';
import { OffersImport } from './offers.import.js';
import { OffersQueries } from './offers.queries.js';
import { OffersSheet } from './offers.sheet.js';
import { OffersService } from './offers.service.js';

@Module({
  imports: [TypeOrmModule.forFeature(offersEntities), AuditModule, IdentityModule],
  providers: [
    OfferExpiryService,
    OfferLifeService,
    OffersCounts,
    OffersImport,
    OffersQueries,
    OffersService,
    OffersSheet,
  ],
  exports: [
    OfferExpiryService,
    OfferLifeService,
    OffersCounts,
    OffersImport,
    OffersQueries,
    OffersService,
    OffersSheet,
  ],
})
export class OffersModule {}
