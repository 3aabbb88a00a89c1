import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger.module.js';
import { LedgerController } from './ledger.controller.js';

@Module({ imports: [LedgerModule], controllers: [LedgerController] })
export class LedgerHttpModule {}
