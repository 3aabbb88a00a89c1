import { Module } from '@nestjs/common';
import { DisbursementsModule } from '../disbursements.module.js';
import { BankAccountsController } from './bank-accounts.controller.js';
import { PaymentOrdersController } from './payment-orders.controller.js';

@Module({ imports: [DisbursementsModule], controllers: [BankAccountsController, PaymentOrdersController] })
export class DisbursementsHttpModule {}
