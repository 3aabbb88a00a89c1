import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import type { JsonObject, Tx } from '#libs/platform';

export interface Act {
  /** A past fact, `need.published`. */
  readonly act: string;
  /** What it was done to. */
  readonly refId: string;
  /** Kind of that thing; the part of `act` before the point when not given. */
  readonly refType?: string;
  /** The organization that it concerns, where there is one. */
  readonly organizationId?: string | null;
  /** Small facts: what changed, why. No secret, no bank data, no personal data beyond ids. */
  readonly payload?: JsonObject;
}

/** Writes down who did what, in the transaction of the act itself: both happen or neither. */
@Injectable()
export class Audit {
  async record(tx: Tx, { act, refId, refType, organizationId = null, payload = {} }: Act): Promise<void> {
    const { role, personId, organizationId: actorOrganization, label } = tx.actor;
    await tx.query(
      `INSERT INTO audit_log (id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id,
                              organization_id, payload)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        newId('aud'),
        role,
        personId,
        actorOrganization,
        label,
        act,
        refType ?? act.slice(0, act.indexOf('.')),
        refId,
        organizationId,
        payload,
      ],
    );
  }
}
