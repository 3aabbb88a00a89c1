import { Audit } from '#libs/audit';
import { calendarDateOf, newId, systemClock, type Actor, type Role } from '#libs/kernel';
import { Outbox, type TestDatabase, type Tx } from '#libs/platform';
import { PointsOfContactQueries } from './points-of-contact.queries.js';
import { IdentityService } from './identity.service.js';
import { Passwords } from './passwords.js';
import { PointsOfContactService, type NewContact } from './points-of-contact.service.js';

export const today = calendarDateOf(new Date());
export const inDays = (days: number) => calendarDateOf(new Date(Date.now() + days * 86_400_000));

export const coordinator: Actor = {
  role: 'coordinator',
  personId: newId('pers'),
  organizationId: newId('org'),
  label: 'C',
};

/** Whose passwords cost little. */
export const identityForTests = (): IdentityService =>
  new IdentityService(
    new Passwords({ memoryKib: 64, passes: 1 }),
    new Audit(),
    new PointsOfContactService(new Audit(), new Outbox(), systemClock),
  );

/** A State, its people and their designations, in a database of a test. */
export class ContactsFixture {
  readonly service = new PointsOfContactService(new Audit(), new Outbox(), systemClock);
  readonly contacts = new PointsOfContactQueries();
  state = '';

  constructor(private readonly db: TestDatabase) {}

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.uow.run(actor, work);
  }

  async newState(): Promise<void> {
    this.state = newId('org');
    await this.db.asOwner(`INSERT INTO organizations (id, kind, name) VALUES ($1, 'state', $2)`, [
      this.state,
      `State ${this.state}`,
    ]);
  }

  async focalPoint(organizationId = this.state, role: Role = 'focal-point'): Promise<Actor> {
    const personId = newId('pers');
    await this.db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $2, $1)', [
      personId,
      `${personId}@example.org`,
    ]);
    await this.db.asOwner('INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)', [
      newId('memb'),
      personId,
      organizationId,
      role,
    ]);
    return { role, personId, organizationId, label: personId };
  }

  designate(who: Actor, more: Partial<NewContact> = {}): Promise<string> {
    return this.run(coordinator, (tx) =>
      this.service.designate(tx, who.organizationId, {
        personId: who.personId,
        instrument: 'poa',
        isPrimary: true,
        startsOn: today,
        letterFileId: null,
        ...more,
      }),
    );
  }

  async handOver(by: Actor, from: string, to: Actor, startsOn = today): Promise<string> {
    const next = { personId: to.personId, startsOn, letterFileId: null };
    return this.run(by, async (tx) => this.service.handOver(tx, await this.seen(from), next));
  }

  async end(id: string, endsOn: string): Promise<void> {
    await this.run(coordinator, async (tx) => this.service.end(tx, await this.seen(id), endsOn));
  }

  async seen(id: string): Promise<{ id: string; version: number }> {
    const [row] = await this.db.asOwner<{ version: number }>('SELECT version FROM points_of_contact WHERE id = $1', [
      id,
    ]);
    return { id, version: row!.version };
  }

  may({ personId }: Actor, on = today): Promise<boolean> {
    return this.db.uow.read(this.db.actor, (tx) => this.contacts.maySubmitFor(tx, personId, this.state, on));
  }

  shownTo(actor: Actor) {
    return this.db.uow.read(actor, (tx) => this.contacts.ofOrganization(tx, this.state, today));
  }

  async ends(...ids: string[]): Promise<(string | null)[]> {
    const rows = await this.db.asOwner<{ ends: string | null }>(
      `SELECT ends_on::text AS ends FROM unnest($1::text[]) WITH ORDINALITY AS w (id, place)
         JOIN points_of_contact USING (id) ORDER BY place`,
      [ids],
    );
    return rows.map(({ ends }) => ends);
  }
}
