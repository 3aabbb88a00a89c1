import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { auditEntities } from './audit.entity.js';
import { Audit } from './audit.js';
import { Sealer } from './sealer.js';

@Module({
  imports: [TypeOrmModule.forFeature(auditEntities)],
  providers: [Audit, Sealer],
  exports: [Audit, Sealer],
})
export class AuditModule {}
