import { Injectable } from '@nestjs/common';
import { NotFound, type Actor, type CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { MAY_ACT } from './credentials.js';
import { PointOfContact, type Instrument } from './point-of-contact.entity.js';

/** An SQL condition: the designation `c` is to be verified again by the day `on`. */
export const isVerificationDue = (on: string): string =>
  `c.verified_on < ${on}::date - (SELECT after_days FROM contact_verification)`;

/**
 * An SQL condition: the designation `c` holds on the day `on`. It has begun and not ended, and the person is still a focal
 * point of the organization.
 */
export const holdsOn = (on: string): string => `
  c.starts_on <= ${on}::date AND (c.ends_on IS NULL OR c.ends_on > ${on}::date)
  AND EXISTS (SELECT FROM memberships m JOIN people p ON p.id = m.person_id
               WHERE m.person_id = c.person_id AND m.organization_id = c.organization_id AND m.role = 'focal-point'
                 AND ${MAY_ACT})`;

export interface ContactView {
  readonly id: string;
  readonly instrument: Instrument;
  readonly isPrimary: boolean;
  /** It holds today. */
  readonly isCurrent: boolean;
  /** Null where the reader is not shown it. */
  readonly personId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly showsName: boolean;
  readonly showsEmail: boolean;
  readonly showsPhone: boolean;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate | null;
  readonly verifiedOn: CalendarDate;
  readonly verificationDue: boolean;
  /** Null to those who may not read it. */
  readonly letterFileId: string | null;
  readonly delegations: readonly DelegationView[];
  readonly version: number;
}

/** One that holds on a day that is still to come. */
interface DelegationView {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  /** The last day, within the term. */
  readonly until: CalendarDate;
}

const READS_ALL_LETTERS: readonly Actor['role'][] = ['coordinator', 'administrator', 'auditor'];

/** The organization's own people and those who deal with designations; not even the others of who sent the file. */
const mayReadLetters = ({ role, organizationId }: Actor, of: string): boolean =>
  (role !== 'anonymous' && organizationId === of) || READS_ALL_LETTERS.includes(role);

@Injectable()
export class PointsOfContactQueries {
  /**
   * Whether the person may hand in requests of the organization on that day: as its point of contact under either
   * instrument, or in the place of one.
   */
  async maySubmitFor(tx: ReadTx, personId: string, organizationId: string, on: CalendarDate): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT 1 FROM points_of_contact c
        WHERE c.organization_id = $2 AND ${holdsOn('$3')}
          AND (c.person_id = $1
               OR EXISTS (SELECT FROM contact_delegations d
                           WHERE d.point_of_contact_id = c.id AND d.person_id = $1 AND d.ended_at IS NULL AND d.until >= $3::date))
        LIMIT 1`,
      [personId, organizationId, on],
    );
    return rows.length > 0;
  }

  /** @throws NotFound */
  async organizationOf(tx: ReadTx, id: string): Promise<string> {
    const contact = await tx.findOneBy(PointOfContact, { id });
    if (!contact) throw new NotFound('point of contact', id);
    return contact.organizationId;
  }

  /** Whether the actor may read the file as a letter of designation, also an earlier one. */
  async mayReadLetter(tx: ReadTx, fileId: string): Promise<boolean> {
    const rows = await tx.query<{ organizationId: string }[]>(
      `SELECT c.organization_id AS "organizationId" FROM contact_letters l JOIN points_of_contact c ON c.id = l.point_of_contact_id
        WHERE l.file_id = $1`,
      [fileId],
    );
    return rows.some(({ organizationId }) => mayReadLetters(tx.actor, organizationId));
  }

  /**
   * Of an organization, the current ones first. The public is told of those that hold, and of these what they let it see;
   * whoever is signed in reads all, and the letters only those who deal with them.
   */
  async ofOrganization(tx: ReadTx, organizationId: string, on: CalendarDate): Promise<ContactView[]> {
    const isPublic = tx.actor.role === 'anonymous';
    const readsLetters = mayReadLetters(tx.actor, organizationId);
    return tx.query<ContactView[]>(
      `SELECT c.id, c.instrument, c.is_primary AS "isPrimary", h.holds AS "isCurrent",
              CASE WHEN $3 THEN NULL ELSE c.person_id END AS "personId",
              CASE WHEN c.shows_name OR NOT $3 THEN p.name END AS name,
              CASE WHEN c.shows_email OR NOT $3 THEN p.email END AS email,
              CASE WHEN c.shows_phone OR NOT $3 THEN c.phone END AS phone,
              c.shows_name AS "showsName", c.shows_email AS "showsEmail", c.shows_phone AS "showsPhone",
              c.starts_on AS "startsOn", c.ends_on AS "endsOn", c.verified_on AS "verifiedOn",
              h.holds AND ${isVerificationDue('$2')} AS "verificationDue",
              CASE WHEN $4 THEN c.letter_file_id END AS "letterFileId",
              CASE WHEN $3 THEN '[]' ELSE
                (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'personId', d.person_id, 'name', dp.name,
                                                              'until', u.until) ORDER BY d.created_at, d.id), '[]')
                   FROM contact_delegations d JOIN people dp ON dp.id = d.person_id,
                        LATERAL (SELECT least(d.until, c.ends_on - 1) AS until) u
                  WHERE d.point_of_contact_id = c.id AND d.ended_at IS NULL
                    AND u.until >= greatest($2::date, c.starts_on))
              END AS delegations, c.version
         FROM points_of_contact c JOIN people p ON p.id = c.person_id, LATERAL (SELECT ${holdsOn('$2')} AS holds) h
        WHERE c.organization_id = $1 AND (h.holds OR NOT $3)
        ORDER BY h.holds DESC, c.instrument DESC, c.is_primary DESC, c.starts_on DESC, c.id`,
      [organizationId, on, isPublic, readsLetters],
    );
  }
}
