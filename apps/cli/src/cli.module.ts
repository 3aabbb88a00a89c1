import { type DynamicModule, Module } from '@nestjs/common';
import { auditInvariants, auditMigrations, AuditModule } from '#libs/audit';
import { disbursementsInvariants, disbursementsMigrations, DisbursementsModule } from '#libs/disbursements';
import { facilityInvariants, facilityMigrations, FacilityModule } from '#libs/facility';
import { flowsInvariants, flowsMigrations, FlowsModule } from '#libs/flows';
import { fundsInvariants, fundsMigrations, FundsModule } from '#libs/funds';
import { identityInvariants, identityMigrations, IdentityModule } from '#libs/identity';
import { ledgerInvariants, ledgerMigrations, LedgerModule } from '#libs/ledger';
import { matchingInvariants, matchingMigrations, MatchingModule } from '#libs/matching';
import { needsInvariants, needsMigrations, NeedsModule } from '#libs/needs';
import { notificationsInvariants, notificationsMigrations, NotificationsModule } from '#libs/notifications';
import { offersInvariants, offersMigrations, OffersModule } from '#libs/offers';
import {
  type Config,
  type Invariant,
  type Migration,
  outboxInvariants,
  PlatformModule,
  platformMigrations,
} from '#libs/platform';
import { referenceInvariants, referenceMigrations, ReferenceModule } from '#libs/reference';
import { sheetsInvariants, sheetsMigrations, SheetsModule } from '#libs/sheets';
import type { Logger } from 'pino';

/** The services of all features, without HTTP and without background work. */
@Module({})
export class CliModule {
  static forRoot(config: Config, log: Logger): DynamicModule {
    return {
      module: CliModule,
      imports: [
        PlatformModule.forRoot(config, log),
        AuditModule,
        DisbursementsModule,
        FacilityModule,
        FlowsModule,
        FundsModule,
        IdentityModule,
        LedgerModule,
        MatchingModule,
        NeedsModule,
        NotificationsModule,
        OffersModule,
        ReferenceModule,
        SheetsModule,
      ],
    };
  }
}

/** All tables of the system; the timestamps in their names order them. */
export const migrations: readonly Migration[] = [
  ...platformMigrations,
  ...auditMigrations,
  ...referenceMigrations,
  ...identityMigrations,
  ...needsMigrations,
  ...offersMigrations,
  ...matchingMigrations,
  ...flowsMigrations,
  ...ledgerMigrations,
  ...fundsMigrations,
  ...disbursementsMigrations,
  ...facilityMigrations,
  ...sheetsMigrations,
  ...notificationsMigrations,
];

/** All that must never be false. */
export const invariants: readonly Invariant[] = [
  ...outboxInvariants,
  ...auditInvariants,
  ...referenceInvariants,
  ...identityInvariants,
  ...needsInvariants,
  ...offersInvariants,
  ...matchingInvariants,
  ...flowsInvariants,
  ...ledgerInvariants,
  ...fundsInvariants,
  ...disbursementsInvariants,
  ...facilityInvariants,
  ...sheetsInvariants,
  ...notificationsInvariants,
];
