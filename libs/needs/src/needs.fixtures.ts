import { Audit } from '#libs/audit';
import { identityEntities, OrganizationAreasService, PointsOfContactQueries } from '#libs/identity';
import { ANONYMOUS, newId, systemClock, type Actor, type Role } from '#libs/kernel';
import { Outbox, testDatabase, type TestDatabase, type Tx } from '#libs/platform';
import { referenceEntities, ReferenceLoader } from '#libs/reference';
import type { SeenNeed } from './move-need.js';
import { NeedCoverageService } from './need-coverage.service.js';
import { NeedDraftsService } from './need-drafts.service.js';
import { NeedExpiryService } from './need-expiry.service.js';
import { NeedLifeService } from './need-life.service.js';
import { NeedReviewService } from './need-review.service.js';
import { NeedRevisionsService } from './need-revisions.service.js';
import { NeedThreadService } from './need-thread.service.js';
import { Need, NeedItem, needsEntities } from './need.entity.js';
import type { ItemContent, NeedContent } from './need.rules.js';
import type { Visibility } from './need.states.js';
import { NeedsQueries } from './needs.queries.js';

/** What the database specs of needs stand on: two States, a donor, the people in between, and reference data. */
export class NeedsWorld {
  readonly drafts = new NeedDraftsService(new Audit(), new OrganizationAreasService(new Audit()));
  readonly life = new NeedLifeService(new Audit(), new Outbox(), new PointsOfContactQueries(), systemClock);
  readonly review = new NeedReviewService(new Audit(), new Outbox(), systemClock);
  readonly coverage = new NeedCoverageService(new Audit(), new Outbox(), new PointsOfContactQueries(), systemClock);
  readonly thread = new NeedThreadService(new Audit(), new Outbox(), new PointsOfContactQueries(), systemClock);
  readonly expiry = new NeedExpiryService(new Audit(), new Outbox());
  readonly revisions = new NeedRevisionsService(new Audit(), new Outbox(), new PointsOfContactQueries(), systemClock);
  readonly queries = new NeedsQueries();
  readonly stateA = actorOf('focal-point', 'State A');
  readonly stateB = actorOf('focal-point', 'State B');
  readonly donor = actorOf('donor', 'Donor');
  /** A donor that no State founded. */
  readonly foundation = actorOf('donor', 'Foundation');
  readonly coordinator = actorOf('coordinator', 'Office');
  readonly finance = actorOf('finance', 'Agency');
  readonly auditor = actorOf('auditor', 'Auditors');
  readonly administrator = actorOf('administrator', 'Desk');

  constructor(readonly db: TestDatabase) {}

  async open(): Promise<void> {
    await this.db.uow.run(this.db.actor, (tx) => new ReferenceLoader(new Audit()).load(tx));
    for (const { organizationId, label } of this.everyone().filter(({ organizationId }) => organizationId !== '')) {
      const kind = organizationId === this.foundation.organizationId ? 'ngo' : 'state';
      await this.db.asOwner('INSERT INTO organizations (id, kind, name) VALUES ($1, $2, $3)', [
        organizationId,
        kind,
        label,
      ]);
    }
    for (const { personId, label } of [this.stateA, this.stateB, this.coordinator]) {
      await this.db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $2, $3)', [
        personId,
        `${personId}@test.example`,
        label,
      ]);
    }
    // A spec needs no State of its own for each area that it asks for.
    await this.db.asOwner(
      'INSERT INTO organization_areas (organization_id, area_iso2) SELECT o, iso2 FROM areas, unnest($1::text[]) o WHERE iso2 IS NOT NULL',
      [[this.stateA.organizationId, this.stateB.organizationId]],
    );
    await this.designate(this.stateA);
    await this.designate(this.stateB);
  }

  /** Coordinators let through whatever says something: for specs of needs that do not say all. */
  async askForLittle(): Promise<void> {
    await this.db.asOwner("UPDATE submission_threshold SET minimum_score = 0, required_facts = '{}'");
  }

  /** Makes the focal point a point of contact, who may hand in needs. */
  async designate({ personId, organizationId }: Actor, isPrimary = true): Promise<void> {
    await this.db.asOwner(
      "INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, 'focal-point')",
      [newId('memb'), personId, organizationId],
    );
    await this.db.asOwner(
      `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
       VALUES ($1, $2, $3, 'poa', $4, '2026-01-01', '2026-01-01')`,
      [newId('poc'), organizationId, personId, isPrimary],
    );
  }

  /** One more focal point and point of contact of the same organization. */
  async pointOfContact(of: Actor): Promise<Actor> {
    const actor = { ...of, personId: newId('pers'), label: 'Colleague' };
    await this.db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $1, $2)', [actor.personId, actor.label]);
    await this.designate(actor, false);
    return actor;
  }

  everyone(): Actor[] {
    const { stateA, stateB, donor, foundation, coordinator, finance, auditor, administrator } = this;
    return [ANONYMOUS, stateA, stateB, donor, foundation, coordinator, finance, auditor, administrator];
  }

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.uow.run(actor, work);
  }

  draft(content: Partial<NeedContent> = {}, actor = this.stateA): Promise<string> {
    return this.run(actor, (tx) => this.drafts.draft(tx, contentOf(content)));
  }

  async submitted(content: Partial<NeedContent> = {}, actor = this.stateA): Promise<string> {
    const id = await this.draft(content, actor);
    const seen = await this.seen(id);
    await this.run(actor, (tx) => this.life.submit(tx, seen));
    return id;
  }

  async published(content: Partial<NeedContent> = {}, actor = this.stateA): Promise<string> {
    const id = await this.validated({ visibility: 'public', ...content }, actor);
    await this.publish(id);
    return id;
  }

  async underReview(content: Partial<NeedContent> = {}, actor = this.stateA): Promise<string> {
    const id = await this.submitted(content, actor);
    await this.judge(id, (tx, seen) => this.review.acknowledge(tx, seen, 'Note verbale'));
    return id;
  }

  async validated(content: Partial<NeedContent> = {}, actor = this.stateA): Promise<string> {
    const id = await this.underReview(content, actor);
    await this.judge(id, (tx, seen) => this.review.validate(tx, seen));
    return id;
  }

  async publish(id: string, visibility?: Visibility): Promise<void> {
    await this.judge(id, (tx, seen) => this.review.publish(tx, seen, visibility));
  }

  /** What the coordinator does with the need as it is now. */
  async judge(id: string, verb: (tx: Tx, seen: SeenNeed) => Promise<void>): Promise<void> {
    const seen = await this.seen(id);
    await this.run(this.coordinator, (tx) => verb(tx, seen));
  }

  async seen(needId: string): Promise<SeenNeed> {
    return { needId, version: (await this.need(needId)).version };
  }

  need(id: string): Promise<Need> {
    return this.db.dataSource.manager.findOneByOrFail(Need, { id });
  }

  items(needId: string): Promise<NeedItem[]> {
    return this.db.dataSource.manager.find(NeedItem, { where: { needId }, order: { position: 'ASC' } });
  }

  async itemOf(needId: string): Promise<NeedItem & { needId: string }> {
    const [item] = await this.items(needId);
    if (!item) throw new Error(`need ${needId} has no item`);
    return { ...item, needId };
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

export function needsWorld(): NeedsWorld {
  const world = new NeedsWorld(
    testDatabase({ entities: [...identityEntities, ...needsEntities, ...referenceEntities] }),
  );
  beforeAll(() => world.open());
  return world;
}

export function contentOf(content: Partial<NeedContent> = {}): NeedContent {
  return {
    areaIso2: 'HT',
    title: 'Marking machines',
    summary: 'Weapons of the police are not marked',
    language: 'en',
    visibility: 'parties-only',
    priority: 3,
    neededFrom: null,
    neededBy: '2097-06-30',
    validUntil: null,
    tags: [],
    items: [itemOf()],
    ...content,
  };
}

export function itemOf(content: Partial<ItemContent> = {}): ItemContent {
  return {
    categoryCode: 'MARK',
    typeCode: 'equipment',
    description: 'Dot-peen marking machine with spare needles',
    measure: { unit: 'machine' },
    requested: 10n,
    minimum: null,
    unitCost: null,
    ...content,
  };
}

function actorOf(role: Role, label: string): Actor {
  return { role, personId: newId('pers'), organizationId: newId('org'), label };
}
