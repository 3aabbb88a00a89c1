import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { Suggestions } from '../suggestions.service.js';

/** A need, an offer or a match changed: what the engine suggests is brought in step. */
@Injectable()
@Consumes('matching.suggest')
export class SuggestMatches implements Consumer {
  constructor(private readonly suggestions: Suggestions) {}

  async consume(tx: Tx, { eventType, refId, payload }: Delivery): Promise<void> {
    if (eventType.startsWith('need.')) return this.suggestions.refreshNeed(tx, refId);
    if (eventType.startsWith('offer.')) return this.suggestions.refreshOffer(tx, refId);
    // A match took from, or gave back to, an item and an offer.
    const { needId, offerId } = payload;
    if (typeof needId !== 'string' || typeof offerId !== 'string')
      throw new Error(`${eventType} ${refId} names no pair.`);
    await this.suggestions.refreshNeed(tx, needId);
    await this.suggestions.refreshOffer(tx, offerId);
  }
}
