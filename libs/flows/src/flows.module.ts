import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { NeedsModule } from '#libs/needs';
import { ReferenceModule } from '#libs/reference';
import { flowsEntities } from './flow.entity.js';
import { FlowsImport } from './flows.import.js';
import { FlowsQueries } from './flows.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature(flowsEntities), AuditModule, NeedsModule, ReferenceModule],
  providers: [FlowsImport, FlowsQueries],
  exports: [FlowsImport, FlowsQueries],
})
export class FlowsModule {}
