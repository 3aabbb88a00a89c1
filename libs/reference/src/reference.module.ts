import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { MeetingsService } from './meetings.service.js';
import { RatesImport } from './rates.import.js';
import { referenceEntities } from './reference.entities.js';
import { ReferenceLoader } from './reference.loader.js';
import { ReferenceQueries } from './reference.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature(referenceEntities), AuditModule],
  providers: [MeetingsService, RatesImport, ReferenceLoader, ReferenceQueries],
  exports: [MeetingsService, RatesImport, ReferenceLoader, ReferenceQueries],
})
export class ReferenceModule {}
