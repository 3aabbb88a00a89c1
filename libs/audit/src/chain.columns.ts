/** Selects a `ChainEntry` from `audit_log l`. */
export const CHAIN_COLUMNS = `
  l.id, extract(epoch FROM l.at)::text AS at, l.actor_role AS "actorRole", l.actor_person AS "actorPerson",
  l.actor_organization AS "actorOrganization", l.actor_label AS "actorLabel", l.act, l.ref_type AS "refType",
  l.ref_id AS "refId", l.organization_id AS "organizationId", l.payload::text AS payload`;
