import { Audit } from '#libs/audit';
import { isId, newId, ROLES, Stale, type Actor, type Problem, type Role } from '#libs/kernel';
import { testDatabase, type Tx } from '#libs/platform';
import { ReferenceLoader } from '#libs/reference';
import { identityEntities, type Organization, type Person, type StatedKind } from './identity.entities.js';
import { EmailTaken, KindDoesNotFit, LastAdministrator, MembershipExists, RoleDoesNotFit } from './identity.errors.js';
import { identityInvariants } from './identity.invariants.js';
import { IdentityQueries } from './identity.queries.js';
import type { OrganizationDescription } from './identity.service.js';
import { identityForTests } from './points-of-contact.fixture.js';
import { SessionsService } from './sessions.service.js';
import { sha256 } from './tokens.js';

const db = testDatabase({ entities: identityEntities });
const audit = new Audit();
const identity = identityForTests();
const sessions = new SessionsService(audit);
const queries = new IdentityQueries();

const PASSWORD = 'correct horse battery';

const run = <T>(work: Parameters<typeof db.uow.run<T>>[1], actor: Actor = db.actor) => db.uow.run(actor, work);
let unoda: Organization;
let haiti: Organization;
let people = 0;

beforeAll(async () => {
  await run((tx) => new ReferenceLoader(audit).load(tx));
  unoda = await run((tx) => identity.createOrganization(tx, { kind: 'un-entity', name: 'UNODA' }));
  haiti = await run((tx) => identity.createOrganization(tx, { kind: 'state', name: 'Haiti', areaIso2: 'HT' }));
});

async function newPerson(...roles: ('coordinator' | 'approver')[]): Promise<{ person: Person; memberships: string[] }> {
  people += 1;
  const email = `person${people}@example.org`;
  const memberships = roles.map((role) => ({ organizationId: unoda.id, role }));
  const person = await run((tx) =>
    identity.addPerson(tx, { email, name: `Person ${people}`, password: PASSWORD, memberships }),
  );
  const { memberships: held } = await db.uow.read(db.actor, (tx) => queries.person(tx, person.id));
  return { person, memberships: held.map(({ id }) => id) };
}

async function signIn(person: Person, membershipId?: string): Promise<{ actor: Actor; token: string }> {
  const candidate = await db.uow.read(db.actor, (tx) =>
    sessions.candidate(tx, { email: person.email, membershipId, demonstration: true }),
  );
  if (!candidate) throw new Error('nobody may sign in');
  const token = await run((tx) => sessions.open(tx, { membershipId: candidate.membershipId }), candidate.actor);
  return { actor: candidate.actor, token };
}

const untilOneWaits = async () => {
  for (let rows: unknown[] = []; rows.length === 0;) {
    rows = await db.asOwner(`SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`);
  }
};

describe('organizations', () => {
  it('are made with a country that exists', async () => {
    expect(isId('org', haiti.id)).toBe(true);
    expect(haiti).toMatchObject({ kind: 'state', areaIso2: 'HT', source: null, version: 1 });
    const nowhere = run((tx) => identity.createOrganization(tx, { kind: 'state', name: 'Nowhere', areaIso2: 'ZZ' }));
    await expect(nowhere).rejects.toThrow('areaIso2: Choose a country or area of UN M49.');
  });

  it('are met again by their external reference, also by several imports at once', async () => {
    const met = await Promise.all(
      Array.from({ length: 6 }, () =>
        run((tx) =>
          identity.findOrCreateByExternalRef(tx, {
            source: 'fts',
            externalRef: '5062',
            name: 'Sweden',
            kind: 'donor-state',
          }),
        ),
      ),
    );
    expect(new Set(met.map(({ id }) => id)).size).toBe(1);
  });

  it('that an import found give no role before somebody states their kind, and keep a kind that fits their people', async () => {
    const found = await run((tx) =>
      identity.findOrCreateByExternalRef(tx, { source: 'fts', externalRef: '1', name: 'Relief', kind: 'unstated' }),
    );
    const give = (role: Role) =>
      run((tx) => {
        const memberships = [{ organizationId: found.id, role }];
        return identity.addPerson(tx, { email: `${role}@relief.example`, name: 'N', memberships });
      });
    for (const role of ROLES) await expect(give(role)).rejects.toThrow('nobody has said yet of what kind it is');

    const describe = (version: number, description: OrganizationDescription) =>
      run((tx) => identity.describeOrganization(tx, { id: found.id, version }, description));
    expect(await describe(1, { kind: 'state', areaIso2: 'MW' })).toMatchObject({ areaIso2: 'MW', version: 2 });
    await give('focal-point');
    await expect(describe(1, { kind: 'ngo' })).rejects.toThrow(Stale);
    await expect(describe(2, { kind: 'ngo' })).rejects.toThrow(KindDoesNotFit);
    await expect(describe(2, { kind: 'state', areaIso2: 'ZZ' })).rejects.toThrow('areaIso2: Choose a country');
    expect(await describe(2, { kind: 'donor-state' })).toMatchObject({ areaIso2: 'MW', version: 3 });
    expect(await describe(3, { kind: 'donor-state' })).toMatchObject({ version: 3, name: 'Relief' });
    const renamed = { kind: 'donor-state', name: 'Relief of Haiti' } as const;
    expect(await describe(3, renamed)).toMatchObject({ ...renamed, areaIso2: 'MW', version: 4 });
    expect(await describe(4, renamed)).toMatchObject({ version: 4 });
    const acts = await db.asOwner(
      `SELECT payload FROM audit_log WHERE ref_id = $1 AND act = 'organization.described' ORDER BY id`,
      [found.id],
    );
    expect(acts.map(({ payload }) => payload as unknown)).toEqual([
      { from: 'unstated', to: 'state', areaIso2: 'MW' },
      { from: 'state', to: 'donor-state', areaIso2: 'MW' },
      {
        ...{ from: 'donor-state', to: 'donor-state', areaIso2: 'MW' },
        ...{ formerName: 'Relief', name: 'Relief of Haiti' },
      },
    ]);
  });

  const faultsOf = (act: Promise<unknown>) =>
    act.then(
      () => [],
      (error: Problem) => error.errors.map(({ path }) => path),
    );
  const create = (kind: StatedKind, name: string, areaIso2: string | null = null) =>
    run((tx) => identity.createOrganization(tx, { kind, name, areaIso2 }));

  it('are there once: a State has its country and no other has it, and no two there have one name', async () => {
    expect(await faultsOf(create('state', 'Nowhere'))).toEqual(['areaIso2']);
    expect(await faultsOf(create('donor-state', 'Republic of Haiti', 'HT'))).toEqual(['areaIso2']);
    expect(await faultsOf(create('state', '  HAITI', 'HT'))).toEqual(['name', 'areaIso2']);
    await create('ngo', 'Ligue\u00a0 des Démineurs', 'HT');
    expect(await faultsOf(create('ngo', 'ligue des DE\u0301MINEURS', 'HT'))).toEqual(['name']);
    const abroad = await create('ngo', 'Ligue des démineurs', 'MW');
    const nowhere = await create('ngo', 'Ligue des démineurs');
    expect(await faultsOf(create('ngo', 'LIGUE DES DÉMINEURS'))).toEqual(['name']);
    const describe = ({ id }: Organization, version: number, description: OrganizationDescription) =>
      faultsOf(run((tx) => identity.describeOrganization(tx, { id, version }, description)));
    expect(await describe(abroad, 1, { kind: 'ngo', areaIso2: 'HT' })).toEqual(['name']);
    expect(await describe(abroad, 1, { kind: 'state', name: 'Other', areaIso2: 'HT' })).toEqual(['areaIso2']);
    expect(await describe(nowhere, 1, { kind: 'state' })).toEqual(['areaIso2']);
    expect(await describe(abroad, 1, { kind: 'ngo', name: 'LIGUE des démineurs' })).toEqual([]);
  });

  it('that were there twice before are still corrected, and an import finds its own', async () => {
    const twin = newId('org');
    const sql = `INSERT INTO organizations (id, kind, name, area_iso2) VALUES ($1, 'state', 'Haiti', 'HT')`;
    await db.asOwner(sql, [twin]);
    const renamed = run((tx) =>
      identity.describeOrganization(tx, { id: twin, version: 1 }, { kind: 'donor-state', name: 'Haiti, once more' }),
    );
    expect(await renamed).toMatchObject({ version: 2 });
    await db.asOwner('DELETE FROM organizations WHERE id = $1', [twin]);
    const foreign = { source: 'fts', externalRef: 'Haiti', name: 'Haiti', kind: 'unstated' } as const;
    const found = await run((tx) => identity.findOrCreateByExternalRef(tx, { ...foreign, areaIso2: 'HT' }));
    const stated = run((tx) => identity.describeOrganization(tx, { id: found.id, version: 1 }, { kind: 'ngo' }));
    expect(await stated).toMatchObject({ kind: 'ngo', name: 'Haiti' });
  });

  it('are entered once when two administrators do it at once', async () => {
    const second = await run(async (tx) => {
      await identity.createOrganization(tx, { kind: 'state', name: 'Fiji', areaIso2: 'FJ' });
      const begun = faultsOf(create('state', 'Fiji', 'FJ'));
      await untilOneWaits();
      return { begun };
    });
    expect(await second.begun).toEqual(['name', 'areaIso2']);
  });

  it('do not change their kind while somebody is given a role that only the old one gives', async () => {
    const agency = await run((tx) => identity.createOrganization(tx, { kind: 'un-entity', name: 'Agency' }));
    const { person } = await newPerson();
    const outcomes = await Promise.allSettled([
      run((tx) => identity.giveMembership(tx, { personId: person.id, organizationId: agency.id, role: 'finance' })),
      run((tx) => identity.describeOrganization(tx, { id: agency.id, version: 1 }, { kind: 'regional-organization' })),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are listed by name, page by page, and by kind', async () => {
    for (const [name, areaIso2] of [['Zeta'], ['Alpha'], ['Alpha', 'HT']] as const)
      await run((tx) => identity.createOrganization(tx, { kind: 'international-organization', name, areaIso2 }));
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await db.uow.read(db.actor, (tx) =>
        queries.organizations(tx, { kind: ['international-organization'], limit: 2, cursor }, '2026-11-01'),
      );
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(['Alpha', 'Alpha', 'Zeta']);
  });

  it('name their focal points, while they are', async () => {
    const focal = await run((tx) =>
      identity.addPerson(tx, {
        email: 'focal@example.ht',
        name: 'Focal Point',
        memberships: [{ organizationId: haiti.id, role: 'focal-point' }],
      }),
    );
    const contacts = () => db.uow.read(db.actor, async (tx) => (await queries.organization(tx, haiti.id)).focalPoints);
    expect(await contacts()).toEqual([{ personId: focal.id, name: 'Focal Point', email: 'focal@example.ht' }]);
    await run((tx) => identity.disablePerson(tx, focal.id, 'Left the ministry.'));
    expect(await contacts()).toEqual([]);
  });
});

describe('people', () => {
  it('are added once, with roles that fit the organization', async () => {
    const add = (email: string, role: 'focal-point' | 'coordinator', organizationId: string, password?: string) =>
      run((tx) => identity.addPerson(tx, { email, name: 'N', password, memberships: [{ organizationId, role }] }));
    const added = await add('Once@Example.org', 'coordinator', unoda.id);
    expect(added).toMatchObject({ email: 'once@example.org', passwordHash: null });
    await expect(add('ONCE@example.org', 'coordinator', unoda.id)).rejects.toThrow(EmailTaken);
    await expect(add('b@example.org', 'coordinator', haiti.id)).rejects.toThrow(RoleDoesNotFit);
    await expect(add('b@example.org', 'coordinator', 'org_none')).rejects.toThrow('no organization org_none');
    await expect(add('b@example.org', 'coordinator', unoda.id, 'short')).rejects.toThrow('12 to 200 characters');
    expect(await db.asOwner(`SELECT 1 FROM people WHERE email = 'b@example.org'`)).toEqual([]);
  });

  it('hold a role in an organization once at a time', async () => {
    const { person, memberships } = await newPerson('coordinator');
    const again = () =>
      run((tx) => identity.giveMembership(tx, { personId: person.id, organizationId: unoda.id, role: 'coordinator' }));
    await expect(again()).rejects.toThrow(MembershipExists);
    await run((tx) =>
      identity.endMembership(tx, { id: memberships[0] ?? '', personId: person.id }, 'Left the ministry.'),
    );
    expect((await again()).endedAt).toBeNull();
  });

  it('leave one administrator who can sign in, also when two end at once, by hand or by role', async () => {
    const give = async (name: string, password: string | null) => {
      const memberships = [{ organizationId: unoda.id, role: 'administrator' as const }];
      const person = { email: `${name}@example.org`, name, password, memberships };
      const { id } = await run((tx) => identity.addPerson(tx, person));
      const { memberships: held } = await db.uow.read(db.actor, (tx) => queries.person(tx, id));
      return { personId: id, id: held[0]!.id };
    };
    type Held = Awaited<ReturnType<typeof give>>;
    const endRole = (tx: Tx, of: Held) => identity.endMembership(tx, of, 'Left the ministry.');
    const disable = (tx: Tx, { personId }: Held) => identity.disablePerson(tx, personId, 'Left the ministry.');
    // No password was ever chosen: this one cannot sign in.
    await give('no-password', null);
    for (const [endOne, endOther] of [
      [endRole, endRole],
      [disable, disable],
      [endRole, disable],
      [disable, endRole],
    ] as const) {
      const [one, other] = [await give(newId('one'), PASSWORD), await give(newId('other'), PASSWORD)];
      const second = await run(async (tx) => {
        await endOne(tx, one);
        const begun = run((otherTx) => endOther(otherTx, other));
        begun.catch(() => undefined);
        await untilOneWaits();
        return { begun };
      });
      await expect(second.begun).rejects.toThrow(LastAdministrator);
      // Ready for the next two: the one who was left may go once there is another.
      await db.asOwner(`UPDATE people SET password_hash = NULL WHERE id = ANY($1)`, [[one.personId, other.personId]]);
    }
  });

  it('leave traces in the audit, but no secrets', async () => {
    const { person, memberships } = await newPerson('coordinator');
    const { token, actor } = await signIn(person);
    await run((tx) => sessions.close(tx, sha256(token)), actor);
    await run((tx) => sessions.refused(tx, person.id));
    await run((tx) => identity.disablePerson(tx, person.id, 'Left the ministry.'));
    const entries = await db.asOwner<{ act: string; everything: string }>(
      'SELECT act, l::text AS everything FROM audit_log l WHERE ref_id = ANY($1) ORDER BY id',
      [[person.id, ...memberships]],
    );
    expect(entries.map(({ act }) => act)).toEqual([
      'person.added',
      'membership.given',
      'session.opened',
      'session.closed',
      'session.refused',
      'person.disabled',
    ]);
    for (const { everything } of entries) expect(everything).not.toMatch(/argon2|@example|[0-9a-f]{64}/);
    expect(entries.map(({ everything }) => everything).join()).not.toContain(token);
  });

  it('that were shut out take the role with them: the invariant sees when nobody is left (planted)', async () => {
    const sql = identityInvariants.find(({ name }) => name === 'identity.somebody-administers')!.sql;
    expect(await db.asOwner(sql)).toEqual([]);
    await db.asOwner('ALTER TABLE people DISABLE TRIGGER check_somebody_administers');
    await db.asOwner('UPDATE people SET disabled_at = now()');
    expect(await db.asOwner(sql)).toHaveLength(1);
  });
});
