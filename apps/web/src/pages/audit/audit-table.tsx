import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { organizationQuery } from '../../api/organizations.js';
import { READS_ORDERS, READS_PEOPLE } from '../../api/session.js';
import { READS_IMPORTS } from '../../api/imports.js';
import type { AuditEntry, Role } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Words } from '../../ui/words.js';
import { factsOf, type AuditFact } from './audit-facts.js';

interface ThingPage {
  readonly path: string;
  /** Left out: whoever reads the audit log. */
  readonly readers?: readonly Role[];
}

/** Where the pages of things are, by what their ids begin with. */
const PAGES: Readonly<Record<string, ThingPage>> = {
  need: { path: '/needs' },
  offer: { path: '/offers' },
  match: { path: '/matches' },
  nrep: { path: '/reports' },
  org: { path: '/organizations' },
  pers: { path: '/people', readers: READS_PEOPLE },
  fund: { path: '/funds' },
  agr: { path: '/agreements' },
  order: { path: '/orders', readers: READS_ORDERS },
  imp: { path: '/imports', readers: READS_IMPORTS },
};

export function AuditTable({ entries, role }: { entries: readonly AuditEntry[]; role: Role }) {
  const t = useText();
  const labels = [
    t('audit.column.when'),
    t('audit.column.who'),
    t('audit.column.act'),
    t('audit.column.thing'),
    t('audit.column.facts'),
  ];
  return (
    <StackingTable caption={t('audit.title')} columns={labels.map((label) => ({ label }))}>
      {entries.map((entry) => (
        <tr role="row" key={entry.id}>
          <Cell heading label={labels[0]}>
            <Moment value={entry.at} />
          </Cell>
          <Cell label={labels[1]}>
            <Who actor={entry.actor} role={role} />
          </Cell>
          <Cell label={labels[2]}>
            <Act act={entry.act} />
          </Cell>
          <Cell label={labels[3]}>
            <Thing entry={entry} role={role} />
          </Cell>
          <Cell label={labels[4]}>
            <Details entry={entry} />
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}

function Who({ actor, role }: { actor: AuditEntry['actor']; role: Role }) {
  const words = useCodeText();
  const part = actor.personId === null ? partName(words, actor.label) : null;
  if (part !== null) {
    return (
      <>
        {part}
        <Code code={actor.label} under />
      </>
    );
  }
  return (
    <>
      {actor.personId === null ? (
        <bdi>{actor.label}</bdi>
      ) : (
        <ToPage id={actor.personId} role={role}>
          <bdi>{actor.label}</bdi>
        </ToPage>
      )}
      <span className="under">
        {words('role.', actor.role)}
        {actor.organizationId !== null && (
          <>
            {' · '}
            <OrganizationName id={actor.organizationId} />
          </>
        )}
      </span>
    </>
  );
}

/** Of what acts by itself, or for whoever sits at the terminal: `matching.suggest`, `operator root`. Null where it has no words. */
function partName(words: ReturnType<typeof useCodeText>, label: string): string | null {
  const [part = ''] = label.split(' ');
  const said = words('audit.by.', part);
  return said === part ? null : said;
}

function OrganizationName({ id }: { id: string }) {
  const name = useQuery(organizationQuery(id)).data?.name ?? id;
  return (
    <Link to="/organizations/$organizationId" params={{ organizationId: id }}>
      <bdi>{name}</bdi>
    </Link>
  );
}

/** Where the words of these stand; those of other acts follow `audit.did.`. */
const WORDED: Readonly<Record<string, string>> = { match: 'match.act.', access: 'audit.refused.' };

function Act({ act }: { act: string }) {
  const words = useCodeText();
  const kind = act.slice(0, act.indexOf('.'));
  const code = act.slice(kind.length + 1);
  const said = words(WORDED[kind] ?? `audit.did.${kind}.`, code);
  return (
    <>
      {said !== code && said}
      <Code code={act} under={said !== code} />
    </>
  );
}

function Code({ code, under }: { code: string; under: boolean }) {
  const end = code.indexOf('.') + 1;
  return (
    <code className={under ? 'act-code under' : 'act-code'} dir="ltr">
      {code.slice(0, end)}
      <wbr />
      {code.slice(end)}
    </code>
  );
}

function Thing({ entry: { refType, refId }, role }: { entry: AuditEntry; role: Role }) {
  const words = useCodeText();
  return (
    <>
      {words('audit.kind.', refType)}
      <span className="under">
        <ToPage id={refId} role={role}>
          <bdi className="id">{refId}</bdi>
        </ToPage>
      </span>
    </>
  );
}

/** A link to the page of a thing, where it has one that the reader may open. */
function ToPage({ id, role, children }: { id: string; role: Role; children: ReactNode }) {
  const page = PAGES[id.slice(0, Math.max(0, id.indexOf('_')))];
  if (page === undefined || (page.readers && !page.readers.includes(role))) return children;
  return <Link to={`${page.path}/${id}` as never}>{children}</Link>;
}

/** What was written down of an act, to compare with other books, and the way to entries like it. */
function Details({ entry }: { entry: AuditEntry }) {
  const t = useText();
  const { id, at, act, actor, refId, payload, seal } = entry;
  return (
    <details>
      <summary>{t('audit.facts')}</summary>
      <dl className="entry-facts">
        {factsOf(payload).map(([path, value]) => (
          <Fact key={path} name={<code dir="ltr">{path}</code>}>
            <Value value={value} />
          </Fact>
        ))}
        <Fact name={t('audit.exact-time')}>
          <bdi>{at}</bdi>
        </Fact>
        <Fact name={t('audit.entry')}>
          <bdi className="id">{id}</bdi>
        </Fact>
        {seal && (
          <Fact name={t('audit.seal', { seq: seal.seq })}>
            <bdi className="id">{seal.hash}</bdi>
          </Fact>
        )}
      </dl>
      <p className="no-print">
        {t('audit.only')}{' '}
        <Link to="/audit" search={{ act }} activeOptions={{ exact: true }}>
          {t('audit.only.act')}
        </Link>
        {actor.personId !== null && (
          <>
            {' · '}
            <Link to="/audit" search={{ actor: actor.personId }} activeOptions={{ exact: true }}>
              {t('audit.only.actor')}
            </Link>
          </>
        )}
        {' · '}
        <Link to="/audit" search={{ refId }} activeOptions={{ exact: true }}>
          {t('audit.only.thing')}
        </Link>
      </p>
    </details>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Value({ value }: { value: AuditFact[1] }) {
  const t = useText();
  if (value === null) return t('value.none');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  return <Words text={String(value)} />;
}
