import { Module } from '@nestjs/common';
import { AuditModule } from '../audit.module.js';
import { SealAudit } from './seal-audit.js';

@Module({ imports: [AuditModule], providers: [SealAudit] })
export class AuditWorkerModule {}
