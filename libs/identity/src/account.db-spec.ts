// Danger: an account moves to an address whose owner did not ask for it, or a session goes on that its person ended.
import { Audit } from '#libs/audit';
import { type Actor, InvalidInput, NotFound } from '#libs/kernel';
import { Outbox, readConfig, testDatabase } from '#libs/platform';
import { AccountService } from './account.service.js';
import { ApiTokensService } from './api-tokens.service.js';
import { identityEntities, type Organization, type Person } from './identity.entities.js';
import { EmailTaken, LinkNotValid, SignInRefused } from './identity.errors.js';
import { EMAIL_CHANGE_REQUESTED, EMAIL_CHANGED } from './identity.events.js';
import { InvitationsQueries } from './invitations.queries.js';
import { makeMailedToken } from './mailed-tokens.js';
import { PasswordResetsService } from './password-resets.service.js';
import { SessionsService } from './sessions.service.js';
import { sha256 } from './tokens.js';
import { SendAccountMail } from './worker/send-account-mail.consumer.js';
import { identityForTests } from './points-of-contact.fixture.js';

const db = testDatabase({ entities: identityEntities });
const audit = new Audit();
const identity = identityForTests();
const account = new AccountService(audit, new Outbox());
const sessions = new SessionsService(audit);
const resets = new PasswordResetsService(audit, new Outbox());

const run = <T>(work: Parameters<typeof db.uow.run<T>>[1], actor: Actor = db.actor) => db.uow.run(actor, work);
let unoda: Organization;
let people = 0;

beforeAll(async () => {
  unoda = await run((tx) => identity.createOrganization(tx, { kind: 'un-entity', name: 'UNODA' }));
});

async function newPerson(): Promise<{ person: Person; actor: Actor; membershipId: string }> {
  const email = `person${(people += 1)}@example.org`;
  const memberships = [{ organizationId: unoda.id, role: 'coordinator' as const }];
  const person = await run((tx) =>
    identity.addPerson(tx, { email, name: 'Ada', password: 'correct horse battery', memberships }),
  );
  const candidate = await db.uow.read(db.actor, (tx) => sessions.candidate(tx, { email, demonstration: true }));
  return { person, actor: candidate!.actor, membershipId: candidate!.membershipId };
}

/** The last change of address that a person asked for, and what a worker would send about it. */
async function mailOf(personId: string, eventType: typeof EMAIL_CHANGE_REQUESTED | typeof EMAIL_CHANGED) {
  const [change] = await db.asOwner<{ id: string }>(
    'SELECT id FROM email_changes WHERE person_id = $1 ORDER BY id DESC LIMIT 1',
    [personId],
  );
  const config = readConfig({ DATABASE_URL: db.url, CLEARING_PUBLIC_URL: 'https://clearing.example' });
  const sender = new SendAccountMail(new InvitationsQueries(), null as never, config);
  const delivery = { id: 'dlv_1', eventId: 'evt_1', actorPerson: personId, eventType, refId: change!.id, payload: {} };
  const mail = await run((tx) => sender.prepare(tx, delivery));
  return { mail, token: /confirm-address#(\S+)/.exec(mail?.text ?? '')?.[1] ?? '' };
}

const own = (actor: Actor) => db.uow.read(actor, (tx) => account.own(tx));
const confirm = (token: string) => run((tx) => account.confirmEmail(tx, token));

describe('another e-mail address', () => {
  it('is that of the account once its owner follows the link, and the old one is told', async () => {
    const { person, actor } = await newPerson();
    await run((tx) => account.requestEmail(tx, 'New-Ada@example.org'), actor);
    expect(await own(actor)).toMatchObject({ email: person.email, awaitedEmail: 'new-ada@example.org' });
    const { mail, token } = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    expect(mail?.to).toBe('new-ada@example.org');
    await confirm(token);
    expect(await own(actor)).toMatchObject({ email: 'new-ada@example.org', awaitedEmail: null });
    expect((await mailOf(person.id, EMAIL_CHANGED)).mail?.to).toBe(person.email);
    await expect(confirm(token)).rejects.toThrow(LinkNotValid);
    expect((await mailOf(person.id, EMAIL_CHANGE_REQUESTED)).mail).toBeNull();
  });

  it('that was asked for before, is a day old or is of somebody shut out is not taken', async () => {
    const { person, actor } = await newPerson();
    await run((tx) => account.requestEmail(tx, 'first@example.org'), actor);
    const first = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    await run((tx) => account.requestEmail(tx, 'second@example.org'), actor);
    await expect(confirm(first.token)).rejects.toThrow(LinkNotValid);
    expect(await own(actor)).toMatchObject({ awaitedEmail: 'second@example.org' });
    const second = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    await db.asOwner(
      `UPDATE mailed_tokens SET made_at = made_at - interval '1 day', expires_at = expires_at - interval '1 day'`,
    );
    await db.asOwner(`UPDATE email_changes SET expires_at = expires_at - interval '1 day' WHERE confirmed_at IS NULL`);
    await expect(confirm(second.token)).rejects.toThrow(LinkNotValid);
    expect((await mailOf(person.id, EMAIL_CHANGE_REQUESTED)).mail).toBeNull();
    expect(await own(actor)).toMatchObject({ email: person.email, awaitedEmail: null });

    await run((tx) => account.requestEmail(tx, 'third@example.org'), actor);
    const third = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    await run((tx) => identity.disablePerson(tx, person.id, 'Left the ministry.'));
    await expect(confirm(third.token)).rejects.toThrow(LinkNotValid);
  });

  it('comes to nothing with a new password, and is not asked for with the old one', async () => {
    const { person, actor, membershipId } = await newPerson();
    const [row] = await db.asOwner<{ hash: string | null }>('SELECT password_hash AS hash FROM people WHERE id = $1', [
      person.id,
    ]);
    await run((tx) => account.requestEmail(tx, 'thief@example.org', row!.hash), actor);
    const { token } = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    const link = await run((tx) => makeMailedToken(tx, 'reset', person.id));
    await run((tx) => resets.reset(tx, link, 'another hash'));
    await expect(confirm(token)).rejects.toThrow(LinkNotValid);
    await expect(run((tx) => account.requestEmail(tx, 'thief@example.org', row!.hash), actor)).rejects.toThrow(
      SignInRefused,
    );
    const late = run((tx) => sessions.open(tx, { membershipId, provenHash: row!.hash }), actor);
    await expect(late).rejects.toThrow(SignInRefused);
  });

  it('leaves no link to choose a password with who reads the old one', async () => {
    const { person, actor } = await newPerson();
    const link = await run((tx) => makeMailedToken(tx, 'reset', person.id));
    await run((tx) => account.requestEmail(tx, `moved-${person.id}@example.org`), actor);
    await confirm((await mailOf(person.id, EMAIL_CHANGE_REQUESTED)).token);
    await expect(run((tx) => resets.reset(tx, link, 'another hash'))).rejects.toThrow(LinkNotValid);
  });

  it('that is cancelled is not taken, and one that is sent again is, by the newer link alone', async () => {
    const { person, actor } = await newPerson();
    const newEmail = `wish-${person.id}@example.org`;
    await run((tx) => account.requestEmail(tx, newEmail), actor);
    const first = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    await db.asOwner("UPDATE email_changes SET expires_at = now() + interval '1 minute' WHERE person_id = $1", [
      person.id,
    ]);
    await run((tx) => account.sendEmailAgain(tx), actor);
    await expect(confirm(first.token)).rejects.toThrow(LinkNotValid);
    const second = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    expect(second.mail?.to).toBe(newEmail);
    const [left] = await db.asOwner<{ hours: number }>(
      `SELECT round(extract(epoch FROM expires_at - now()) / 3600)::integer AS hours FROM mailed_tokens
        WHERE token_sha256 = $1`,
      [sha256(second.token)],
    );
    expect(left).toEqual({ hours: 24 });
    const stranger = await newPerson();
    await run((tx) => account.cancelEmail(tx), stranger.actor);
    expect(await own(actor)).toMatchObject({ awaitedEmail: newEmail });
    await run((tx) => account.cancelEmail(tx), actor);
    await run((tx) => account.cancelEmail(tx), actor);
    expect(await own(actor)).toMatchObject({ email: person.email, awaitedEmail: null });
    await expect(confirm(second.token)).rejects.toThrow(LinkNotValid);
    await expect(run((tx) => account.sendEmailAgain(tx), actor)).rejects.toThrow(NotFound);
    const acts = await db.asOwner<{ act: string }>('SELECT act FROM audit_log WHERE ref_id = $1 ORDER BY id', [
      person.id,
    ]);
    expect(acts.map(({ act }) => act).slice(-3)).toEqual([
      'email.change-requested',
      'email.change-sent-again',
      'email.change-cancelled',
    ]);
  });

  it('that somebody else has is refused to who follows the link, and to nobody before', async () => {
    const [{ person: other }, { person, actor }] = [await newPerson(), await newPerson()];
    await run((tx) => account.requestEmail(tx, other.email), actor);
    const { token } = await mailOf(person.id, EMAIL_CHANGE_REQUESTED);
    await expect(confirm(token)).rejects.toThrow(EmailTaken);
    await expect(run((tx) => account.requestEmail(tx, person.email), actor)).rejects.toThrow(
      'is the address of your account',
    );
  });
});

describe('preferences', () => {
  it('are kept, one by one, and written down', async () => {
    const { person, actor } = await newPerson();
    expect(await own(actor)).toMatchObject({ language: 'en', mailWork: 'daily' });
    await run((tx) => account.prefer(tx, { language: 'fr' }), actor);
    await run((tx) => account.prefer(tx, { mailWork: 'none', mailSearches: 'each' }), actor);
    await run((tx) => account.prefer(tx, {}), actor);
    expect(await own(actor)).toMatchObject({
      language: 'fr',
      mailWork: 'none',
      mailFollowed: 'daily',
      mailSearches: 'each',
    });
    const acts = await db.asOwner<{ payload: unknown }>(
      `SELECT payload FROM audit_log WHERE act = 'preferences.changed' AND ref_id = $1 ORDER BY id`,
      [person.id],
    );
    expect(acts.map(({ payload }) => payload)).toEqual([
      { language: 'fr' },
      { mailWork: 'none', mailSearches: 'each' },
    ]);
  });
});

describe('sessions', () => {
  const open = (actor: Actor, membershipId: string, device: string) =>
    run((tx) => sessions.open(tx, { membershipId, device }), actor);
  const shown = (actor: Actor, token: string) => db.uow.read(actor, (tx) => sessions.own(tx, sha256(token)));

  it('are listed to their person alone, this one first, and keep their device under another membership', async () => {
    const { person, actor, membershipId } = await newPerson();
    const stranger = await newPerson();
    await open(stranger.actor, stranger.membershipId, 'Safari, iPhone');
    const first = await open(actor, membershipId, 'Firefox, Linux');
    await open(actor, membershipId, 'Chrome, Android');
    expect(await shown(actor, first)).toMatchObject([
      { device: 'Firefox, Linux', isThis: true, role: 'coordinator', organization: { name: 'UNODA' } },
      { device: 'Chrome, Android', isThis: false },
    ]);
    const auditor = await run((tx) =>
      identity.giveMembership(tx, { personId: person.id, organizationId: unoda.id, role: 'auditor' }),
    );
    const changed = await run(
      (tx) => sessions.change(tx, { tokenSha256: sha256(first), membershipId: auditor.id }),
      actor,
    );
    expect((await shown(actor, changed))[0]).toMatchObject({ device: 'Firefox, Linux', isThis: true, role: 'auditor' });
  });

  it('end everywhere but here', async () => {
    const { actor, membershipId } = await newPerson();
    const stranger = await newPerson();
    const strange = await open(stranger.actor, stranger.membershipId, '');
    const [here, there] = [await open(actor, membershipId, ''), await open(actor, membershipId, '')];
    await run((tx) => sessions.closeOthers(tx, sha256(here)), actor);
    const isLive = async (token: string) =>
      (await db.uow.read(db.actor, (tx) => sessions.authenticate(tx, token))) !== null;
    expect([await isLive(here), await isLive(there), await isLive(strange)]).toEqual([true, false, true]);
  });

  it('end one by one, of their person alone, and the one that asks only by signing out', async () => {
    const { actor, membershipId } = await newPerson();
    const stranger = await newPerson();
    const strange = await open(stranger.actor, stranger.membershipId, '');
    const here = await open(actor, membershipId, 'Firefox, Linux');
    await open(actor, membershipId, 'Chrome, Android');
    await open(actor, membershipId, 'Safari, iPhone');
    const idOf = async (device: string) => (await shown(actor, here)).find((one) => one.device === device)!.id;
    const end = (id: string, by = actor, token = here) => run((tx) => sessions.closeOther(tx, id, sha256(token)), by);
    await end(await idOf('Chrome, Android'));
    await expect(end(await idOf('Safari, iPhone'), stranger.actor, strange)).rejects.toThrow(NotFound);
    await expect(end(await idOf('Firefox, Linux'))).rejects.toThrow(InvalidInput);
    expect((await shown(actor, here)).map(({ device }) => device)).toEqual(['Firefox, Linux', 'Safari, iPhone']);
    expect(await shown(stranger.actor, strange)).toHaveLength(1);
  });

  it('and API tokens end with a new password, those of the person alone', async () => {
    const [{ person, actor, membershipId }, stranger] = [await newPerson(), await newPerson()];
    const tokens = new ApiTokensService(audit);
    const make = (of: { actor: Actor; membershipId: string }) =>
      run((tx) => tokens.create(tx, { name: 'export', membershipId: of.membershipId, days: 7 }), of.actor);
    const [own, strange] = [await make({ actor, membershipId }), await make(stranger)];
    await open(actor, membershipId, '');
    const link = await run((tx) => makeMailedToken(tx, 'reset', person.id));
    expect(await run((tx) => resets.reset(tx, link, 'another hash'))).toBe(person.email);
    const isLive = async ({ token }: { token: string }) =>
      (await db.uow.read(db.actor, (tx) => tokens.authenticate(tx, token))) !== null;
    expect([await isLive(own), await isLive(strange)]).toEqual([false, true]);
    const [act] = await db.asOwner(`SELECT payload FROM audit_log WHERE act = 'password.reset' AND ref_id = $1`, [
      person.id,
    ]);
    expect(act).toEqual({ payload: { sessions: 1, apiTokens: 1 } });
  });
});
