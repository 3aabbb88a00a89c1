import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { organizationQuery } from '../../api/organizations.js';
import type { Organization } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { useDayText } from '../../ui/dates.js';
import { isStanding } from '../organizations/organization-acts.js';

/** In words, what ends with the role of a focal point: terms as point of contact, and who stands in for whom. */
export function useEndings(): (organization: Organization, personId: string) => string[] {
  const t = useText();
  const words = useCodeText();
  const dayText = useDayText();
  return ({ pointsOfContact }, personId) =>
    pointsOfContact.filter(isStanding).flatMap((contact) => {
      const instrument = words('instrument.', contact.instrument);
      if (contact.personId !== personId) {
        const standsIn = contact.delegations.some((one) => one.personId === personId);
        return standsIn ? [t('endings.stands-in', { name: contact.name ?? '', instrument })] : [];
      }
      const what = t(contact.isPrimary ? 'endings.primary' : 'endings.second', { instrument });
      return [
        contact.isCurrent ? what : t('endings.from', { what, day: dayText(contact.startsOn) }),
        ...contact.delegations.map(({ name }) => t('endings.substitute', { name, instrument })),
      ];
    });
}

/** Whether nobody else hands in requests of the organization once this person does not. */
function isLast({ pointsOfContact }: Organization, personId: string): boolean {
  const current = pointsOfContact.filter(({ isCurrent }) => isCurrent);
  return current.length > 0 && current.every((contact) => contact.personId === personId);
}

interface EndingsProps {
  readonly organizationId: string;
  readonly personId: string;
}

/** Before a role is ended: what ends with it, once the organization is loaded; nothing where nothing does. */
export function Endings({ organizationId, personId }: EndingsProps) {
  const t = useText();
  const endingsOf = useEndings();
  const organization = useQuery(organizationQuery(organizationId)).data;
  const lines = organization ? endingsOf(organization, personId) : [];
  if (!organization || lines.length === 0) return null;
  return (
    <div className="notice notice-warn">
      <p className="notice-title">{t('endings.title', { organization: organization.name })}</p>
      <Lines lines={lines} />
      {isLast(organization, personId) && <p>{t('endings.nobody', { organization: organization.name })}</p>}
      <p>{t('endings.not-back')}</p>
    </div>
  );
}

export interface Ended {
  readonly organization: Pick<Organization, 'id' | 'name'>;
  readonly lines: readonly string[];
}

/** What ended with a role, and where it is entered anew. */
export function EndedNotice({ ended: { organization, lines } }: { ended: Ended }) {
  const t = useText();
  return (
    <div className="notice notice-good">
      <p className="notice-title">{t('endings.ended', { organization: organization.name })}</p>
      <Lines lines={lines} />
      <p>
        <Text
          id="endings.anew"
          values={{
            organization: (
              <Link
                key="organization"
                to="/organizations/$organizationId"
                params={{ organizationId: organization.id }}
                hash="contacts"
                dir="auto"
              >
                {organization.name}
              </Link>
            ),
          }}
        />
      </p>
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
