import { type DynamicModule, Module } from '@nestjs/common';
import { AuditWorkerModule } from '#libs/audit/worker';
import { DisbursementsWorkerModule } from '#libs/disbursements/worker';
import { FacilityWorkerModule } from '#libs/facility/worker';
import { FundsWorkerModule } from '#libs/funds/worker';
import { IdentityWorkerModule } from '#libs/identity/worker';
import { MatchingWorkerModule } from '#libs/matching/worker';
import { NeedsWorkerModule } from '#libs/needs/worker';
import { NotificationsWorkerModule } from '#libs/notifications/worker';
import { OffersWorkerModule } from '#libs/offers/worker';
import { type Config, PlatformModule } from '#libs/platform';
import { WorkerPlatformModule } from '#libs/platform/worker';
import { SheetsWorkerModule } from '#libs/sheets/worker';
import type { Logger } from 'pino';

/** The list of worker doors. */
@Module({})
export class WorkerModule {
  static forRoot(config: Config, log: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(config, log),
        WorkerPlatformModule,
        AuditWorkerModule,
        DisbursementsWorkerModule,
        FacilityWorkerModule,
        FundsWorkerModule,
        IdentityWorkerModule,
        MatchingWorkerModule,
        NeedsWorkerModule,
        NotificationsWorkerModule,
        OffersWorkerModule,
        SheetsWorkerModule,
      ],
    };
  }
}
