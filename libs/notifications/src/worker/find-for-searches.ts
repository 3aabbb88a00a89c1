import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { SEARCH_BATCH_LEFT, type SearchesLeft } from '../notifications.events.js';
import { SearchAlertsService } from '../search-alerts.service.js';

/** A need stands elsewhere, says something else or is to be confirmed: saved searches may find it. */
@Injectable()
@Consumes('notifications.find')
export class FindForSearches implements Consumer {
  constructor(private readonly alerts: SearchAlertsService) {}

  async consume(tx: Tx, { eventId, eventType, refId, payload, actorPerson }: Delivery): Promise<void> {
    const isRest = eventType === SEARCH_BATCH_LEFT;
    await this.alerts.find(tx, refId, isRest ? (payload as SearchesLeft) : { after: '', eventId, actorPerson });
  }
}
