// Danger: a link that one e-mail carries opens what another one is for.
import { Audit } from '#libs/audit';
import { newId } from '#libs/kernel';
import { Outbox, testDatabase, type Tx } from '#libs/platform';
import { AccountService } from './account.service.js';
import { identityEntities } from './identity.entities.js';
import { LinkNotValid } from './identity.errors.js';
import { InvitationsQueries } from './invitations.queries.js';
import { InvitationsService } from './invitations.service.js';
import { makeMailedToken, readMailedToken, type TokenPurpose } from './mailed-tokens.js';
import { PasswordResetsService } from './password-resets.service.js';
import { identityForTests } from './points-of-contact.fixture.js';

const db = testDatabase({ entities: identityEntities });
const audit = new Audit();
const outbox = new Outbox();
const identity = identityForTests();
const invitations = new InvitationsService(identity, audit, outbox);
const resets = new PasswordResetsService(audit, outbox);
const account = new AccountService(audit, outbox);

/** Each door that a link opens. */
const DOORS: readonly (readonly [door: string, TokenPurpose, (tx: Tx, token: string) => Promise<unknown>])[] = [
  ['looking at an invitation', 'invitation', (tx, token) => new InvitationsQueries().byToken(tx, token)],
  ['checking a new password', 'reset', (tx, token) => resets.check(tx, token)],
  ['accepting an invitation', 'invitation', (tx, token) => invitations.accept(tx, token, 'a hash')],
  ['setting a new password', 'reset', (tx, token) => resets.reset(tx, token, 'a hash')],
  ['confirming an address', 'email', (tx, token) => account.confirmEmail(tx, token)],
];

const run = <T>(work: (tx: Tx) => Promise<T>) => db.uow.run(db.actor, work);
let subjects: Readonly<Record<TokenPurpose, string>>;

beforeEach(async () => {
  const [organizationId, personId] = await run(async (tx) => {
    const { id } = await identity.createOrganization(tx, { kind: 'un-entity', name: newId('org') });
    const person = await identity.addPerson(tx, { email: `${id}@example.org`, name: 'Ada', memberships: [] });
    return [id, person.id];
  });
  const invited = { email: `new-${organizationId}@example.org`, name: 'New', organizationId, role: 'auditor' } as const;
  const administrator = { role: 'administrator', personId, organizationId, label: 'Ada' } as const;
  const invitationId = await db.uow.run(administrator, (tx) => invitations.invite(tx, invited));
  const changeId = newId('emc');
  await db.asOwner(
    `INSERT INTO email_changes (id, person_id, old_email, new_email, expires_at)
     VALUES ($1, $2, 'old@example.org', $2 || '@example.org', now() + interval '1 hour')`,
    [changeId, personId],
  );
  subjects = { invitation: invitationId, reset: personId, email: changeId };
});

it.each(DOORS)('%s takes a link for that alone, and leaves others as good as they were', async (_, purpose, open) => {
  for (const other of ['invitation', 'reset', 'email'] as const) {
    if (other === purpose) continue;
    const token = await run((tx) => makeMailedToken(tx, other, subjects[other]));
    await expect(run((tx) => open(tx, token))).rejects.toThrow(LinkNotValid);
    expect(await run((tx) => readMailedToken(tx, other, token))).toBe(subjects[other]);
  }
  const own = await run((tx) => makeMailedToken(tx, purpose, subjects[purpose]));
  await run((tx) => open(tx, own));
});
