import { newId } from '#libs/kernel';
import { createHash, randomBytes } from 'node:crypto';
import { addMember, addOrganization } from '../people.js';
import { DELIVERY_RECIPES } from './delivery-subjects.js';
import { REASON, type SubjectName } from './permissions/row.js';
import { REPORT_RECIPES } from './report-subjects.js';
import { SHEET_RECIPES } from './sheet-subjects.js';
import type { Caller, Subject, World } from './subjects.js';

interface Recipe {
  /** Whose it is: `parties` is the donor's for donors and the State's for all others. */
  readonly owner: 'state' | 'donor' | 'parties' | 'caller' | 'nobody';
  make(world: World, caller: Caller, isOwn: boolean): Promise<Subject>;
}

interface PointsOfContact {
  readonly pointsOfContact: readonly { id: string; version: number; delegations: readonly { id: string }[] }[];
}

export const RECIPES: Readonly<Record<SubjectName, Recipe>> = {
  nothing: { owner: 'nobody', make: async () => ({}) },
  'draft need': { owner: 'state', make: (world) => world.need('draft') },
  'submitted need': { owner: 'state', make: (world) => world.need('submitted') },
  'need under review': { owner: 'state', make: (world) => world.need('under-review') },
  'returned need': { owner: 'state', make: (world) => world.need('returned') },
  'rejected need': { owner: 'state', make: (world) => world.need('rejected') },
  'validated need': { owner: 'state', make: (world) => world.need('validated') },
  'closed need': { owner: 'state', make: (world) => world.need('closed-partly') },
  'withdrawn need': { owner: 'state', make: (world) => world.need('withdrawn') },
  'needs alike': {
    owner: 'state',
    make: async (world) => ({ ...(await world.need('published')), otherId: (await world.need('published')).id! }),
  },
  'merged need': { owner: 'state', make: (world) => world.mergedNeed() },
  'public need': { owner: 'state', make: (world) => world.need('published') },
  'imported need': { owner: 'state', make: (world) => world.importedNeed() },
  'need for the signed-in': { owner: 'state', make: (world) => world.need('published', 'states-only') },
  'need for parties': { owner: 'state', make: (world) => world.need('published', 'parties-only') },
  'need for coordinators': { owner: 'state', make: (world) => world.need('published', 'coordinators') },
  'submission threshold': {
    owner: 'nobody',
    make: async ({ system }) => {
      const [row] = await system.db.asOwner<{ version: number }>('SELECT version FROM submission_threshold');
      return { version: row!.version };
    },
  },
  'contact verification': {
    owner: 'nobody',
    make: async ({ system }) => {
      const [row] = await system.db.asOwner<{ version: number }>('SELECT version FROM contact_verification');
      return { version: row!.version };
    },
  },
  'flow to a need for parties': { owner: 'state', make: (world) => world.flow() },
  'draft offer': { owner: 'donor', make: (world) => world.offer('draft') },
  'public offer': { owner: 'donor', make: (world) => world.offer('published') },
  'private offer': { owner: 'donor', make: (world) => world.offer('published', 'private') },
  'withdrawn offer': { owner: 'donor', make: (world) => world.withdrawnOffer() },
  'need and offer': {
    owner: 'parties',
    make: async (world) => ({
      itemId: (await world.need('published')).itemId!,
      offerId: (await world.offer('published')).id!,
    }),
  },
  pledge: { owner: 'donor', make: (world) => world.pledge() },
  'open item': {
    owner: 'nobody',
    make: async (world) => {
      const { id, itemId } = await world.need('published');
      return { id: id!, itemId: itemId! };
    },
  },
  'proposed match': { owner: 'parties', make: (world) => world.match('proposed') },
  'reviewed match': { owner: 'parties', make: (world) => world.match('reviewed') },
  'confirmed match': { owner: 'parties', make: (world) => world.match('confirmed') },
  'agreed match': { owner: 'parties', make: (world) => world.match('agreed') },
  ...DELIVERY_RECIPES,
  fund: { owner: 'nobody', make: async (world) => ({ id: world.fundId, donorId: world.organizations.donor }) },
  'pledged agreement': { owner: 'donor', make: (world) => world.pledgedAgreement() },
  'signed agreement': {
    owner: 'donor',
    make: async (world) => {
      const { id, version } = await world.signedAgreement();
      const depositId = await world.deposit(id as string, '100');
      return { id: id!, version: version!, depositId, fundId: world.fundId };
    },
  },
  project: { owner: 'parties', make: (world) => world.project() },
  'planned tranche': { owner: 'parties', make: (world) => world.tranche('planned') },
  'met tranche': { owner: 'parties', make: (world) => world.tranche('met') },
  'bank account': { owner: 'parties', make: (world) => world.bankAccount() },
  'payment order': { owner: 'parties', make: (world) => world.paymentOrder() },
  'ledger account': { owner: 'nobody', make: (world) => world.ledgerAccount() },
  'unused file': { owner: 'state', make: (world) => world.file() },
  state: {
    owner: 'state',
    make: async ({ organizations, system }) => {
      const { personId } = await addMember(system.db, organizations.state, 'focal-point');
      return { id: organizations.state, otherId: personId };
    },
  },
  ...REPORT_RECIPES,
  ...SHEET_RECIPES,
  'point of contact': { owner: 'state', make: (world) => world.pointOfContact() },
  'own letter to add': {
    owner: 'state',
    make: async (world, caller) => {
      const { id: letterFileId } = await world.file(caller);
      return { ...(await world.pointOfContact()), letterFileId: letterFileId! };
    },
  },
  letter: {
    owner: 'state',
    make: async (world) => {
      const [{ id, version }, { id: letterFileId }] = [await world.pointOfContact(), await world.file()];
      const { client } = world.caller('focal-point', 'state');
      await client.send('PUT', `/points-of-contact/${id}/letter`, { letterFileId }, { ifMatch: Number(version) });
      return { id: letterFileId! };
    },
  },
  'delegated point of contact': {
    owner: 'state',
    make: async (world) => {
      const { id, otherId, version } = await world.pointOfContact();
      const input = { personId: otherId, until: '2099-01-01' };
      const path = `/points-of-contact/${id}/delegations`;
      const { client } = world.caller('focal-point', 'state');
      const { body } = await client.post<PointsOfContact>(path, input, { ifMatch: Number(version) });
      const [contact] = body.pointsOfContact.filter((one) => one.id === id);
      return { id: id!, version: contact!.version, delegationId: contact!.delegations[0]!.id };
    },
  },
  'proposed revision': {
    owner: 'state',
    make: async (world) => {
      const { id, version } = await world.need('published');
      const input = { title: 'Other words', ...REASON };
      const { client } = world.caller('focal-point', 'state');
      const { body } = await client.post<{ id: string }>(`/needs/${id}/revisions`, input, { ifMatch: Number(version) });
      return { id: id!, version: version!, revisionId: body.id };
    },
  },
  'regional organization': {
    owner: 'nobody',
    make: async ({ system }) => ({
      id: await addOrganization(system.db, { kind: 'regional-organization', name: 'Caribbean secretariat' }),
      version: 1,
    }),
  },
  'imported organization': {
    owner: 'nobody',
    make: async ({ system }) => ({
      id: await addOrganization(system.db, { kind: 'unstated', name: 'Relief Agency' }),
      version: 1,
    }),
  },
  person: { owner: 'state', make: (world) => world.person() },
  'person whose role ended': {
    owner: 'state',
    make: async (world) => {
      const person = await world.person();
      await world.system.db.asOwner('UPDATE memberships SET ended_at = now() WHERE id = $1', [person.membershipId]);
      return person;
    },
  },
  invitation: { owner: 'nobody', make: (world) => invitation(world) },
  'invitation link': {
    owner: 'nobody',
    make: async (world) => ({ token: await mailedToken(world, 'invitation_id', (await invitation(world)).id!) }),
  },
  'reset link': {
    owner: 'nobody',
    make: async (world) => ({ token: await mailedToken(world, 'reset_person_id', (await world.person()).id!) }),
  },
  'address link': {
    owner: 'nobody',
    make: async (world) => {
      const { id: personId } = await world.person();
      const id = newId('emc');
      await world.system.db.asOwner(
        `INSERT INTO email_changes (id, person_id, old_email, new_email, expires_at)
         VALUES ($1, $2, 'old@example.org', $1 || '@example.org', now() + interval '1 day')`,
        [id, personId],
      );
      return { token: await mailedToken(world, 'email_change_id', id) };
    },
  },
  'own API token': {
    owner: 'caller',
    make: (world, caller, isOwn) => world.apiToken(isOwn ? caller : world.caller('auditor', 'donor')),
  },
  'own session': {
    owner: 'caller',
    make: (world, caller, isOwn) => world.session(isOwn ? caller : world.caller('auditor', 'donor')),
  },
  'own notification': {
    owner: 'caller',
    make: (world, caller, isOwn) => world.notification(isOwn ? caller : world.caller('auditor', 'donor')),
  },
  'own saved search': {
    owner: 'caller',
    make: (world, caller, isOwn) => world.savedSearch(isOwn ? caller : world.caller('auditor', 'donor')),
  },
  'own membership': {
    owner: 'caller',
    make: async (world, caller, isOwn) => ({
      membershipId: (isOwn ? caller : world.caller('auditor', 'donor')).member.membershipId,
    }),
  },
  'sign-in': { owner: 'nobody', make: (world) => world.signIn() },
};

async function invitation(world: World): Promise<Subject> {
  const { system, organizations } = world;
  const id = newId('inv');
  const { personId } = world.caller('administrator', 'elsewhere').member;
  await system.db.asOwner(
    `INSERT INTO invitations (id, email, name, organization_id, role, invited_by, expires_at)
     VALUES ($1, $1 || '@example.org', 'A person', $2, 'focal-point', $3, now() + interval '14 days')`,
    [id, organizations.state, personId],
  );
  return { id, organizationId: organizations.state };
}

/** As the worker makes it for an e-mail. */
async function mailedToken({ system }: World, column: string, refId: string | number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await system.db.asOwner(
    `INSERT INTO mailed_tokens (token_sha256, ${column}, expires_at) VALUES ($1, $2, now() + interval '59 minutes')`,
    [createHash('sha256').update(token).digest('hex'), refId],
  );
  return token;
}

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A file that the store takes. */
export function upload(): FormData {
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(PNG, 'base64')]), 'evidence.png');
  return form;
}
