import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { InvalidInput, NotFound, Stale, type ProblemItem } from '#libs/kernel';
import { isViolation, type ReadTx, type Tx } from '#libs/platform';
import { In } from 'typeorm';
import { Organization, OrganizationArea } from './identity.entities.js';
import { mayHold } from './membership.rules.js';
import { requireSecretariat } from './require-secretariat.js';

/** For which areas an organization may request: a State for its own, a regional organization for its members (PoA B.13). */
@Injectable()
export class OrganizationAreasService {
  constructor(private readonly audit: Audit) {}

  /**
   * The secretariat says for which areas beside its own an organization may request; the list is the whole one.
   * @throws Denied, NotFound, Stale; InvalidInput for an organization that requests nothing, and for an area that is not known
   */
  async set(tx: Tx, { id, version }: Pick<Organization, 'id' | 'version'>, areas: readonly string[]): Promise<void> {
    requireSecretariat(tx);
    const organization = await tx.findOne(Organization, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!organization) throw new NotFound('organization', id);
    if (organization.version !== version) throw new Stale('organization', id);
    if (!mayHold(organization.kind, 'focal-point')) {
      const detail = 'Leave this empty: only States and regional organizations request assistance.';
      throw new InvalidInput([{ path: 'areas', detail }]);
    }
    const before = (await tx.findBy(OrganizationArea, { organizationId: id })).map(({ areaIso2 }) => areaIso2);
    const removed = before.filter((area) => !areas.includes(area));
    const added = [...new Set(areas)].filter((area) => !before.includes(area) && area !== organization.areaIso2);
    if (removed.length + added.length === 0) return;
    await tx.delete(OrganizationArea, { organizationId: id, areaIso2: In(removed) });
    try {
      await tx.insert(
        OrganizationArea,
        added.map((areaIso2) => ({ organizationId: id, areaIso2 })),
      );
    } catch (error) {
      if (!isViolation(error, 'fk_organization_areas_area')) throw error;
      const detail = 'Choose from the list: one of these is no country or area known here.';
      throw new InvalidInput([{ path: 'areas', detail }]);
    }
    await tx.update(Organization, id, { version: version + 1 });
    const act = 'organization.areas-set';
    await this.audit.record(tx, { act, refId: id, organizationId: id, payload: { added, removed } });
  }

  /** What is wrong with the `areaIso2` of a request, when the organization may not request for it. */
  async notOwn(tx: ReadTx, organizationId: string, areaIso2: string): Promise<ProblemItem[]> {
    if (await requestsFor(tx, organizationId, areaIso2)) return [];
    const detail =
      'Choose one that your organization requests for: its own country or area, and those that the secretariat has on record for it.';
    return [{ path: 'areaIso2', detail }];
  }
}

/** Whether the organization may request for the area: its own, or one that the secretariat has on record for it. */
export async function requestsFor(tx: ReadTx, organizationId: string, areaIso2: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM organizations WHERE id = $1 AND area_iso2 = $2
     UNION ALL SELECT 1 FROM organization_areas WHERE organization_id = $1 AND area_iso2 = $2`,
    [organizationId, areaIso2],
  );
  return rows.length > 0;
}
