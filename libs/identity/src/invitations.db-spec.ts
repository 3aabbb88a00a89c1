// Danger: somebody becomes a member who was not asked in, or takes over an account that is there.
import { Audit } from '#libs/audit';
import { isId, type Actor } from '#libs/kernel';
import { Outbox, readConfig, testDatabase } from '#libs/platform';
import type { Mail } from '#libs/platform/worker';
import { Membership, identityEntities, type Organization, type Person } from './identity.entities.js';
import {
  InvitationClosed,
  InvitationExists,
  LinkNotValid,
  MembershipExists,
  PersonDisabled,
  RoleDoesNotFit,
} from './identity.errors.js';
import { INVITATION_SENT, PASSWORD_CHANGED, PASSWORD_RESET_REQUESTED } from './identity.events.js';
import { identityInvariants } from './identity.invariants.js';
import { IdentityQueries } from './identity.queries.js';
import { InvitationsQueries } from './invitations.queries.js';
import { InvitationsService } from './invitations.service.js';
import { removeOldMailedTokens } from './mailed-tokens.js';
import { PasswordResetsService } from './password-resets.service.js';
import { Passwords } from './passwords.js';
import { SessionsService } from './sessions.service.js';
import { SendAccountMail } from './worker/send-account-mail.consumer.js';
import { identityForTests } from './points-of-contact.fixture.js';

const db = testDatabase({ entities: identityEntities });
const audit = new Audit();
const outbox = new Outbox();
const passwords = new Passwords({ memoryKib: 64, passes: 1 });
const identity = identityForTests();
const invitations = new InvitationsService(identity, audit, outbox);
const resets = new PasswordResetsService(audit, outbox);
const sessions = new SessionsService(audit);
const queries = new InvitationsQueries();

const run = <T>(work: Parameters<typeof db.uow.run<T>>[1], actor: Actor = administrator) => db.uow.run(actor, work);
const read = <T>(work: Parameters<typeof db.uow.read<T>>[1]) => db.uow.read(db.actor, work);
let administrator: Actor = db.actor;
let unoda: Organization;
let haiti: Organization;
let names = 0;

beforeAll(async () => {
  unoda = await run((tx) => identity.createOrganization(tx, { kind: 'un-entity', name: 'UNODA' }));
  haiti = await run((tx) => identity.createOrganization(tx, { kind: 'regional-organization', name: 'Haiti' }));
  const { id } = await newPerson();
  await run((tx) => identity.giveMembership(tx, { personId: id, organizationId: unoda.id, role: 'administrator' }));
  administrator = { role: 'administrator', personId: id, organizationId: unoda.id, label: 'Admin' };
});

const newEmail = () => `person${(names += 1)}@example.org`;

async function newPerson(password: string | null = 'correct horse battery'): Promise<Person> {
  const memberships = [{ organizationId: unoda.id, role: 'coordinator' as const }];
  return run((tx) => identity.addPerson(tx, { email: newEmail(), name: 'Ada', password, memberships }));
}

const invite = (email: string, role: 'coordinator' | 'focal-point' = 'focal-point', organization = haiti) =>
  run((tx) => invitations.invite(tx, { email, name: 'Ada', organizationId: organization.id, role }));

/** What a worker would send about an event, and what follows the `#` of its link. */
async function mailAbout(
  eventType: typeof INVITATION_SENT | typeof PASSWORD_RESET_REQUESTED | typeof PASSWORD_CHANGED,
  refId: string,
): Promise<{ mail: Mail | null; token: string }> {
  const config = readConfig({ DATABASE_URL: db.url, CLEARING_PUBLIC_URL: 'https://clearing.example' });
  const sender = new SendAccountMail(queries, null as never, config);
  const delivery = { id: 'dlv_1', eventId: 'evt_1', actorPerson: '', eventType, refId, payload: {} };
  const mail = await run((tx) => sender.prepare(tx, delivery));
  return { mail, token: /https:\/\/clearing\.example\/(?:invitation|reset)#(\S+)/.exec(mail?.text ?? '')?.[1] ?? '' };
}

const look = (token: string) => read((tx) => queries.byToken(tx, token));
const accept = (token: string, hash: string | null = 'a hash') => run((tx) => invitations.accept(tx, token, hash));

describe('an invitation', () => {
  it('makes the person who follows its link a member, once', async () => {
    const email = newEmail();
    const id = await invite(email.toUpperCase());
    expect(isId('inv', id)).toBe(true);
    const { mail, token } = await mailAbout(INVITATION_SENT, id);
    expect(mail).toMatchObject({
      to: email,
      messageId: 'dlv_1',
      text: expect.stringContaining('focal point of Haiti'),
    });
    expect(await look(token)).toMatchObject({ email, role: 'focal-point', state: 'open', account: null });
    const { membershipId } = await accept(token, await passwords.hash('correct horse battery'));
    const person = await read((tx) => new IdentityQueries().personByEmail(tx, email));
    expect(person?.memberships).toMatchObject([
      { id: membershipId, role: 'focal-point', organization: { name: 'Haiti' } },
    ]);
    await expect(accept(token)).rejects.toThrow(LinkNotValid);
    await expect(look(token)).rejects.toThrow(LinkNotValid);
    expect(await read((tx) => queries.one(tx, id))).toMatchObject({ state: 'accepted' });
    expect((await mailAbout(INVITATION_SENT, id)).mail).toBeNull();
  });

  it('gives somebody with an account another membership, and leaves their password and name alone', async () => {
    const person = await newPerson();
    const { token } = await mailAbout(INVITATION_SENT, await invite(person.email));
    expect((await look(token)).account).toEqual({ personId: person.id, passwordHash: person.passwordHash });
    await accept(token, 'another hash');
    const [row] = await db.asOwner('SELECT password_hash, name FROM people WHERE id = $1', [person.id]);
    expect(row).toEqual({ password_hash: person.passwordHash, name: person.name });
    expect(await read((tx) => tx.countBy(Membership, { personId: person.id }))).toBe(2);
  });

  it('gives nothing back that was taken away meanwhile', async () => {
    const person = await newPerson();
    const { token } = await mailAbout(INVITATION_SENT, await invite(person.email));
    const given = { personId: person.id, organizationId: haiti.id, role: 'focal-point' as const };
    const { id } = await run((tx) => identity.giveMembership(tx, given));
    await run((tx) => identity.endMembership(tx, { id, personId: person.id }, 'Left the ministry.'));
    await expect(accept(token)).rejects.toThrow(LinkNotValid);
    const again = await mailAbout(INVITATION_SENT, await invite(person.email));
    await run((tx) => identity.disablePerson(tx, person.id, 'Left the ministry.'));
    await expect(look(again.token)).rejects.toThrow(LinkNotValid);
  });

  it('is accepted by one of two who follow it at once', async () => {
    const { token } = await mailAbout(INVITATION_SENT, await invite(newEmail()));
    const outcomes = await Promise.allSettled([accept(token), accept(token)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not made where a role does not fit, the person has it, was shut out, or is invited already', async () => {
    await expect(invite(newEmail(), 'coordinator')).rejects.toThrow(RoleDoesNotFit);
    const person = await newPerson();
    await expect(invite(person.email, 'coordinator', unoda)).rejects.toThrow(MembershipExists);
    const email = newEmail();
    await invite(email);
    await expect(invite(email)).rejects.toThrow(InvitationExists);
    await run((tx) => identity.disablePerson(tx, person.id, 'Left the ministry.'));
    await expect(invite(person.email)).rejects.toThrow(PersonDisabled);
  });

  it('lets nobody back in who was shut out after it was sent', async () => {
    const person = await newPerson();
    const { token } = await mailAbout(INVITATION_SENT, await invite(person.email));
    await run((tx) => identity.disablePerson(tx, person.id, 'Left the ministry.'));
    await expect(accept(token)).rejects.toThrow(LinkNotValid);
  });

  it('opens nothing any more once who made it is no administrator', async () => {
    const broken = () =>
      db.asOwner(identityInvariants.find(({ name }) => name === 'identity.invitations-by-administrators')?.sql ?? '');
    const other = await newPerson();
    const second = await run((tx) => identity.createOrganization(tx, { kind: 'un-entity', name: 'UNDP' }));
    const [first, last] = await Promise.all(
      [unoda.id, second.id].map((organizationId) =>
        run((tx) => identity.giveMembership(tx, { personId: other.id, organizationId, role: 'administrator' })),
      ),
    );
    const actor: Actor = { role: 'administrator', personId: other.id, organizationId: unoda.id, label: 'Other' };
    const input = { email: newEmail(), name: 'Eve', organizationId: haiti.id, role: 'focal-point' as const };
    const id = await run((tx) => invitations.invite(tx, input), actor);
    const { token } = await mailAbout(INVITATION_SENT, id);
    await run((tx) => identity.endMembership(tx, { id: first!.id, personId: other.id }, 'Left the ministry.'));
    expect(await look(token)).toMatchObject({ id });
    await run((tx) => identity.endMembership(tx, { id: last!.id, personId: other.id }, 'Left the ministry.'));
    await expect(look(token)).rejects.toThrow(LinkNotValid);
    await expect(accept(token)).rejects.toThrow(LinkNotValid);
    expect(await broken()).toEqual([]);
    await db.asOwner('UPDATE invitations SET revoked_at = NULL WHERE id = $1', [id]);
    expect(await broken()).toHaveLength(1);
    await run((tx) => identity.disablePerson(tx, other.id, 'Left the ministry.'));
    expect(await broken()).toEqual([]);
  });

  it('that is sent again has a new link in place of the old one; one that is revoked has none', async () => {
    const id = await invite(newEmail());
    const { token: first } = await mailAbout(INVITATION_SENT, id);
    await db.asOwner(
      `UPDATE invitations SET created_at = now() - interval '15 days', expires_at = now() - interval '1 day'
                       WHERE id = $1`,
      [id],
    );
    expect((await mailAbout(INVITATION_SENT, id)).mail).toBeNull();
    await run((tx) => invitations.sendAgain(tx, id));
    const { token: second } = await mailAbout(INVITATION_SENT, id);
    await expect(look(first)).rejects.toThrow(LinkNotValid);
    expect(await look(second)).toMatchObject({ state: 'open' });
    await run((tx) => invitations.revoke(tx, id));
    await expect(accept(second)).rejects.toThrow(LinkNotValid);
    await expect(run((tx) => invitations.sendAgain(tx, id))).rejects.toThrow(InvitationClosed);
    await expect(run((tx) => invitations.revoke(tx, id))).rejects.toThrow(InvitationClosed);
    await expect(run((tx) => invitations.revoke(tx, 'inv_none'))).rejects.toThrow('no invitation inv_none');
  });

  it('whose e-mail is sent once more by a worker that died has two links that work, and never more than three', async () => {
    const id = await invite(newEmail());
    const tokens: string[] = [];
    for (let i = 0; i < 4; i += 1) tokens.push((await mailAbout(INVITATION_SENT, id)).token);
    await expect(look(tokens[0]!)).rejects.toThrow(LinkNotValid);
    for (const token of tokens.slice(1)) expect(await look(token)).toMatchObject({ id });
    await accept(tokens[1]!);
    for (const token of tokens) await expect(look(token)).rejects.toThrow(LinkNotValid);
  });

  it('is listed by state, the latest first, page by page', async () => {
    for (let i = 0; i < 2; i += 1) await invite(newEmail());
    const list = async (cursor?: string) => read((tx) => queries.list(tx, { state: ['open'], limit: 1, cursor }));
    const first = await list();
    const second = await list(first.nextCursor ?? '');
    expect(first.items[0]!.id > second.items[0]!.id).toBe(true);
    expect(first.items[0]).toMatchObject({
      state: 'open',
      organization: { name: 'Haiti' },
      invitedBy: { name: 'Ada' },
    });
  });

  it('leaves traces, but no secret and no address', async () => {
    const email = newEmail();
    const id = await invite(email);
    const { token } = await mailAbout(INVITATION_SENT, id);
    const kept = await db.asOwner<{ text: string }>(
      `SELECT l::text AS text FROM audit_log l UNION ALL SELECT e::text FROM outbox_events e
        UNION ALL SELECT d::text FROM outbox_deliveries d UNION ALL SELECT t::text FROM mailed_tokens t`,
    );
    expect(kept.length).toBeGreaterThan(10);
    for (const { text } of kept) expect(text).not.toMatch(/@example|a hash/);
    expect(kept.map(({ text }) => text).join()).not.toContain(token);
  });
});

describe('a new password', () => {
  const request = (email: string) => run((tx) => resets.request(tx, email));
  const reset = (token: string) => run((tx) => resets.reset(tx, token, 'a new hash'));

  it('is set once by a link, ends all sessions and is told', async () => {
    const person = await newPerson();
    const candidate = await read((tx) => sessions.candidate(tx, { email: person.email, demonstration: true }));
    const session = await run((tx) => sessions.open(tx, candidate!), candidate!.actor);
    const { mail, token } = await mailAbout(PASSWORD_RESET_REQUESTED, person.id);
    expect(mail).toMatchObject({ to: person.email, text: expect.stringContaining('within\n60 minutes') });
    await read((tx) => resets.check(tx, token));
    const outcomes = await Promise.allSettled([reset(token), reset(token)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await read((tx) => sessions.authenticate(tx, session))).toBeNull();
    const [row] = await db.asOwner('SELECT password_hash FROM people WHERE id = $1', [person.id]);
    expect(row).toEqual({ password_hash: 'a new hash' });
    const told = await mailAbout(PASSWORD_CHANGED, person.id);
    expect([told.mail?.to, told.token]).toEqual([person.email, '']);
  });

  it('does the same work for an address that nobody has', async () => {
    const before = await counts();
    await request('nobody@example.org');
    const between = await counts();
    await request((await newPerson()).email);
    expect(between).toEqual(before.map((count) => count + 1));
    const [{ ref }] = (await db.asOwner<{ ref: string }>(
      `SELECT ref_id AS ref FROM outbox_events WHERE type = 'password.reset-requested' ORDER BY id LIMIT 1`,
    )) as [{ ref: string }];
    expect((await mailAbout(PASSWORD_RESET_REQUESTED, ref)).mail).toBeNull();
  });

  it.each([
    ['was shut out', (id: string) => run((tx) => identity.disablePerson(tx, id, 'Left the ministry.'))],
    [
      'has no role any more',
      (id: string) => db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [id]),
    ],
    ['never had one', (id: string) => db.asOwner('UPDATE people SET password_hash = NULL WHERE id = $1', [id])],
  ])('is not for who %s', async (_, change) => {
    const { id, email } = await newPerson();
    await change(id);
    await request(email);
    const about = await db.asOwner(
      `SELECT 1 FROM outbox_events WHERE type = 'password.reset-requested' AND ref_id = $1`,
      [id],
    );
    expect(about).toEqual([]);
  });

  it('is not set with a link that is an hour old, of another purpose, or of somebody shut out since', async () => {
    const person = await newPerson();
    const { token } = await mailAbout(PASSWORD_RESET_REQUESTED, person.id);
    const { token: foreign } = await mailAbout(INVITATION_SENT, await invite(newEmail()));
    await expect(reset(foreign)).rejects.toThrow(LinkNotValid);
    await expect(accept(token)).rejects.toThrow(LinkNotValid);
    for (const wrong of ['', 'x', 'a'.repeat(43)]) await expect(reset(wrong)).rejects.toThrow(LinkNotValid);
    await db.asOwner(
      `UPDATE mailed_tokens SET made_at = made_at - interval '1 hour', expires_at = expires_at - interval '1 hour'
                       WHERE reset_person_id = $1`,
      [person.id],
    );
    await expect(read((tx) => resets.check(tx, token))).rejects.toThrow(LinkNotValid);
    await expect(reset(token)).rejects.toThrow(LinkNotValid);
    expect(await run(removeOldMailedTokens)).toBe(1);

    const { token: later } = await mailAbout(PASSWORD_RESET_REQUESTED, person.id);
    await run((tx) => identity.disablePerson(tx, person.id, 'Left the ministry.'));
    await expect(reset(later)).rejects.toThrow(LinkNotValid);
    expect((await mailAbout(PASSWORD_RESET_REQUESTED, person.id)).mail).toBeNull();
  });

  async function counts(): Promise<number[]> {
    const tables = ['audit_log', 'outbox_events', 'outbox_deliveries'];
    const rows = await Promise.all(
      tables.map((table) => db.asOwner<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`)),
    );
    return rows.map(([row]) => row!.n);
  }
});
