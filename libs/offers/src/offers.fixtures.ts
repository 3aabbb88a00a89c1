import { Audit } from '#libs/audit';
import { ANONYMOUS, newId, systemClock, type Actor, type Role } from '#libs/kernel';
import { Outbox, type TestDatabase, type Tx } from '#libs/platform';
import { ReferenceLoader } from '#libs/reference';
import { Offer } from './offer.entity.js';
import { OffersQueries } from './offers.queries.js';
import type { SeenOffer } from './move-offer.js';
import { OfferLifeService } from './offer-life.service.js';
import { UNSTATED } from './offer.rules.js';
import { OffersService, type OfferDraft } from './offers.service.js';

/** What the database specs of offers stand on: two donors, a State, the people in between, and reference data. */
export class OffersWorld {
  readonly offers = new OffersService(new Audit(), new Outbox(), systemClock);
  readonly life = new OfferLifeService(new Audit(), new Outbox(), systemClock);
  readonly queries = new OffersQueries();
  readonly donorA = actorOf('donor', 'Donor A');
  readonly donorB = actorOf('donor', 'Donor B');
  /** A donor that no State founded. */
  readonly foundation = actorOf('donor', 'Foundation');
  readonly state = actorOf('focal-point', 'State');
  readonly coordinator = actorOf('coordinator', 'Office');
  readonly finance = actorOf('finance', 'Agency');
  readonly auditor = actorOf('auditor', 'Auditors');

  constructor(readonly db: TestDatabase) {}

  async open(): Promise<void> {
    await this.db.uow.run(this.db.actor, (tx) => new ReferenceLoader(new Audit()).load(tx));
    for (const { organizationId, label } of Object.values(this.everyone())) {
      if (organizationId === '') continue;
      const kind = organizationId === this.foundation.organizationId ? 'ngo' : 'state';
      await this.db.asOwner('INSERT INTO organizations (id, kind, name) VALUES ($1, $2, $3)', [
        organizationId,
        kind,
        label,
      ]);
    }
  }

  everyone(): Readonly<Record<string, Actor>> {
    const { donorA, donorB, foundation, state, coordinator, finance, auditor } = this;
    return { ANONYMOUS, donorA, donorB, foundation, state, coordinator, finance, auditor };
  }

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.uow.run(actor, work);
  }

  draft(content: Partial<OfferDraft> = {}, actor = this.donorA): Promise<string> {
    return this.run(actor, (tx) => this.offers.draft(tx, contentOf(content)));
  }

  async published(content: Partial<OfferDraft> = {}, actor = this.donorA): Promise<string> {
    const id = await this.draft(content, actor);
    const seen = await this.seen(id);
    await this.run(actor, (tx) => this.life.publish(tx, seen));
    return id;
  }

  async seen(offerId: string): Promise<SeenOffer> {
    return { offerId, version: (await this.offer(offerId)).version };
  }

  offer(id: string): Promise<Offer> {
    return this.db.dataSource.manager.findOneByOrFail(Offer, { id });
  }

  async events(refId: string): Promise<string[]> {
    const rows = await this.db.asOwner<{ type: string }>(
      'SELECT type FROM outbox_events WHERE ref_id = $1 ORDER BY id',
      [refId],
    );
    return rows.map(({ type }) => type);
  }

  async acts(refId: string): Promise<string[]> {
    const rows = await this.db.asOwner<{ act: string }>('SELECT act FROM audit_log WHERE ref_id = $1 ORDER BY id', [
      refId,
    ]);
    return rows.map(({ act }) => act);
  }
}

export function contentOf(content: Partial<OfferDraft> = {}): OfferDraft {
  return {
    ...UNSTATED,
    title: 'Marking machines',
    description: 'New ones, with training',
    kind: 'in-kind',
    categoryCodes: ['MARK'],
    typeCodes: ['equipment'],
    measure: { unit: 'machine' },
    capacity: 10n,
    earmarkAreas: [],
    earmarkRegions: [],
    earmarkGroups: [],
    excludedAreas: [],
    minimumLot: null,
    maximumPerRecipient: null,
    validFrom: '2026-01-01',
    validUntil: null,
    visibility: 'public',
    conditions: '',
    ...content,
  };
}

export function cashOf(currency: string, capacity: bigint): Partial<OfferDraft> {
  return { kind: 'cash', measure: { currency }, capacity, typeCodes: [] };
}

function actorOf(role: Role, label: string): Actor {
  return { role, personId: newId('pers'), organizationId: newId('org'), label };
}
