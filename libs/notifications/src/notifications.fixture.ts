import { Audit } from '#libs/audit';
import { IdentityQueries } from '#libs/identity';
import type { Actor } from '#libs/kernel';
import { matchingEntities } from '#libs/matching';
import { NeedFitQueries, needsEntities, type NeedFilter } from '#libs/needs';
import { offersEntities } from '#libs/offers';
import { Outbox, testDatabase, type EventType, type JsonObject } from '#libs/platform';
import { MatchingWorld } from '../../matching/src/matching.fixture.js';
import { notificationsEntities } from './notification.entities.js';
import { NotificationMailsService } from './notification-mails.service.js';
import { NotificationsQueries, type NotificationView } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { SavedSearchesService } from './saved-searches.service.js';
import { SearchAlertsService } from './search-alerts.service.js';
import { ShortlistService } from './shortlist.service.js';

/** The world of matching, whose people are told what happens in it. */
export class NotificationsWorld extends MatchingWorld {
  readonly notifications = new NotificationsService();
  readonly inbox = new NotificationsQueries();
  readonly alerts = new SearchAlertsService(new NeedFitQueries(), new Outbox());
  readonly searches = new SavedSearchesService(new Audit(), this.alerts);
  readonly shortlist = new ShortlistService(new Audit());
  readonly mails = new NotificationMailsService(new IdentityQueries(), new Outbox());
  private events = 0;

  /** The event and what its consumer does; `by` did it. Returns the id of the event. */
  async happens(eventType: EventType, refId: string, by?: Actor, payload: JsonObject = {}): Promise<string> {
    const eventId = `evt_${(this.events += 1)}`;
    const happening = { eventId, eventType, refId, payload, actorPerson: by?.personId ?? '' };
    await this.run(this.db.actor, (tx) => this.notifications.tell(tx, happening));
    return eventId;
  }

  async find(needId: string, after = '', by?: Actor): Promise<void> {
    const eventId = `evt_${(this.events += 1)}`;
    const left = { after, eventId, actorPerson: by?.personId ?? '' };
    await this.run(this.db.actor, (tx) => this.alerts.find(tx, needId, left));
  }

  /** A pledge of Sweden to the item; the id of its match. */
  pledgedTo(needId: string, needItemId: string, visibility: 'public' | 'private'): Promise<string> {
    const terms = { amount: 5n, measure: { unit: 'safe' }, title: 'Safes', conditions: '', validUntil: null };
    return this.run(this.donor, (tx) => this.pledges.pledge(tx, { ...terms, needId, needItemId, visibility }));
  }

  save(actor: Actor, filter: NeedFilter, name = 'Locks', alert = true): Promise<string> {
    return this.run(actor, (tx) => this.searches.save(tx, { name, filter, alert }));
  }

  async page(actor: Actor, unread?: boolean): Promise<NotificationView[]> {
    return (await this.run(actor, (tx) => this.inbox.page(tx, { unread, limit: 100 }))).items;
  }

  async kinds(actor: Actor): Promise<string[]> {
    return (await this.page(actor)).map(({ kind }) => kind);
  }

  unread(actor: Actor): Promise<number> {
    return this.run(actor, (tx) => this.inbox.unread(tx));
  }

  /** Everybody's inbox is empty again, and nobody looks for anything. */
  async forget(): Promise<void> {
    await this.db.asOwner('DELETE FROM notifications');
    await this.db.asOwner('DELETE FROM saved_searches');
    await this.db.asOwner('DELETE FROM shortlisted_needs');
  }
}

export function notificationsWorld(): NotificationsWorld {
  const entities = [...needsEntities, ...offersEntities, ...matchingEntities, ...notificationsEntities];
  const world = new NotificationsWorld(testDatabase({ entities }));
  beforeAll(() => world.open());
  beforeEach(() => world.forget());
  return world;
}
