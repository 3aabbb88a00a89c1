import { Module } from '@nestjs/common';
import { FundsModule } from '../funds.module.js';
import { LapsePledges } from './lapse-pledges.js';

@Module({ imports: [FundsModule], providers: [LapsePledges] })
export class FundsWorkerModule {}
