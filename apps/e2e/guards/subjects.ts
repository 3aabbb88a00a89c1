import { FundsService } from '#libs/funds';
import { newId, ROLES, systemActor, type Role } from '#libs/kernel';
import { NeedsImport } from '#libs/needs';
import { UnitOfWork } from '#libs/platform';
import { randomBytes } from 'node:crypto';
import { ApiClient, type Answer, type RequestOptions } from '../client.js';
import { addMember, addOrganization, givePassword, openSessionOf, type Member } from '../people.js';
import type { System } from '../system.js';
import { NEED_STEPS } from './need-steps.js';
import { PASSWORD, type SubjectName } from './permissions/row.js';
import { RECIPES, upload } from './recipes.js';

/** The requesting State, the donor, and those who are neither. */
export type Place = 'state' | 'donor' | 'elsewhere';

export interface Caller {
  readonly client: ApiClient;
  readonly member: Member;
}

/** What `$name` in a row stands for. `version` is what If-Match needs. */
export type Subject = Readonly<Record<string, string | number>>;

interface MatchOf {
  readonly need?: Subject;
  readonly offer?: Subject;
  readonly fundId?: string;
  readonly paidIn?: string;
}

const USD = { currency: 'USD' };
const AMOUNT = '1000';
const OFFERED = '5000';
/** Makes what the rows of the permission table are about, by the acts of people who may. */
export class World {
  private constructor(
    readonly system: System,
    readonly organizations: Readonly<Record<Place | 'otherState' | 'otherDonor', string>>,
    private readonly callers: ReadonlyMap<string, Caller>,
    readonly fundId: string,
    readonly parts: number,
  ) {}

  /** Needs have so many items, and projects so many tranches. */
  static async of(system: System, parts = 1): Promise<World> {
    const { db, baseUrl } = system;
    const organizations = {
      state: await addOrganization(db, { kind: 'state', name: 'Haiti', areaIso2: 'HT' }),
      otherState: await addOrganization(db, { kind: 'state', name: 'Malawi', areaIso2: 'MW' }),
      donor: await addOrganization(db, { kind: 'donor-state', name: 'Sweden', areaIso2: 'SE' }),
      otherDonor: await addOrganization(db, { kind: 'donor-state', name: 'Japan', areaIso2: 'JP' }),
      elsewhere: await addOrganization(db, { kind: 'un-entity', name: 'UNODA' }),
    };
    // One body of a request does for both States.
    await db.asOwner("INSERT INTO organization_areas (organization_id, area_iso2) VALUES ($1, 'MW'), ($2, 'HT')", [
      organizations.state,
      organizations.otherState,
    ]);
    const callers = new Map<string, Caller>();
    for (const role of ROLES) {
      for (const place of ['state', 'donor', 'elsewhere'] as const) {
        const home = { 'focal-point': organizations.otherState, donor: organizations.otherDonor }[role as string];
        const organizationId = place === 'elsewhere' ? (home ?? organizations.elsewhere) : organizations[place];
        const member = await addMember(db, organizationId, role);
        callers.set(`${role} ${place}`, { member, client: new ApiClient(baseUrl, await openSessionOf(db, member)) });
      }
    }
    const fundId = await system.app
      .get(UnitOfWork)
      .run(systemActor('test'), (tx) =>
        system.app.get(FundsService).createFund(tx, { name: 'Facility', kind: 'facility', currency: 'USD' }),
      );
    const world = new World(system, organizations, callers, fundId, parts);
    const agreement = await world.signedAgreement('100000000');
    await world.deposit(agreement.id as string, '100000000');
    return world;
  }

  caller(role: Role, place: Place): Caller {
    return this.callers.get(`${role} ${place}`)!;
  }

  /** Where a role is at home in what the subject is about. */
  ownPlace(name: SubjectName, role: Role): Place {
    const { owner } = RECIPES[name];
    if (owner === 'state' || owner === 'donor') return owner;
    if (owner === 'parties') return role === 'donor' ? 'donor' : 'state';
    return 'elsewhere';
  }

  make(name: SubjectName, caller: Caller, isOwn: boolean): Promise<Subject> {
    return RECIPES[name].make(this, caller, isOwn);
  }

  async act(role: Role, place: Place, path: string, body?: object, options?: RequestOptions): Promise<Subject> {
    return expectDone(path, await this.caller(role, place).client.post(path, body, options));
  }

  async someOfEverything(): Promise<void> {
    const { client, member } = this.caller('auditor', 'elsewhere');
    for (const { make } of Object.values(RECIPES)) await make(this, { client, member }, true);
  }

  async need(until: 'draft' | keyof typeof NEED_STEPS, visibility = 'public'): Promise<Subject> {
    const item = {
      categoryCode: 'MARK',
      typeCode: 'financial',
      measure: USD,
      requested: '5000',
      description: 'Marking machines with their spare needles',
    };
    const items = Array.from({ length: this.parts }, () => item);
    const input = {
      title: 'Machines',
      areaIso2: 'HT',
      summary: 'A reason.',
      neededBy: '2099-06-30',
      visibility,
      items,
    };
    let need = await this.act('focal-point', 'state', '/needs', input);
    for (const [role, verb, body] of until === 'draft' ? [] : NEED_STEPS[until]) {
      const place = role === 'coordinator' ? 'elsewhere' : 'state';
      need = await this.act(role, place, `/needs/${need.id}/${verb}`, body, atVersion(need));
    }
    const [first] = need.items as unknown as [{ id: string }];
    return { id: need.id!, version: need.version!, itemId: first.id };
  }

  /** For the State, of an organization that the import found; shown to its parties alone. */
  async importedNeed(): Promise<Subject> {
    const { app } = this.system;
    const requestingOrganization = { externalRef: 'RA', name: 'Relief Agency' };
    const row = { source: 'relief', externalRef: unique(), title: 'Locks', areaIso2: 'HT', requestingOrganization };
    const words = { startDate: '', endDate: '', sourceSector: '', sourceCluster: '', categoryCode: 'STOCK' };
    const money = { amount: AMOUNT, currency: 'USD', objectives: '', activities: '' };
    const { needId } = await app
      .get(UnitOfWork)
      .run(systemActor('test'), (tx) => app.get(NeedsImport).importRow(tx, { ...row, ...words, ...money }));
    const { body } = await this.caller('coordinator', 'elsewhere').client.get<Subject>(`/needs/${needId}`);
    const [first] = body.items as unknown as [{ id: string }];
    return { id: needId, version: body.version!, itemId: first.id };
  }

  async mergedNeed(of?: Subject, mergedInto?: Subject): Promise<Subject> {
    const need = of ?? (await this.need('published'));
    const into = mergedInto ?? (await this.need('published'));
    const input = { into: into.id, note: 'Filed twice.' };
    const merged = await this.act('coordinator', 'elsewhere', `/needs/${need.id}/merge`, input, atVersion(need));
    return { id: merged.id!, version: merged.version! };
  }

  async flow(): Promise<Subject> {
    const { id: needId } = await this.need('published', 'parties-only');
    const id = newId('flow');
    await this.system.db.asOwner(
      `INSERT INTO flows (id, source, external_ref, need_id, donor_name, kind, amount_minor, currency, value_date, description)
       VALUES ($1, 'a tracking service', $1, $2, 'A donor', 'pledge', 5000, 'USD', '2026-01-31', 'Reported')`,
      [id, needId],
    );
    return { id };
  }

  async offer(until: 'draft' | 'published', visibility = 'public'): Promise<Subject> {
    const input = { title: 'Money', kind: 'cash', measure: USD, capacity: OFFERED, visibility };
    const offer = await this.act('donor', 'donor', '/offers', input);
    if (until === 'draft') return offer;
    return this.act('donor', 'donor', `/offers/${offer.id}/publish`, undefined, atVersion(offer));
  }

  async withdrawnOffer(): Promise<Subject> {
    const offer = await this.offer('published');
    return this.act('donor', 'donor', `/offers/${offer.id}/withdraw`, { reason: 'Budget cut.' }, atVersion(offer));
  }

  /** With another need that its surplus could go to. */
  async pledge(to = this.need('published')): Promise<Subject> {
    const [need, other] = [await to, await this.need('published')];
    const path = `/needs/${need.id}/items/${need.itemId}/pledges`;
    const terms = { title: 'Money', amount: OFFERED, measure: USD };
    const { offer } = await this.act('donor', 'donor', path, terms, { idempotencyKey: unique() });
    const { id } = offer as unknown as { id: string };
    return { id, version: 2, needId: need.id!, otherId: other.id!, otherItemId: other.itemId!, fundId: this.fundId };
  }

  async match(
    until: 'proposed' | 'reviewed' | 'half-consented' | 'confirmed' | 'agreed',
    { fundId = this.fundId, paidIn = OFFERED, ...of }: MatchOf = {},
  ): Promise<Subject> {
    const need = of.need ?? (await this.need('published', 'parties-only'));
    const offer = of.offer ?? (await this.offer('published', 'private'));
    const proposal = { needItemId: need.itemId, offerId: offer.id, amount: AMOUNT };
    let match = await this.act('coordinator', 'elsewhere', '/matches', proposal);
    const path = `/matches/${match.id}`;
    const accept = { decision: 'accept' };
    if (until !== 'proposed')
      match = await this.act('coordinator', 'elsewhere', `${path}/review`, accept, atVersion(match));
    if (until !== 'proposed' && until !== 'reviewed')
      match = await this.act('focal-point', 'state', `${path}/consent`, undefined, atVersion(match));
    if (until === 'confirmed' || until === 'agreed')
      match = await this.act('donor', 'donor', `${path}/consent`, undefined, atVersion(match));
    if (until === 'agreed') await this.agreementOf(match.id as string, fundId, paidIn);
    return { id: match.id!, version: match.version!, fundId };
  }

  /** The offer of a match, signed and paid in; what is not, its donor takes back. */
  private async agreementOf(matchId: string, fundId: string, paidIn: string): Promise<void> {
    const terms = { fundId, feeRateMillionths: 0, pledgedOn: '2026-01-31' };
    const path = `/matches/${matchId}/agreement`;
    const agreement = await this.act('finance', 'elsewhere', path, terms, { idempotencyKey: unique() });
    const signed = { signedOn: '2026-02-01' };
    await this.act('finance', 'elsewhere', `/agreements/${agreement.id}/sign`, signed, atVersion(agreement));
    await this.deposit(agreement.id as string, paidIn);
    if (paidIn === OFFERED) return;
    const reason = { reason: 'Budget cut.' };
    await this.act('finance', 'elsewhere', `/agreements/${agreement.id}/withdraw`, reason, { ifMatch: 3 });
  }

  async pledgedAgreement(minor = '5000'): Promise<Subject> {
    const pledge = {
      donorOrganizationId: this.organizations.donor,
      amount: { minor, ...USD },
      feeRateMillionths: 0,
      earmark: { level: 1 },
      pledgedOn: '2026-01-31',
    };
    const path = `/funds/${this.fundId}/agreements`;
    return this.act('finance', 'elsewhere', path, pledge, { idempotencyKey: unique() });
  }

  async signedAgreement(minor?: string): Promise<Subject> {
    const agreement = await this.pledgedAgreement(minor);
    const signed = { signedOn: '2026-02-01' };
    return this.act('finance', 'elsewhere', `/agreements/${agreement.id}/sign`, signed, atVersion(agreement));
  }

  async deposit(agreementId: string, minor: string): Promise<string> {
    const deposit = { amount: { minor, ...USD }, receivedOn: '2026-02-02', externalRef: unique() };
    const path = `/agreements/${agreementId}/deposits`;
    return (await this.act('finance', 'elsewhere', path, deposit, { idempotencyKey: unique() })).id as string;
  }

  async project({ fundId = this.fundId, parts = this.parts, paidIn = OFFERED } = {}): Promise<Subject> {
    const match = await this.match('agreed', { fundId, paidIn });
    const planned = { amount: { minor: String(BigInt(AMOUNT) / BigInt(parts)), ...USD }, condition: 'Contract signed' };
    const tranches = Array.from({ length: parts }, () => planned);
    const project = await this.act(
      'coordinator',
      'elsewhere',
      `/matches/${match.id}/allocation`,
      { fundId, tranches },
      { idempotencyKey: unique() },
    );
    const [tranche] = project.tranches as unknown as [{ id: string; version: number }];
    return {
      id: project.id!,
      version: project.version!,
      matchId: match.id!,
      trancheId: tranche.id,
      trancheVersion: tranche.version,
    };
  }

  async tranche(until: 'planned' | 'met', project = this.project()): Promise<Subject> {
    const { trancheId, trancheVersion } = await project;
    if (until === 'planned') return { id: trancheId!, version: trancheVersion! };
    const path = `/tranches/${trancheId}/condition-met`;
    await this.act('coordinator', 'elsewhere', path, { note: 'Seen' }, { ifMatch: Number(trancheVersion) });
    const account = await this.bankAccount();
    await this.act('finance', 'elsewhere', `/bank-accounts/${account.id}/verify`, undefined, atVersion(account));
    return { id: trancheId!, bankAccountId: account.id! };
  }

  /** Entered by a finance person who is none of the callers, so that each of them is the second person. */
  async bankAccount(): Promise<Subject> {
    const { db, baseUrl } = this.system;
    const maker = await addMember(db, this.organizations.elsewhere, 'finance');
    const client = new ApiClient(baseUrl, await openSessionOf(db, maker));
    const path = `/organizations/${this.organizations.state}/bank-accounts`;
    const details = { holderName: 'Ministry', accountNumber: unique(), currency: 'USD' };
    const account = expectDone(path, await client.post(path, details));
    return { id: account.id!, version: account.version!, organizationId: this.organizations.state };
  }

  async paymentOrder(): Promise<Subject> {
    const { id, bankAccountId } = await this.tranche('met');
    const options = { idempotencyKey: unique() };
    return this.act('finance', 'elsewhere', `/tranches/${id}/order`, { bankAccountId }, options);
  }

  async file({ client } = this.caller('focal-point', 'state')): Promise<Subject> {
    return expectDone('/files', await client.post('/files', upload()));
  }

  async signIn(): Promise<Subject> {
    const member = await addMember(this.system.db, this.organizations.elsewhere, 'auditor');
    return { email: await givePassword(this.system.db, member, PASSWORD), password: PASSWORD };
  }

  /** The focal point of the state as its primary point of contact, the only one under the Programme of Action. */
  async pointOfContact(): Promise<Subject> {
    const { db } = this.system;
    const { organizationId, personId } = this.caller('focal-point', 'state').member;
    const other = await addMember(db, organizationId, 'focal-point');
    await db.asOwner(`DELETE FROM contact_delegations`);
    await db.asOwner(`DELETE FROM contact_letters`);
    await db.asOwner(`DELETE FROM points_of_contact WHERE organization_id = $1 AND instrument = 'poa'`, [
      organizationId,
    ]);
    const id = newId('poc');
    await db.asOwner(
      `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
       VALUES ($1, $2, $3, 'poa', true, '2026-01-01', '2026-01-01')`,
      [id, organizationId, personId],
    );
    return { id, organizationId, otherId: other.personId, version: 1 };
  }

  /** Nobody whom others of the world still need. */
  async person(): Promise<Subject> {
    const { personId, ...member } = await addMember(this.system.db, this.organizations.state, 'focal-point');
    return { id: personId, ...member };
  }

  async ledgerAccount(): Promise<Subject> {
    const [row] = await this.system.db.asOwner<{ id: string }>('SELECT id FROM ledger_accounts LIMIT 1');
    return { id: row!.id };
  }

  /** That a search of theirs found a need. */
  async notification({ member }: Caller): Promise<Subject> {
    const { id: needId } = await this.need('published');
    const id = newId('note');
    await this.system.db.asOwner(
      `INSERT INTO notifications (id, membership_id, kind, need_id, event_id) VALUES ($1, $2, 'need.found', $3, $1)`,
      [id, member.membershipId, needId],
    );
    return { id };
  }

  async savedSearch({ client, member }: Caller): Promise<Subject> {
    await this.system.db.asOwner('DELETE FROM saved_searches WHERE membership_id = $1', [member.membershipId]);
    const answer = await client.post('/saved-searches', { name: unique(), filter: { area: ['HT'] }, alert: true });
    return expectDone('/saved-searches', answer);
  }

  /** Another one than that in which the caller asks. */
  async session({ member }: Caller): Promise<Subject> {
    await openSessionOf(this.system.db, member);
    const [row] = await this.system.db.asOwner<{ id: string }>(
      'SELECT id FROM sessions WHERE membership_id = $1 ORDER BY id DESC LIMIT 1',
      [member.membershipId],
    );
    return { id: row!.id };
  }

  async apiToken({ client }: Caller): Promise<Subject> {
    const answer = await client.post('/api-tokens', { name: 'nightly export' });
    return { id: expectDone('/api-tokens', answer).id! };
  }
}

/** A text that was not used before; of digits, so that it does not pass for an IBAN with wrong ones. */
export function unique(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

function atVersion(subject: Subject): RequestOptions {
  return { ifMatch: Number(subject.version) };
}

function expectDone(path: string, { status, body }: Answer<unknown>): Subject {
  if (status >= 300) throw new Error(`POST ${path} answers ${status}: ${JSON.stringify(body)}`);
  return body as Subject;
}
