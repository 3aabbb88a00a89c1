import { Injectable } from '@nestjs/common';
import type { DisbursementFacts } from '#libs/disbursements';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { TranchesService } from '../tranches.service.js';

/** A payment is settled: its tranche is paid and the need has its money. */
@Injectable()
@Consumes('facility.settle-tranche')
export class SettleTranche implements Consumer {
  constructor(private readonly tranches: TranchesService) {}

  consume(tx: Tx, { refId, payload }: Delivery): Promise<void> {
    return this.tranches.settle(tx, refId, (payload as unknown as DisbursementFacts).purposeRef);
  }
}
