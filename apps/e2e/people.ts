import { hash } from '@node-rs/argon2';
import { newId, type Role } from '#libs/kernel';
import type { TestDatabase } from '#libs/platform';
import { createHash, randomBytes } from 'node:crypto';

export interface NewOrganization {
  readonly kind: string;
  readonly name: string;
  readonly areaIso2?: string;
}

export interface Member {
  readonly personId: string;
  readonly membershipId: string;
  readonly organizationId: string;
  readonly role: Role;
}

/** Rows that the rules of identity would take too long to lead to, or would refuse: any role in any organization. A focal point is a point of contact. */
export async function addOrganization(db: TestDatabase, { kind, name, areaIso2 }: NewOrganization): Promise<string> {
  const id = newId('org');
  await db.asOwner('INSERT INTO organizations (id, kind, name, area_iso2) VALUES ($1, $2, $3, $4)', [
    id,
    kind,
    name,
    areaIso2 ?? null,
  ]);
  return id;
}

export async function addMember(db: TestDatabase, organizationId: string, role: Role): Promise<Member> {
  const personId = newId('pers');
  const membershipId = newId('memb');
  await db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $2, $3)', [
    personId,
    `${personId}@example.org`,
    `${role} of ${organizationId}`,
  ]);
  await db.asOwner('INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)', [
    membershipId,
    personId,
    organizationId,
    role,
  ]);
  if (role === 'focal-point') {
    await db.asOwner(
      `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
       VALUES ($1, $2, $3, 'iti', false, '2026-01-01', '2026-01-01')`,
      [newId('poc'), organizationId, personId],
    );
  }
  return { personId, membershipId, organizationId, role };
}

/** Returns the e-mail of the account. The hash costs next to nothing. */
export async function givePassword(db: TestDatabase, { personId }: Member, password: string): Promise<string> {
  const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const [row] = await db.asOwner<{ email: string }>(
    'UPDATE people SET password_hash = $2 WHERE id = $1 RETURNING email',
    [personId, passwordHash],
  );
  return row!.email;
}

/** A session as signing in makes it, without the time a password takes: the cookie header of a request. */
export async function openSessionOf(db: TestDatabase, { membershipId }: Member): Promise<{ Cookie: string }> {
  const token = randomBytes(32).toString('base64url');
  await db.asOwner(
    `INSERT INTO sessions (token_sha256, membership_id, idle_minutes, expires_at, id)
     VALUES ($1, $2, 30, now() + interval '1 hour', $3)`,
    [createHash('sha256').update(token).digest('hex'), membershipId, newId('sess')],
  );
  return { Cookie: `sid=${token}` };
}
