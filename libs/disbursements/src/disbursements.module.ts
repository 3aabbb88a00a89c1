import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { LedgerModule } from '#libs/ledger';
import { BankAccountsService } from './bank-accounts.service.js';
import { disbursementsEntities } from './disbursements.entities.js';
import { DisbursementsQueries } from './disbursements.queries.js';
import { DisbursementsService } from './disbursements.service.js';
import { InstructionsService } from './instructions.service.js';

@Module({
  imports: [TypeOrmModule.forFeature(disbursementsEntities), AuditModule, LedgerModule],
  providers: [BankAccountsService, DisbursementsQueries, DisbursementsService, InstructionsService],
  exports: [BankAccountsService, DisbursementsQueries, DisbursementsService, InstructionsService],
})
export class DisbursementsModule {}
