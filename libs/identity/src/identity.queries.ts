import { Injectable } from '@nestjs/common';
import { normalEmail } from './session.rules.js';
import { NotFound, type Actor, type CalendarDate, type Role } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { ACTOR_COLUMNS, actorOf, MAY_ACT, MAY_BE_RESTORED, type ActorRow } from './credentials.js';
import { Organization, OrganizationArea, Person, type OrganizationKind } from './identity.entities.js';
import type { Instrument } from './point-of-contact.entity.js';
import { holdsOn, isVerificationDue } from './points-of-contact.queries.js';

/** Every filter that is given must hold; of kinds any one. */
export interface OrganizationFilter {
  readonly kind?: readonly OrganizationKind[];
  /** ISO 3166-1 alpha-2. */
  readonly area?: string;
  /** M49 code of a region or subregion. */
  readonly region?: string;
  /** Part of the name. */
  readonly q?: string;
  /** With, or without, a point of contact that holds today. */
  readonly contact?: boolean;
  /** With a point of contact that is to be verified again. */
  readonly verificationDue?: boolean;
  readonly total?: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

/** Every filter that is given must hold. */
export interface PeopleFilter {
  /** Part of the name or of the e-mail address. */
  readonly q?: string;
  /** Members of it. */
  readonly organizationId?: string;
  readonly disabled?: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

export interface FocalPoint {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
}

export type OrganizationRow = Omit<Organization, 'createdAt'> & {
  /** A point of contact holds today: under the Programme of Action, under the tracing instrument. */
  readonly hasPoaContact: boolean;
  readonly hasItiContact: boolean;
};

/** With the people who act for it as focal points, from among whom its points of contact are designated. */
export type OrganizationDetail = Organization & {
  /** ISO 3166-1 alpha-2, beside its own. */
  readonly requestsForAreas: readonly string[];
  readonly focalPoints: readonly FocalPoint[];
};

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

export interface EndedRoleRow extends MembershipRow {
  readonly endedAt: Date;
}

@Injectable()
export class IdentityQueries {
  /** By name. What nobody has stated the kind of, only who is signed in learns of. */
  async organizations(
    tx: ReadTx,
    filter: OrganizationFilter,
    today: CalendarDate,
  ): Promise<Page<OrganizationRow> & { readonly total?: number }> {
    const params: unknown[] = [today];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const where = conditionsOf(tx, filter, bind).join(' AND ');
    const from = 'FROM organizations o LEFT JOIN areas a ON a.iso2 = o.area_iso2';
    const counted = filter.total
      ? await tx.query<[{ total: number }]>(`SELECT count(*)::integer AS total, $1::date ${from} WHERE ${where}`, [
          ...params,
        ])
      : null;
    const place = readCursor(filter.cursor, 2, (texts) => texts.every((text) => text !== null));
    const rest = place ? `AND (o.name, o.id) > (${bind(place[0])}, ${bind(place[1])})` : '';
    const rows = await tx.query<OrganizationRow[]>(
      `SELECT o.id, o.kind, o.name, o.area_iso2 AS "areaIso2", o.source, o.external_ref AS "externalRef", o.version,
              ${contactOf('poa')} AS "hasPoaContact", ${contactOf('iti')} AS "hasItiContact"
         ${from} WHERE ${where} ${rest} ORDER BY o.name, o.id LIMIT ${bind(filter.limit + 1)}`,
      params,
    );
    const page = keysetPage(rows, filter.limit, ({ name, id }) => [name, id]);
    return { ...page, ...(counted && { total: counted[0].total }) };
  }

  /** @throws NotFound */
  async organization(tx: ReadTx, id: string): Promise<OrganizationDetail> {
    const organization = await tx.findOneBy(Organization, { id });
    const isPublic = tx.actor.role === 'anonymous';
    if (!organization || (isPublic && organization.kind === 'unstated')) throw new NotFound('organization', id);
    const areas = await tx.find(OrganizationArea, { where: { organizationId: id }, order: { areaIso2: 'ASC' } });
    const requestsForAreas = areas.map(({ areaIso2 }) => areaIso2);
    if (isPublic) return { ...organization, requestsForAreas, focalPoints: [] };
    const focalPoints = await tx.query<FocalPoint[]>(
      `SELECT p.id AS "personId", p.name, p.email FROM memberships m JOIN people p ON p.id = m.person_id
        WHERE m.organization_id = $1 AND m.role = 'focal-point' AND ${MAY_ACT} ORDER BY m.created_at, m.id`,
      [id],
    );
    return { ...organization, requestsForAreas, focalPoints };
  }

  /** By name. */
  async people(tx: ReadTx, filter: PeopleFilter): Promise<Page<PersonDetail>> {
    const { q, organizationId, disabled, cursor, limit } = filter;
    const place = readCursor(cursor, 2, (texts) => texts.every((text) => text !== null));
    const rows = await tx.query<PersonDetail[]>(
      `SELECT p.id, p.name, p.email, p.disabled_at IS NOT NULL AS disabled,
              (SELECT coalesce(json_agg(json_build_object('id', m.id, 'role', m.role,
                        'organization', json_build_object('id', o.id, 'name', o.name)) ORDER BY m.created_at, m.id), '[]')
                 FROM memberships m JOIN organizations o ON o.id = m.organization_id
                WHERE m.person_id = p.id AND m.ended_at IS NULL) AS memberships
         FROM people p
        WHERE ($1::text IS NULL OR strpos(lower(p.name), lower($1)) > 0 OR strpos(p.email, lower($1)) > 0)
          AND ($2::text IS NULL OR EXISTS (SELECT FROM memberships m
                WHERE m.person_id = p.id AND m.organization_id = $2 AND m.ended_at IS NULL))
          AND ($3::boolean IS NULL OR (p.disabled_at IS NOT NULL) = $3)
          AND ($4::text IS NULL OR (p.name, p.id) > ($4, $5))
        ORDER BY p.name, p.id LIMIT $6`,
      [q ?? null, organizationId ?? null, disabled ?? null, place?.[0] ?? null, place?.[1] ?? null, limit + 1],
    );
    return keysetPage(rows, limit, ({ name, id }) => [name, id]);
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

  /** Roles of the person that ended so lately that this is still undone, the last first; not those given anew since. */
  endedRoles(tx: ReadTx, personId: string): Promise<EndedRoleRow[]> {
    return tx.query<EndedRoleRow[]>(
      `SELECT m.id, m.role, json_build_object('id', o.id, 'name', o.name) AS organization, m.ended_at AS "endedAt"
         FROM memberships m JOIN organizations o ON o.id = m.organization_id
        WHERE m.person_id = $1 AND ${MAY_BE_RESTORED('m.ended_at')}
          AND NOT EXISTS (SELECT FROM memberships l
                WHERE l.person_id = m.person_id AND l.organization_id = m.organization_id AND l.role = m.role
                  AND (l.ended_at IS NULL OR (l.ended_at, l.id) > (m.ended_at, m.id)))
        ORDER BY m.ended_at DESC, m.id`,
      [personId],
    );
  }

  /** Who acts under a membership that the person has; null when it has ended, or the person is disabled. */
  async actorFor(
    tx: ReadTx,
    { personId, organizationId, role }: Pick<Actor, 'personId' | 'organizationId' | 'role'>,
  ): Promise<Actor | null> {
    const [row] = await tx.query<ActorRow[]>(
      `SELECT ${ACTOR_COLUMNS} FROM memberships m JOIN people p ON p.id = m.person_id
        WHERE m.person_id = $1 AND m.organization_id = $2 AND m.role = $3 AND ${MAY_ACT} LIMIT 1`,
      [personId, organizationId, role],
    );
    return row ? actorOf(row) : null;
  }

  async personByEmail(tx: ReadTx, email: string): Promise<PersonDetail | null> {
    const person = await tx.findOneBy(Person, { email: normalEmail(email) });
    return person && this.person(tx, person.id);
  }
}

/** Of the organization `o`, on the day `$1`. */
function contactOf(instrument: Instrument): string {
  return `EXISTS (SELECT FROM points_of_contact c
                   WHERE c.organization_id = o.id AND c.instrument = '${instrument}' AND ${holdsOn('$1')})`;
}

function conditionsOf(tx: ReadTx, filter: OrganizationFilter, bind: (value: unknown) => string): string[] {
  const conditions = ['true'];
  if (tx.actor.role === 'anonymous') conditions.push(`o.kind <> 'unstated'`);
  if (filter.kind) conditions.push(`o.kind = ANY(${bind(filter.kind)})`);
  if (filter.area !== undefined) conditions.push(`o.area_iso2 = ${bind(filter.area)}`);
  if (filter.region !== undefined) {
    conditions.push(`${bind(filter.region)} IN (a.region_code, a.subregion_code, a.intermediate_region_code)`);
  }
  if (filter.q !== undefined) conditions.push(`strpos(lower(o.name), lower(${bind(filter.q)})) > 0`);
  if (filter.contact !== undefined) {
    const has = `(${contactOf('poa')} OR ${contactOf('iti')})`;
    conditions.push(filter.contact ? has : `NOT ${has}`);
  }
  if (filter.verificationDue !== undefined) {
    const due = `EXISTS (SELECT FROM points_of_contact c
      WHERE c.organization_id = o.id AND ${holdsOn('$1')} AND ${isVerificationDue('$1')})`;
    conditions.push(filter.verificationDue ? due : `NOT ${due}`);
  }
  return conditions;
}
