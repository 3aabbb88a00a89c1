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
  async record(tx: Tx, act: Act): Promise<void> {
    await this.recordAll(tx, [act]);
  }

  /** Several acts in one statement; their entries follow each other in the order of the list. */
  async recordAll(tx: Tx, acts: readonly Act[]): Promise<void> {
    if (acts.length === 0) return;
    const { role, personId, organizationId, label } = tx.actor;
    await tx.query(
      `INSERT INTO audit_log (id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id,
                              organization_id, payload)
       SELECT a.id, $1, $2, $3, $4, a.act, a.ref_type, a.ref_id, a.organization_id, a.payload
         FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[])
           AS a(id, act, ref_type, ref_id, organization_id, payload)`,
      [
        ...[role, personId, organizationId, label],
        acts.map(() => newId('aud')),
        acts.map(({ act }) => act),
        acts.map(({ act, refType }) => refType ?? act.slice(0, act.indexOf('.'))),
        acts.map(({ refId }) => refId),
        acts.map((act) => act.organizationId ?? null),
        acts.map(({ payload = {} }) => JSON.stringify(payload)),
      ],
    );
  }
}
