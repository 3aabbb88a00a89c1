import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { needsEntities } from './need.entity.js';
import { NeedsCounts } from './needs.counts.js';
import { NeedsImport } from './needs.import.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';

@Module({
  imports: [TypeOrmModule.forFeature(needsEntities), AuditModule, IdentityModule],
  providers: [NeedsCounts, NeedsImport, NeedsQueries, NeedsService],
  exports: [NeedsCounts, NeedsImport, NeedsQueries, NeedsService],
})
export class NeedsModule {}
