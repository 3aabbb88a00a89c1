import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { SEARCH_BATCH_LEFT, type SearchesLeft } from '../notifications.events.js';
import { SearchAlertsService } from '../search-alerts.service.js';

/** A need stands elsewhere, says something else, is to be confirmed or begins to be delivered: saved searches may find it. */
@Injectable()
@Consumes('notifications.find')
export class FindForSearches implements Consumer {
  constructor(private readonly alerts: SearchAlertsService) {}

  /** @throws Error for an event of a match that does not name its need */
  async consume(tx: Tx, { eventId, eventType, refId, payload, actorPerson }: Delivery): Promise<void> {
    const needId = eventType.startsWith('match.') ? payload.needId : refId;
    if (typeof needId !== 'string') throw new Error(`${eventType} ${eventId} does not say of which need.`);
    const isRest = eventType === SEARCH_BATCH_LEFT;
    await this.alerts.find(tx, needId, isRest ? (payload as SearchesLeft) : { after: '', eventId, actorPerson });
  }
}
