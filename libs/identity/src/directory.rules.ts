import type { ProblemItem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import type { Organization, OrganizationKind } from './identity.entities.js';

const STATES: readonly OrganizationKind[] = ['state', 'donor-state'];

/** Without regard to capitals, and to how blanks and letters are encoded. */
const folded = (name: string) => `lower(btrim(regexp_replace(normalize(${name}, NFKC), '\\s+', ' ', 'g')))`;

/**
 * What the directory does not take of what a person says of an organization: a State without its country, a second State of a
 * country, a second organization of a name there. `before` is what it was: what stays is not looked at again. Imports and
 * installations of before may repeat all of it, so this is no constraint of the table; people are let in one at a time instead.
 */
export async function directoryFaults(
  tx: Tx,
  organization: Pick<Organization, 'id' | 'kind' | 'name' | 'areaIso2'>,
  before: Pick<Organization, 'kind' | 'name' | 'areaIso2'> | null,
): Promise<ProblemItem[]> {
  const { id, kind, name, areaIso2 } = organization;
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('directory of organizations', 0))`);
  const isMoved = before?.areaIso2 !== areaIso2;
  const isState = STATES.includes(kind);
  const isNewState = isState && (!before || isMoved || !STATES.includes(before.kind));
  const [found] = await tx.query<[{ hasName: boolean; state: string | null }]>(
    `SELECT coalesce(bool_or(${folded('o.name')} = ${folded('$2::text')}), false) AS "hasName",
            min(o.name) FILTER (WHERE o.kind = ANY($4) AND o.area_iso2 = $3) AS state
       FROM organizations o WHERE o.id <> $1 AND o.area_iso2 IS NOT DISTINCT FROM $3`,
    [id, name, areaIso2, STATES],
  );
  const faults: ProblemItem[] = [];
  if ((isMoved || before?.name !== name) && found.hasName) {
    faults.push({
      path: 'name',
      detail: 'The directory has one of this name already. If this is another, write a name that tells them apart.',
    });
  }
  if (isState && areaIso2 === null) {
    faults.push({ path: 'areaIso2', detail: 'Choose one: a State requests assistance for its own country.' });
  } else if (isNewState && found.state !== null) {
    faults.push({
      path: 'areaIso2',
      detail: `The directory has the State of this country: ${found.state}. Choose another country or another kind.`,
    });
  }
  return faults;
}
