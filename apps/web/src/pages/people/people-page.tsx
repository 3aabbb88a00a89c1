import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { organizationQuery } from '../../api/organizations.js';
import { peopleQuery } from '../../api/people.js';
import { READS_PEOPLE, sessionQuery } from '../../api/session.js';
import type { Person } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Page, Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { InviteForm } from './invite-form.js';
import { OpenInvitations } from './open-invitations.js';
import { readPeopleFilters, type PeopleFilters } from './people-filters.js';

const route = getRouteApi('/people');

/** Who has an account, and who is asked in. */
export function PeoplePage() {
  const t = useText();
  const filters = readPeopleFilters({ ...route.useSearch() });
  const session = useQuery(sessionQuery).data;
  const reads = session === undefined || (session !== null && READS_PEOPLE.includes(session.role));
  const { q, organization: organizationId, shutOut } = filters;
  const organization = useOrganizationName(organizationId);
  const query = useInfiniteQuery({
    ...peopleQuery({ q, organizationId, disabled: shutOut === 'yes' }),
    placeholderData: keepPreviousData,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const key = JSON.stringify(filters);
  return (
    <Page title={t('people.title')} lead={reads && <p>{t('people.lead')}</p>}>
      {session?.role === 'administrator' && <InviteForm key={organization} organization={organization} />}
      {session && reads && <OpenInvitations mayChange={session.role === 'administrator'} />}
      <Section id="accounts" title={t('people.accounts')}>
        {reads && <Search key={key} filters={filters} />}
        {query.isPending && <Loading what={t('people.loading')} />}
        {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && <p className="soft">{t('people.none')}</p>}
        {items.length > 0 && <PeopleTable people={items} />}
        <ShowMore
          key={key}
          more={query.hasNextPage}
          busy={query.isFetchingNextPage}
          words={{ more: t('organizations.more'), loading: t('people.loading') }}
          onMore={() => void query.fetchNextPage()}
        />
      </Section>
    </Page>
  );
}

/** Of the one whose people are listed; undefined: of all, or not known yet. */
function useOrganizationName(id: string | undefined): string | undefined {
  return useQuery({ ...organizationQuery(id ?? ''), enabled: id !== undefined }).data?.name;
}

function Search({ filters: { q, organization, shutOut } }: { filters: PeopleFilters }) {
  const t = useText();
  const navigate = route.useNavigate();
  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const asked = { organization, ...Object.fromEntries(new FormData(event.currentTarget)) };
    void navigate({ to: '/people', search: readPeopleFilters(asked) });
  }
  return (
    <>
      <form role="search" aria-label={t('people.search')} className="in-a-row no-print" onSubmit={apply}>
        <div className="field">
          <label htmlFor="people-q">{t('people.q')}</label>
          <input id="people-q" name="q" type="search" defaultValue={q} maxLength={100} dir="auto" />
        </div>
        <label className="tick">
          <input type="checkbox" name="shutOut" value="yes" defaultChecked={shutOut === 'yes'} />
          <span>{t('people.shut-out-only')}</span>
        </label>
        <button type="submit" className="button">
          {t('people.search')}
        </button>
      </form>
      {organization !== undefined && <OfOrganization id={organization} />}
    </>
  );
}

/** The list is of the people of one organization; says of which, and leads to all. */
function OfOrganization({ id }: { id: string }) {
  const t = useText();
  const name = useOrganizationName(id) ?? id;
  return (
    <p>
      <Text id="people.of" values={{ organization: <bdi key="organization">{name}</bdi> }} />{' '}
      <Link to="/people" activeOptions={{ exact: true }}>
        {t('people.show-all')}
      </Link>
    </p>
  );
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  const t = useText();
  const words = useCodeText();
  const labels = [t('people.name'), t('people.roles')];
  return (
    <StackingTable caption={t('people.accounts')} columns={labels.map((label) => ({ label }))}>
      {people.map(({ id, name, email, disabled, memberships }) => (
        <tr role="row" key={id}>
          <Cell heading label={labels[0]}>
            <Link to="/people/$personId" params={{ personId: id }} dir="auto">
              {name}
            </Link>
            <span className="under">
              <bdi dir="ltr">{email}</bdi>
            </span>
          </Cell>
          <Cell label={labels[1]}>
            {disabled && t('person.shut-out')}
            {!disabled && memberships.length === 0 && <span className="soft">{t('value.none')}</span>}
            {memberships.map(({ id: membershipId, role, organization }) => (
              <p key={membershipId} className="plain-line">
                {words('role.', role)} <span className="soft">·</span> <bdi>{organization.name}</bdi>
              </p>
            ))}
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
