import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditModule } from '#libs/audit';
import { AuditHttpModule, Refusals, Things } from '#libs/audit/http';
import { DisbursementsHttpModule } from '#libs/disbursements/http';
import { FacilityModule } from '#libs/facility';
import { FacilityHttpModule } from '#libs/facility/http';
import { FlowsHttpModule } from '#libs/flows/http';
import { FundsHttpModule } from '#libs/funds/http';
import { IdentityModule } from '#libs/identity';
import { IdentityHttpModule } from '#libs/identity/http';
import { LedgerHttpModule } from '#libs/ledger/http';
import { MatchingModule } from '#libs/matching';
import { MatchingHttpModule } from '#libs/matching/http';
import { NeedsModule } from '#libs/needs';
import { NeedsHttpModule } from '#libs/needs/http';
import { NotificationsHttpModule } from '#libs/notifications/http';
import { OffersHttpModule } from '#libs/offers/http';
import { type Config, PlatformModule } from '#libs/platform';
import { PermissionGuard } from '#libs/platform/http';
import { ReferenceHttpModule } from '#libs/reference/http';
import { SheetsModule } from '#libs/sheets';
import { SheetsHttpModule } from '#libs/sheets/http';
import type { Logger } from 'pino';
import { EntriesVisible } from './entries-visible.js';
import { FileReaders } from './file-readers.js';
import { FilesController } from './files.controller.js';
import { HealthController } from './health.controller.js';
import { KnownThings } from './known-things.js';

/** The list of http doors. */
@Module({})
export class ApiModule {
  static forRoot(config: Config, log: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot(config, log),
        AuditModule,
        AuditHttpModule.forReaders(EntriesVisible),
        DisbursementsHttpModule,
        FacilityHttpModule,
        FlowsHttpModule,
        FundsHttpModule,
        IdentityHttpModule,
        IdentityModule,
        LedgerHttpModule,
        MatchingHttpModule,
        NeedsHttpModule,
        NotificationsHttpModule,
        OffersHttpModule,
        ReferenceHttpModule,
        SheetsHttpModule,
        FacilityModule,
        MatchingModule,
        NeedsModule,
        SheetsModule,
      ],
      controllers: [FilesController, HealthController],
      providers: [
        FileReaders,
        { provide: APP_GUARD, useClass: PermissionGuard },
        Refusals,
        { provide: Things, useClass: KnownThings },
      ],
    };
  }
}
