import { Module } from '@nestjs/common';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { NeedsModule } from '#libs/needs';
import { OffersModule } from '#libs/offers';
import { ImportRun } from './import-run.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { SheetKinds } from './sheet-kinds.js';

const SERVICES = [ImportRun, ImportsQueries, ImportsService, SheetKinds];

@Module({
  imports: [AuditModule, IdentityModule, NeedsModule, OffersModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class SheetsModule {}
