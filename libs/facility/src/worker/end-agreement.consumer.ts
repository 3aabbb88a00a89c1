import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { OfferAgreementsService } from '../offer-agreements.service.js';

/** A match was taken back: an agreement that only it was for ends with it. */
@Injectable()
@Consumes('facility.end-agreement')
export class EndAgreement implements Consumer {
  constructor(private readonly agreements: OfferAgreementsService) {}

  consume(tx: Tx, { refId, payload }: Delivery): Promise<void> {
    return this.agreements.end(tx, refId, (payload as { readonly offerId: string }).offerId);
  }
}
