import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { RatesImport } from './rates.import.js';
import { referenceEntities } from './reference.entities.js';
import { ReferenceLoader } from './reference.loader.js';
import { ReferenceQueries } from './reference.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature(referenceEntities), AuditModule],
  providers: [RatesImport, ReferenceLoader, ReferenceQueries],
  exports: [RatesImport, ReferenceLoader, ReferenceQueries],
})
export class ReferenceModule {}
