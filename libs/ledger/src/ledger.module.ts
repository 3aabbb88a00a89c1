import { Module } from '@nestjs/common';
import { LedgerQueries } from './ledger.queries.js';
import { Ledger } from './ledger.service.js';

/** No entities: what the processes write goes through functions, what they read are sums. */
@Module({ providers: [Ledger, LedgerQueries], exports: [Ledger, LedgerQueries] })
export class LedgerModule {}
