import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/platform';
import { DisbursementsModule } from '../disbursements.module.js';
import { PAYMENT_RAIL } from '../payment-rail.js';
import { SandboxBank } from '../sandbox-bank.js';
import { InstructPayment } from './instruct-payment.consumer.js';

@Module({
  imports: [DisbursementsModule],
  providers: [
    InstructPayment,
    {
      provide: PAYMENT_RAIL,
      useFactory: (config: Config) => new SandboxBank(config.database.url),
      inject: [CONFIG],
    },
  ],
})
export class DisbursementsWorkerModule {}
