// Danger: a focal point is offered acts that only a point of contact may do, or a point of contact is not.
import { screen } from '@testing-library/react';
import { organizationQuery } from '../../api/organizations.js';
import type { Organization } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { useSpeaksFor } from './spokespeople.js';

const ME = 'person_me';
const ORGANIZATION = 'org_me';

function Speaks() {
  return <output>{useSpeaksFor(ORGANIZATION) ? 'speaks' : 'drafts'}</output>;
}

const contact = (personId: string, isCurrent: boolean, delegates: string[] = []) => ({
  ...{ personId, isCurrent },
  delegations: delegates.map((one) => ({ personId: one })),
});

it.each([
  ['a point of contact speaks', [contact(ME, true)], 'speaks'],
  ['whom one of them delegated speaks', [contact('person_other', true, [ME])], 'speaks'],
  ['another focal point drafts', [contact('person_other', true)], 'drafts'],
  ['who is designated no more, or not yet, drafts', [contact(ME, false)], 'drafts'],
  ['of an organization without any, everybody drafts', [], 'drafts'],
])('%s', async (_, pointsOfContact, expected) => {
  const { queries } = show(<Speaks />, sessionOf('focal-point'));
  queries.setQueryData(organizationQuery(ORGANIZATION).queryKey, { pointsOfContact } as unknown as Organization);
  expect(await screen.findByText(expected)).toBeTruthy();
});

it('leaves other roles to the api', () => {
  show(<Speaks />, sessionOf('coordinator'));
  expect(screen.getByText('speaks')).toBeTruthy();
});
