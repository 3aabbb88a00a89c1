import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { organizationQuery } from '../../api/organizations.js';
import { useSession } from '../../api/session.js';
import { Text } from '../../messages/text.js';
import { useList } from '../../ui/use-list.js';

/**
 * Whether a focal point may speak for their organization: as its point of contact, or in the place of one. True also for
 * other roles, and while it is not known: the api decides.
 */
export function useSpeaksFor(organizationId: string): boolean {
  const session = useSession();
  const isFocalPoint = session?.role === 'focal-point' && session.organization.id === organizationId;
  const { data } = useQuery({ ...organizationQuery(organizationId), enabled: isFocalPoint });
  if (!isFocalPoint || !data) return true;
  return data.pointsOfContact.some(
    ({ isCurrent, personId, delegations }) =>
      isCurrent && [personId, ...delegations.map((one) => one.personId)].includes(session.person.id),
  );
}

/** Says to a focal point who hands in what they wrote. */
export function Spokespeople({ organizationId }: { organizationId: string }) {
  const list = useList('conjunction');
  const { data } = useQuery(organizationQuery(organizationId));
  const current = data?.pointsOfContact.filter(({ isCurrent }) => isCurrent) ?? [];
  const names = [...new Set(current.flatMap(({ name }) => name ?? []))];
  return (
    <p className="notice">
      <Text
        id={names.length === 0 ? 'spokespeople.none' : 'spokespeople.are'}
        values={{
          names: <bdi key="names">{list(names)}</bdi>,
          organization: (
            <Link key="organization" to="/organizations/$organizationId" params={{ organizationId }} dir="auto">
              {data?.name ?? ''}
            </Link>
          ),
        }}
      />
    </p>
  );
}
