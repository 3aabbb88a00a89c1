import { Injectable } from '@nestjs/common';
import type { DisbursementFacts } from '#libs/disbursements';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { TranchesService } from '../tranches.service.js';

/** A payment order was rejected: its tranche can be ordered anew. */
@Injectable()
@Consumes('facility.reopen-tranche')
export class ReopenTranche implements Consumer {
  constructor(private readonly tranches: TranchesService) {}

  consume(tx: Tx, { refId, payload }: Delivery): Promise<void> {
    return this.tranches.reopen(tx, refId, (payload as unknown as DisbursementFacts).purposeRef);
  }
}
