import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { auditQuery, type AuditFilter } from '../../api/audit.js';
import { READS_AUDIT, sessionQuery } from '../../api/session.js';
import type { Role, Session } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { useFocusAfterFilter } from '../../ui/focus-after-filter.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { FilterForm, FilterSelect } from '../reports/filter-form.js';
import { ACT_KINDS, PERSON_ID, readAuditFilters, REFUSALS } from './audit-filters.js';
import { AuditTable } from './audit-table.js';
import { SignInLink } from '../../ui/sign-in-link.js';

const route = getRouteApi('/audit');

/** Who did what, and to whom what was refused; to others, who reads that. */
export function AuditPage() {
  const t = useText();
  const session = useQuery(sessionQuery).data;
  if (session === undefined) return <Page title={t('audit.title')} pending />;
  if (session === null || !READS_AUDIT.includes(session.role)) return <NotForRole session={session} />;
  return (
    <Page
      title={t('audit.title')}
      lead={<p>{t(session.role === 'auditor' ? 'audit.lead' : 'audit.lead.coordinator')}</p>}
    >
      <Entries role={session.role} />
    </Page>
  );
}

function NotForRole({ session }: { session: Session | null }) {
  const t = useText();
  const words = useCodeText();
  return (
    <Page title={t('audit.title')}>
      <div className="notice">
        <p className="notice-title">{t('audit.others')}</p>
        {session === null ? (
          <>
            <p>{t('audit.others.signed-out')}</p>
            <SignInLink className="button button-primary" />
          </>
        ) : (
          <>
            <p>{t('audit.others.role', { role: words('role.', session.role) })}</p>
            <Link to="/needs">{t('action.to-needs')}</Link>
          </>
        )}
      </div>
    </Page>
  );
}

function Entries({ role }: { role: Role }) {
  const t = useText();
  const filters = readAuditFilters({ ...route.useSearch() });
  const query = useInfiniteQuery(auditQuery(filters));
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const key = JSON.stringify(filters);
  const count = useFocusAfterFilter(key);
  return (
    <>
      <Filters key={`filters ${key}`} filters={filters} role={role} />
      <p role="status" className="results-count" ref={count} tabIndex={-1}>
        {query.isSuccess && t('audit.count', { shown: entries.length, more: query.hasNextPage ? 'yes' : 'no' })}
      </p>
      {key !== '{}' && (
        <p className="no-print">
          <Link to="/audit" search={{}} activeOptions={{ exact: true }}>
            {t('filter.clear')}
          </Link>
        </p>
      )}
      {query.isPending && <Loading what={t('audit.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && entries.length === 0 && (
        <p className="notice">{t(key === '{}' ? 'audit.none' : 'audit.none-match')}</p>
      )}
      {entries.length > 0 && <AuditTable entries={entries} role={role} />}
      <ShowMore
        key={`more ${key}`}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('audit.more'), loading: t('audit.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

function Filters({ filters: { act, actor, refId }, role }: { filters: AuditFilter; role: Role }) {
  const t = useText();
  const words = useCodeText();
  const navigate = route.useNavigate();
  const kinds = ACT_KINDS.filter((kind) => kind !== REFUSALS || role === 'auditor');
  // One act is chosen at an entry.
  const codes = act === undefined || kinds.includes(act) ? kinds : [act, ...kinds];
  return (
    <FilterForm
      label={t('audit.filter')}
      submit={t('audit.filter.apply')}
      onApply={(fields) => void navigate({ search: readAuditFilters(fields) })}
    >
      <FilterSelect
        name="act"
        label={t('audit.act')}
        value={act}
        options={codes.map((code) => ({ code, name: words('audit.kind.', code) }))}
      />
      <IdField name="actor" label={t('audit.actor')} value={actor} pattern={` *${PERSON_ID} *`} />
      <IdField name="refId" label={t('audit.thing')} value={refId} />
    </FilterForm>
  );
}

interface IdFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly pattern?: string;
}

function IdField({ name, label, value, pattern }: IdFieldProps) {
  const t = useText();
  const id = `filter-${name}`;
  const check = (event: { currentTarget: HTMLInputElement }) => {
    const { currentTarget: field } = event;
    field.setCustomValidity(field.validity.patternMismatch ? t('audit.actor.wrong') : '');
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...{ id, name, pattern }}
        defaultValue={value}
        maxLength={60}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="none"
        onInput={check}
      />
    </div>
  );
}
