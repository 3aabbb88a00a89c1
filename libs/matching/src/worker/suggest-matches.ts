import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { Suggestions } from '../suggestions.service.js';

/** A need or an offer changed, also by what a match took from it: what the engine suggests is brought in step. */
@Injectable()
@Consumes('matching.suggest')
export class SuggestMatches implements Consumer {
  constructor(private readonly suggestions: Suggestions) {}

  async consume(tx: Tx, { eventType, refId }: Delivery): Promise<void> {
    if (eventType.startsWith('need.')) return this.suggestions.refreshNeed(tx, refId);
    if (eventType.startsWith('offer.')) return this.suggestions.refreshOffer(tx, refId);
    throw new Error(`matching.suggest knows nothing to do about ${eventType}.`);
  }
}
