import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { OfferAgreementsService } from '../offer-agreements.service.js';

/** A match or an agreement was taken back: an agreement that no match is left for ends, and its offer is open again. */
@Injectable()
@Consumes('facility.end-agreement')
export class EndAgreement implements Consumer {
  constructor(private readonly agreements: OfferAgreementsService) {}

  consume(tx: Tx, { payload }: Delivery): Promise<void> {
    return this.agreements.end(tx, (payload as { readonly offerId: string }).offerId);
  }
}
