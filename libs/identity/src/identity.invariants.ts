import type { Invariant } from '#libs/platform';
import { MAY_ACT, MAY_STILL_INVITE } from './credentials.js';

const TODAY = `(now() AT TIME ZONE 'UTC')::date`;

export const identityInvariants: readonly Invariant[] = [
  {
    name: 'identity.sessions-may-act',
    meaning: 'No session outlives the membership that it acts under, or the account of its person.',
    sql: `SELECT 'a session acts under membership ' || m.id || ', which may not act any more' AS what
            FROM sessions s JOIN memberships m ON m.id = s.membership_id JOIN people p ON p.id = m.person_id
           WHERE m.ended_at IS NOT NULL OR p.disabled_at IS NOT NULL`,
  },
  {
    name: 'identity.tokens-may-act',
    meaning: 'No live API token outlives the membership that it acts under, or the account of its person.',
    sql: `SELECT 'API token ' || t.id || ' acts under membership ' || m.id || ', which may not act any more' AS what
            FROM api_tokens t JOIN memberships m ON m.id = t.membership_id JOIN people p ON p.id = m.person_id
           WHERE t.revoked_at IS NULL AND (m.ended_at IS NOT NULL OR p.disabled_at IS NOT NULL)`,
  },
  {
    name: 'identity.points-of-contact-are-focal-points',
    meaning:
      'No designation or delegation outlives the role of a focal point that it needs, or the account of its person.',
    sql: `SELECT what || ' stands, and its person is no focal point of the organization' AS what
            FROM (SELECT 'point of contact ' || id AS what, person_id, organization_id FROM points_of_contact
                   WHERE ends_on IS NULL OR ends_on > ${TODAY} AND ends_on > starts_on
                  UNION ALL
                  SELECT 'delegation ' || d.id, d.person_id, c.organization_id
                    FROM contact_delegations d JOIN points_of_contact c ON c.id = d.point_of_contact_id
                   WHERE d.ended_at IS NULL AND d.until >= ${TODAY}) s
           WHERE NOT EXISTS (SELECT FROM memberships m JOIN people p ON p.id = m.person_id
                              WHERE m.person_id = s.person_id AND m.organization_id = s.organization_id
                                AND m.role = 'focal-point' AND ${MAY_ACT})`,
  },
  {
    name: 'identity.roles-fit-organizations',
    meaning:
      'Who asks or gives runs nothing here and does not read all of it: house roles belong to UN entities and international organizations, ' +
      'and an organization of no stated kind gives no role.',
    sql: `SELECT 'membership ' || m.id || ': ' || m.role || ' in an organization of the kind ' || o.kind AS what
            FROM memberships m JOIN organizations o ON o.id = m.organization_id
           WHERE m.ended_at IS NULL
             AND (o.kind = 'unstated'
                  OR m.role IN ('coordinator', 'approver', 'finance', 'administrator', 'auditor')
                    AND o.kind NOT IN ('un-entity', 'international-organization')
                  OR m.role = 'focal-point' AND o.kind NOT IN ('state', 'donor-state', 'regional-organization'))`,
  },
  {
    name: 'identity.invitations-by-administrators',
    meaning: 'No invitation can be accepted whose maker may invite nobody any more.',
    sql: `SELECT 'invitation ' || i.id || ' was made by ' || i.invited_by || ', who is no administrator any more' AS what
            FROM invitations i WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND NOT ${MAY_STILL_INVITE}`,
  },
  {
    name: 'identity.somebody-administers',
    meaning: 'Where there were ever administrators, one may still act.',
    sql: `SELECT 'all ' || count(*) || ' memberships of administrators have ended, or their accounts' AS what
            FROM memberships m JOIN people p ON p.id = m.person_id
           WHERE m.role = 'administrator' HAVING count(*) > 0 AND count(*) FILTER (WHERE ${MAY_ACT}) = 0`,
  },
  {
    name: 'identity.passwords-are-hashed',
    meaning: 'A stored password is a hash by argon2id.',
    sql: `SELECT 'the password of ' || id || ' is not hashed by argon2id' AS what FROM people
           WHERE password_hash NOT LIKE '$argon2id$v=19$m=%'`,
  },
];
