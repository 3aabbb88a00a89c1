import { useQueryClient } from '@tanstack/react-query';
import { organizationQuery } from '../../api/organizations.js';
import type { Organization, PointOfContact } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';

export interface ContactActProps {
  readonly organization: Organization;
  readonly contact: PointOfContact;
}

/** What an act on an organization does after it: the page shows the organization as it is then. */
export function useOrganizationActs({ id }: Organization) {
  const queries = useQueryClient();
  const { queryKey } = organizationQuery(id);
  return {
    onConflict: () => void queries.invalidateQueries({ queryKey }),
    onDone: async (after: Organization) => {
      queries.setQueryData(queryKey, after);
      await queries.invalidateQueries({ queryKey: ['organizations'] });
    },
  };
}

/** Names an act after the point of contact that it is about: the page has the same form for each. */
export function useActOf({ name, instrument }: PointOfContact): (act: string) => string {
  const t = useText();
  const words = useCodeText();
  return (act) =>
    t('contacts.act-of', {
      act,
      name: name ?? t('contacts.name-kept'),
      instrument: words('instrument.', instrument),
    });
}

/** It has not begun, and has not been cancelled. */
export const isToCome = ({ startsOn, endsOn }: PointOfContact): boolean =>
  startsOn > new Date().toISOString().slice(0, 10) && startsOn !== endsOn;

/** It holds, or will from a day on. */
export const isStanding = (contact: PointOfContact): boolean => contact.isCurrent || isToCome(contact);
