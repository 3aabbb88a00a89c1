import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { newId, type Actor, type Clock } from '#libs/kernel';
import { NeedCoverageService, needsEntities } from '#libs/needs';
import { OfferLifeService, offersEntities, OffersQueries, OffersService } from '#libs/offers';
import { Outbox, testDatabase, type TestDatabase, type Tx } from '#libs/platform';
import { ReferenceLoader, ReferenceQueries } from '#libs/reference';
import { CandidatesQueries } from './candidates.queries.js';
import { DeliveriesQueries } from './deliveries.queries.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryBook } from './delivery-book.js';
import { Match, matchingEntities } from './match.entity.js';
import { MatchValues } from './match-values.js';
import { MatchHistoryQueries } from './match-history.queries.js';
import { MatchesQueries } from './matches.queries.js';
import { MatchesService } from './matches.service.js';
import { PairQueries } from './pair.queries.js';
import { PledgesQueries } from './pledges.queries.js';
import { PledgesService } from './pledges.service.js';
import { ReceiptsService } from './receipts.service.js';
import { RestoredMatches } from './restored-matches.js';
import { Suggestions } from './suggestions.service.js';
import { UnconfirmedMatches } from './unconfirmed-matches.js';

const audit = new Audit();
const outbox = new Outbox();
/** The day of all tests: dates of the fixtures lie around it. */
const clock: Clock = { now: () => new Date('2026-11-24T12:00:00Z') };

interface ItemRow {
  readonly category_code: string;
  readonly type_code: string;
  readonly currency: string | null;
  readonly unit_code: string | null;
  readonly requested: bigint;
  readonly minimum: bigint;
  readonly through_organization_id: string;
}

/** Two States, two donors and the people in between; needs and offers are put on the table as they are wanted. */
export class MatchingWorld {
  readonly outbox = outbox;
  readonly unconfirmed = new UnconfirmedMatches(audit, outbox);
  readonly pairs = new PairQueries();
  readonly restored = new RestoredMatches(this.pairs, audit, outbox, clock);
  readonly values = new MatchValues(new ReferenceQueries(), clock, outbox);
  readonly needs = new NeedCoverageService(audit, outbox, new PointsOfContactQueries(), clock);
  readonly offers = new OffersService(audit, outbox, clock);
  readonly matches = new MatchesService(this.needs, this.offers, this.pairs, audit, outbox, clock);
  readonly suggestions = new Suggestions(this.pairs, this.restored, audit, outbox, clock);
  readonly life = new OfferLifeService(audit, outbox, clock);
  readonly offerQueries = new OffersQueries();
  readonly pledges = new PledgesService(this.offers, this.life, this.pairs, audit, outbox, clock);
  readonly pledgesQueries = new PledgesQueries(this.offerQueries);
  readonly queries = new MatchesQueries();
  readonly history = new MatchHistoryQueries(this.queries);
  readonly book = new DeliveryBook(this.needs, this.offers, audit, outbox);
  readonly deliveries = new DeliveriesService(this.book, this.pairs, clock);
  readonly receipts = new ReceiptsService(this.book, this.pairs, new PointsOfContactQueries(), clock);
  readonly deliveriesQueries = new DeliveriesQueries(this.queries);
  readonly candidates = new CandidatesQueries(this.pairs, clock);

  readonly focalPoint = actorOf('focal-point', 'Haiti');
  readonly otherFocalPoint = actorOf('focal-point', 'Malawi');
  readonly donor = actorOf('donor', 'Sweden');
  readonly otherDonor = actorOf('donor', 'Japan');
  readonly coordinator = actorOf('coordinator', 'Office');
  readonly auditor = actorOf('auditor', 'Auditors');
  readonly finance = actorOf('finance', 'Agency');

  constructor(readonly db: TestDatabase) {}

  async open(): Promise<void> {
    await this.db.uow.run(this.db.actor, (tx) => new ReferenceLoader(audit).load(tx));
    await this.add(this.focalPoint, 'state', 'HT');
    await this.add(this.otherFocalPoint, 'state', 'MW');
    await this.add(this.donor, 'donor-state', 'SE');
    await this.add(this.otherDonor, 'donor-state', 'JP');
    for (const actor of [this.coordinator, this.auditor, this.finance]) await this.add(actor, 'un-entity', null);
  }

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.uow.run(actor, work);
  }

  /** A published need of Haiti with one item: 100 safes unless said otherwise. */
  async need(columns: object = {}, item: Partial<ItemRow> = {}): Promise<{ needId: string; itemId: string }> {
    const needId = newId('need');
    const itemId = newId('item');
    await this.insert('needs', {
      id: needId,
      organization_id: this.focalPoint.organizationId,
      area_iso2: 'HT',
      title: 'Safes',
      summary: '',
      language: 'en',
      state: 'published',
      visibility: 'parties-only',
      priority: 3,
      submitted_at: new Date(),
      published_at: new Date(),
      ...columns,
    });
    const measure = 'currency' in item ? {} : { unit_code: 'safe' };
    await this.insert('need_items', {
      ...{ id: itemId, need_id: needId, position: 1, category_code: 'STOCK', type_code: 'equipment' },
      ...{ description: 'Safes', requested: 100n },
      ...measure,
      ...item,
    });
    return { needId, itemId };
  }

  /** A published offer of Sweden: 100 safes, for anybody, unless said otherwise. */
  async offer(columns: object = {}): Promise<string> {
    const id = newId('offer');
    const named = { category_codes: ['STOCK'], ...columns };
    await this.insert('offers', {
      id,
      organization_id: this.donor.organizationId,
      title: 'Safes',
      description: '',
      kind: 'currency' in columns ? 'cash' : 'in-kind',
      earmark_level: named.category_codes.length > 0 ? 2 : 1,
      capacity: 100n,
      valid_from: '2026-01-01',
      state: 'published',
      published_at: new Date(),
      ...('currency' in columns ? {} : { unit_code: 'safe' }),
      ...named,
    });
    return id;
  }

  /** A match that a coordinator proposed and put before the parties. */
  async reviewed(itemId: string, offerId: string, amount: bigint): Promise<string> {
    return this.run(this.coordinator, async (tx) => {
      const matchId = await this.matches.propose(tx, { needItemId: itemId, offerId, amount, note: null });
      await this.matches.accept(tx, { matchId, version: 1 }, {});
      return matchId;
    });
  }

  async confirmed(itemId: string, offerId: string, amount: bigint): Promise<string> {
    const matchId = await this.reviewed(itemId, offerId, amount);
    await this.consent(this.focalPoint, matchId);
    await this.consent(this.donor, matchId);
    return matchId;
  }

  async consent(actor: Actor, matchId: string): Promise<void> {
    await this.run(actor, async (tx) => {
      const { version } = await tx.findOneByOrFail(Match, { id: matchId });
      await this.matches.consent(tx, { matchId, version });
    });
  }

  match(matchId: string): Promise<Match> {
    return this.db.dataSource.manager.findOneByOrFail(Match, { id: matchId });
  }

  /** Live suggestions of an item by the engine, the best first: offer ids. */
  async suggested(itemId: string): Promise<string[]> {
    const rows = await this.db.asOwner<{ offer_id: string }>(
      `SELECT offer_id FROM matches WHERE need_item_id = $1 AND state = 'suggested' AND origin = 'engine'
        ORDER BY score DESC, offer_id`,
      [itemId],
    );
    return rows.map((row) => row.offer_id);
  }

  async committed(itemId: string, offerId: string): Promise<[item: string, offer: string]> {
    const [row] = await this.db.asOwner<{ item: string; offer: string }>(
      `SELECT (SELECT committed::text FROM need_items WHERE id = $1) AS item,
              (SELECT committed::text FROM offers WHERE id = $2) AS offer`,
      [itemId, offerId],
    );
    return [row?.item ?? '', row?.offer ?? ''];
  }

  async acts(refId: string): Promise<string[]> {
    const rows = await this.db.asOwner<{ act: string }>('SELECT act FROM audit_log WHERE ref_id = $1 ORDER BY id', [
      refId,
    ]);
    return rows.map(({ act }) => act);
  }

  async insert(table: string, row: object): Promise<void> {
    const columns = Object.keys(row);
    const values = Object.values(row) as unknown[];
    await this.db.asOwner(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      values,
    );
  }

  /** One more person in the role at the organization; a focal point drafts and speaks for nobody. */
  async colleagueOf({ organizationId, role }: Actor): Promise<Actor> {
    const colleague = { ...actorOf(role, 'Colleague'), organizationId };
    const { personId } = colleague;
    await this.insert('people', { id: personId, email: `${personId}@test.example`, name: 'Colleague' });
    await this.insert('memberships', { id: newId('memb'), person_id: personId, organization_id: organizationId, role });
    return colleague;
  }

  private async add(actor: Actor, kind: string, area: string | null): Promise<void> {
    const { organizationId: id, personId, label: name, role } = actor;
    await this.insert('organizations', { id, kind, name, area_iso2: area });
    await this.insert('people', { id: personId, email: `${personId}@test.example`, name });
    await this.insert('memberships', { id: newId('memb'), person_id: personId, organization_id: id, role });
    if (role === 'focal-point') await this.designate(actor);
  }

  /** Makes a focal point a point of contact, who speaks for their organization. */
  private designate({ organizationId, personId }: Actor): Promise<void> {
    return this.insert('points_of_contact', {
      ...{ id: newId('poc'), organization_id: organizationId, person_id: personId, instrument: 'iti' },
      ...{ is_primary: false, starts_on: '2020-01-01', verified_on: '2026-01-01' },
    });
  }
}

export function matchingWorld(): MatchingWorld {
  const world = new MatchingWorld(
    testDatabase({ entities: [...needsEntities, ...offersEntities, ...matchingEntities] }),
  );
  beforeAll(() => world.open());
  return world;
}

export function actorOf(role: Actor['role'], label: string): Actor {
  return { role, personId: newId('pers'), organizationId: newId('org'), label };
}
