import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { offersEntities } from './offer.entity.js';
import { OffersImport } from './offers.import.js';
import { OffersQueries } from './offers.queries.js';
import { OffersService } from './offers.service.js';

@Module({
  imports: [TypeOrmModule.forFeature(offersEntities), AuditModule, IdentityModule],
  providers: [OffersImport, OffersQueries, OffersService],
  exports: [OffersImport, OffersQueries, OffersService],
})
export class OffersModule {}
