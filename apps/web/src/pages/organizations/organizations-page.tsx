import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { organizationsQuery } from '../../api/organizations.js';
import { useAreaNames } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import type { OrganizationSummary } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { AddOrganizationForm } from './describe-form.js';
import { CONTACTS, filterOf, KINDS, readOrganizationFilters } from './organization-filters.js';
import type { OrganizationFilters } from './organization-filters.js';

const route = getRouteApi('/organizations');

/** Who takes part, and with whom to speak. */
export function OrganizationsPage() {
  const t = useText();
  const filters = readOrganizationFilters({ ...route.useSearch() });
  const query = useInfiniteQuery({ ...organizationsQuery(filterOf(filters)), placeholderData: keepPreviousData });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total;
  const key = JSON.stringify(filters);
  const isAdministrator = useRole() === 'administrator';
  return (
    <Page title={t('organizations.title')} lead={<p>{t('organizations.lead')}</p>}>
      {isAdministrator && <AddOrganizationForm />}
      <div className="with-side">
        <DirectoryFilters key={key} filters={filters} />
        <section aria-label={t('organizations.results')} className="results" aria-busy={query.isFetching || undefined}>
          <p role="status" className="results-count">
            {total !== undefined && !query.isPlaceholderData && <Text id="organizations.count" values={{ total }} />}
          </p>
          {query.isPending && <Loading what={t('organizations.loading')} />}
          {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && items.length === 0 && (
            <div className="notice">
              <p className="notice-title">{t('organizations.none')}</p>
              <p>
                <Link to="/organizations" activeOptions={{ exact: true }}>
                  {t('organizations.show-all')}
                </Link>
              </p>
            </div>
          )}
          {items.length > 0 && <OrganizationsTable organizations={items} />}
          <ShowMore
            key={key}
            more={query.hasNextPage}
            busy={query.isFetchingNextPage}
            words={{ more: t('organizations.more'), loading: t('organizations.loading') }}
            onMore={() => void query.fetchNextPage()}
          />
        </section>
      </div>
    </Page>
  );
}

function DirectoryFilters({ filters }: { filters: OrganizationFilters }) {
  const t = useText();
  const words = useCodeText();
  const navigate = route.useNavigate();
  const isSignedIn = useRole() !== null;
  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const search = readOrganizationFilters(Object.fromEntries(new FormData(event.currentTarget)));
    void navigate({ to: '/organizations', search });
  }
  return (
    <form role="search" aria-label={t('organizations.filter')} className="side no-print" onSubmit={apply}>
      <div className="field">
        <label htmlFor="directory-q">{t('organizations.name')}</label>
        <input id="directory-q" name="q" type="search" defaultValue={filters.q} maxLength={200} dir="auto" />
      </div>
      <div className="field">
        <label htmlFor="directory-kind">{t('organizations.kind')}</label>
        <select id="directory-kind" name="kind" defaultValue={filters.kind}>
          <option value="">{t('filter.any')}</option>
          {KINDS.filter((kind) => isSignedIn || kind !== 'unstated').map((kind) => (
            <option key={kind} value={kind}>
              {words('organization.kind.', kind)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="directory-contact">{t('organizations.contact')}</label>
        <select id="directory-contact" name="contact" defaultValue={filters.contact}>
          <option value="">{t('filter.any')}</option>
          {CONTACTS.map((contact) => (
            <option key={contact} value={contact}>
              {words('organizations.contact.', contact)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" className="button button-primary">
        {t('organizations.apply')}
      </button>
    </form>
  );
}

function OrganizationsTable({ organizations }: { organizations: readonly OrganizationSummary[] }) {
  const t = useText();
  const words = useCodeText();
  const areaName = useAreaNames();
  const columns = [
    { label: t('organizations.column.name') },
    { label: t('organizations.column.poa') },
    { label: t('organizations.column.iti') },
  ];
  const labels = columns.map(({ label }) => label);
  const yesNo = (has: boolean) => (has ? t('value.yes') : <span className="soft">{t('value.none')}</span>);
  return (
    <StackingTable caption={t('organizations.title')} columns={columns}>
      {organizations.map(({ id, name, kind, areaIso2, hasPoaContact, hasItiContact }) => (
        <tr role="row" key={id}>
          <Cell heading label={labels[0]}>
            <Link to="/organizations/$organizationId" params={{ organizationId: id }} dir="auto">
              {name}
            </Link>
            <span className="under">
              {words('organization.kind.', kind)}
              {areaIso2 !== null && ` · ${areaName(areaIso2)}`}
            </span>
          </Cell>
          <Cell label={labels[1]}>{yesNo(hasPoaContact)}</Cell>
          <Cell label={labels[2]}>{yesNo(hasItiContact)}</Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
