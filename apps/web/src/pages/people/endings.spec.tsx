// Danger: an administrator ends a role and is not told who speaks for a State no more.
import { screen } from '@testing-library/react';
import { organizationQuery } from '../../api/organizations.js';
import type { Organization } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { Endings } from './endings.js';

const ME = 'pers_me';
const contact = (personId: string, instrument: 'poa' | 'iti', more = {}) => ({
  ...{ personId, name: personId, instrument, isPrimary: true, isCurrent: true, delegations: [] },
  ...{ startsOn: '2020-01-01', endsOn: null, ...more },
});
const OTHER = contact('pers_other', 'iti', { delegations: [{ personId: ME, name: 'Me' }] });

function linesWith(pointsOfContact: object[]): (string | null)[] {
  const { queries, again } = show(<p />, sessionOf('administrator'));
  const organization = { id: 'org', name: 'Haiti', pointsOfContact } as unknown as Organization;
  queries.setQueryData(organizationQuery('org').queryKey, organization);
  again(<Endings organizationId="org" personId={ME} />);
  return screen.queryAllByRole('listitem').map(({ textContent }) => textContent);
}

const NOBODY = 'Nobody then hands in requests for Haiti.';

it('names each term that holds or is to come, who stands in, and whom the person stands in for', () => {
  const lines = linesWith([
    contact(ME, 'poa', { delegations: [{ personId: 'pers_ada', name: 'Ada' }] }),
    contact(ME, 'iti', { isPrimary: false, isCurrent: false, startsOn: '2099-03-01' }),
    contact(ME, 'iti', { isCurrent: false, endsOn: '2021-01-01' }),
    contact(ME, 'iti', { isCurrent: false, startsOn: '2099-03-01', endsOn: '2099-03-01' }),
    OTHER,
  ]);
  expect(lines).toEqual([
    'primary point of contact, Programme of Action',
    'Ada hands in requests in their place, Programme of Action',
    'second point of contact, International Tracing Instrument, from 1 Mar 2099 on',
    'hands in requests in place of pers_other, International Tracing Instrument',
  ]);
  expect(screen.queryByText(NOBODY)).toBeNull();
});

it('says when nobody else speaks for the State', () => {
  expect(linesWith([contact(ME, 'poa')])).toHaveLength(1);
  expect(screen.getByText(NOBODY)).toBeTruthy();
});

it('says nothing where nothing else ends', () => {
  expect(linesWith([contact('pers_other', 'poa')])).toEqual([]);
  expect(screen.queryByText('This ends as well', { exact: false })).toBeNull();
});
