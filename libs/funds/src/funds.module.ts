import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { LedgerModule } from '#libs/ledger';
import { ReferenceModule } from '#libs/reference';
import { AgreementsService } from './agreements.service.js';
import { DepositsService } from './deposits.service.js';
import { fundsEntities } from './fund.entities.js';
import { FundRates } from './fund-rates.js';
import { FundsQueries } from './funds.queries.js';
import { FundsService } from './funds.service.js';

@Module({
  imports: [TypeOrmModule.forFeature(fundsEntities), AuditModule, LedgerModule, ReferenceModule],
  providers: [AgreementsService, DepositsService, FundRates, FundsQueries, FundsService],
  exports: [AgreementsService, DepositsService, FundsQueries, FundsService],
})
export class FundsModule {}
