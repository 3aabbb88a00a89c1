import { Injectable } from '@nestjs/common';
import { normalEmail } from './session.rules.js';
import { NotFound, type Role } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { MAY_ACT } from './credentials.js';
import { Organization, Person, type OrganizationKind } from './identity.entities.js';

export interface OrganizationFilter {
  readonly kind?: OrganizationKind;
  readonly cursor?: string;
  readonly limit: number;
}

export interface Contact {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
}

/** With the people who are its points of contact (PoA A.4, ITI A.6): those who hold the role of focal point. */
export type OrganizationDetail = Organization & { readonly pointsOfContact: readonly Contact[] };

export interface PersonDetail {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly disabled: boolean;
  /** Live ones, the oldest first. */
  readonly memberships: readonly MembershipRow[];
}

export interface MembershipRow {
  readonly id: string;
  readonly role: Role;
  readonly organization: { readonly id: string; readonly name: string };
}

@Injectable()
export class IdentityQueries {
  /** By name. */
  async organizations(tx: ReadTx, { kind, cursor, limit }: OrganizationFilter): Promise<Page<Organization>> {
    const query = tx
      .createQueryBuilder(Organization, 'organization')
      .orderBy('organization.name')
      .addOrderBy('organization.id')
      .limit(limit + 1);
    if (kind !== undefined) query.andWhere('organization.kind = :kind', { kind });
    const place = readCursor(cursor, 2);
    if (place) {
      query.andWhere('(organization.name, organization.id) > (:name, :id)', { name: place[0], id: place[1] });
    }
    return keysetPage(await query.getMany(), limit, ({ name, id }) => [name, id]);
  }

  /** @throws NotFound */
  async organization(tx: ReadTx, id: string): Promise<OrganizationDetail> {
    const organization = await tx.findOneBy(Organization, { id });
    if (!organization) throw new NotFound('organization', id);
    const pointsOfContact = await tx.query<Contact[]>(
      `SELECT p.id AS "personId", p.name, p.email FROM memberships m JOIN people p ON p.id = m.person_id
        WHERE m.organization_id = $1 AND m.role = 'focal-point' AND ${MAY_ACT} ORDER BY m.created_at, m.id`,
      [id],
    );
    return { ...organization, pointsOfContact };
  }

  /** @throws NotFound */
  async person(tx: ReadTx, id: string): Promise<PersonDetail> {
    const person = await tx.findOneBy(Person, { id });
    if (!person) throw new NotFound('person', id);
    const memberships = await tx.query<MembershipRow[]>(
      `SELECT m.id, m.role, json_build_object('id', o.id, 'name', o.name) AS organization
         FROM memberships m JOIN organizations o ON o.id = m.organization_id
        WHERE m.person_id = $1 AND m.ended_at IS NULL ORDER BY m.created_at, m.id`,
      [id],
    );
    return { id, name: person.name, email: person.email, disabled: person.disabledAt !== null, memberships };
  }

  async personByEmail(tx: ReadTx, email: string): Promise<PersonDetail | null> {
    const person = await tx.findOneBy(Person, { email: normalEmail(email) });
    return person && this.person(tx, person.id);
  }
}
