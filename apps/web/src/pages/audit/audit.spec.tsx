// Danger: an auditor who cannot ask for what was refused or for a kind of act, or does not see who acted, on what, and with which facts.
import { cleanup, screen, within } from '@testing-library/react';
import { readdirSync, readFileSync } from 'node:fs';
import { organizationQuery } from '../../api/organizations.js';
import type { AuditEntry, Role } from '../../api/types.js';
import { parseSearch, stringifySearch } from '../../search.js';
import { sessionOf, show } from '../../testing/show.js';
import { ENGLISH_WORDS } from '../../testing/words.js';
import { factsOf } from './audit-facts.js';
import { ACT_KINDS, readAuditFilters } from './audit-filters.js';
import { AuditPage } from './audit-page.js';
import { AuditTable } from './audit-table.js';
import { InAuditLog } from './in-audit-log.js';

const id = (prefix: string) => `${prefix}_${'0'.repeat(26)}`;

describe('the filters', () => {
  it.each([
    { act: 'payment-order.approval-given', actor: id('pers'), refId: id('need') },
    { act: 'access', refId: 'GET /audit' },
  ])('stand in the address as they are read from it: %j', (filters) => {
    expect(readAuditFilters(parseSearch(stringifySearch(filters)))).toEqual(filters);
  });

  it('leave out what is mistyped, which the api would refuse', () => {
    expect(readAuditFilters({ act: 'Need!', actor: id('org'), refId: ' ' })).toEqual({});
    expect(readAuditFilters({ act: 'a'.repeat(61), actor: ['x', 'y'], refId: 'a'.repeat(201) })).toEqual({});
    expect(readAuditFilters({ actor: ` ${id('pers')} ` })).toEqual({ actor: id('pers') });
  });

  it('offer every kind of act that is written down, each in words', () => {
    const kinds = serverSources().flatMap(({ text }) =>
      [...text.matchAll(/\bact: [`']([a-z-]+)\./g)].map(([, kind]) => kind),
    );
    expect(new Set(kinds).size).toBeGreaterThan(20);
    expect(kinds.filter((kind) => !ACT_KINDS.includes(String(kind)))).toEqual([]);
    expect(ACT_KINDS.filter((kind) => !(`audit.kind.${kind}` in ENGLISH_WORDS))).toEqual([]);
  });
});

function serverSources(): readonly { name: string; text: string }[] {
  return ['libs', 'apps/api', 'apps/cli', 'apps/worker']
    .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `${root}/${name}`))
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|fixture/.test(name))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }));
}

describe('words', () => {
  /** Where other things are called as acts are: what happened, what is told, and what is checked. */
  const NO_ACTS =
    /\.events\.ts$|consumers\.ts$|notifications\/src\/(?!saved-|shortlist)|invariants\.ts$|\/migrations\/|\/demo\//;
  /** Of which the code puts the name together. */
  const COMPOSED = [
    ...['filed', 'corrected', 'withdrawn', 'restored'].map((code) => `national-report.${code}`),
    ...['failed', 'returned'].map((code) => `payment-order.${code}`),
    ...['acceptance-taken-back', 'delivery-taken-back'].map((code) => `need.${code}`),
  ];
  const ELSEWHERE: Readonly<Record<string, string>> = { match: 'match.act.', access: 'audit.refused.' };

  it('stand for every act that is written down', () => {
    const named = serverSources()
      .filter(({ name }) => !NO_ACTS.test(name))
      .flatMap(({ text }) => [...text.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, name]) => String(name)))
      .filter((name) => ACT_KINDS.includes(name.split('.')[0]!));
    const acts = [...new Set([...named, ...COMPOSED])];
    expect(acts.length).toBeGreaterThan(150);
    const idOf = (act: string) => {
      const [kind = '', code = ''] = act.split('.');
      return `${ELSEWHERE[kind] ?? `audit.did.${kind}.`}${code}`;
    };
    expect(acts.filter((act) => !(idOf(act) in ENGLISH_WORDS))).toEqual([]);
    const worded = Object.keys(ENGLISH_WORDS).filter((id) => id.startsWith('audit.did.'));
    expect(worded.filter((id) => !acts.some((act) => idOf(act) === id))).toEqual([]);
  });

  it('stand for every part of the clearing house that acts by itself', () => {
    const parts = ['libs/platform/src/outbox/consumers.ts', 'libs/platform/src/worker/schedules.ts']
      .map((name) => readFileSync(name, 'utf8').replace(/^[^]*(CONSUMER_QUEUES|SCHEDULES) = /, ''))
      .flatMap((text) => [...text.matchAll(/^ {2}'([a-z.-]+)': /gm)].map(([, name]) => name));
    expect(parts.length).toBeGreaterThan(15);
    expect([...parts, 'import', 'operator'].filter((part) => !(`audit.by.${part}` in ENGLISH_WORDS))).toEqual([]);
  });
});

it('tells the facts one by one, each by its place', () => {
  const payload = {
    reason: 'Why',
    amount: { minor: '5', currency: 'EUR' },
    added: ['HT', 'MW'],
    removed: [],
    by: null,
  };
  expect(factsOf({ ...payload, steps: [{ open: true }, { open: false }] })).toEqual([
    ['reason', 'Why'],
    ['amount.minor', '5'],
    ['amount.currency', 'EUR'],
    ['added', 'HT, MW'],
    ['removed', null],
    ['by', null],
    ['steps.0.open', true],
    ['steps.1.open', false],
  ]);
  expect(factsOf({})).toEqual([]);
});

describe('an entry', () => {
  const entry = {
    id: id('aud'),
    at: '2026-11-28T10:00:00.123Z',
    actor: { role: 'donor', personId: id('pers'), organizationId: id('org'), label: 'Ada Pierre' },
    act: 'access.hidden',
    refType: 'need',
    refId: id('need'),
    organizationId: null,
    payload: { route: 'GET /needs/:id', count: 3, why: 'word '.repeat(100) },
    seal: { seq: '7', hash: 'ab'.repeat(32) },
  } as unknown as AuditEntry;

  function row(role: Role, more: Partial<AuditEntry> = {}) {
    cleanup();
    const { queries, again } = show(<p />);
    queries.setQueryData(organizationQuery(id('org')).queryKey, { name: 'Sweden' } as never);
    again(<AuditTable entries={[{ ...entry, ...more }]} role={role} />);
    return within(screen.getAllByRole('row')[1]!);
  }
  const addressOf = (link: HTMLElement) => link.getAttribute('href');

  it('says who, of which organization, did what to which thing, with links to their pages', () => {
    const cells = row('auditor');
    expect(addressOf(cells.getByRole('link', { name: 'Ada Pierre' }))).toBe(`/people/${id('pers')}`);
    expect(addressOf(cells.getByRole('link', { name: 'Sweden' }))).toBe(`/organizations/${id('org')}`);
    expect(addressOf(cells.getByRole('link', { name: id('need') }))).toBe(`/needs/${id('need')}`);
    expect(cells.getByText('Asked for what is hidden from them', { exact: false })).toBeTruthy();
    expect(cells.getByText('access.hidden')).toBeTruthy();
  });

  it('leads nobody to a page that is not open to them, nor to one that there is not', () => {
    expect(row('coordinator').queryByRole('link', { name: 'Ada Pierre' })).toBeNull();
    expect(screen.getByText('Ada Pierre')).toBeTruthy();
    const cells = row('auditor', { refType: 'route', refId: 'GET /audit' });
    expect(cells.getByText('GET /audit').closest('a')).toBeNull();
  });

  it('says each act in words with its code beneath, and one without words by its code', () => {
    const said = (act: string) => row('auditor', { act }).getAllByRole('cell')[1]!.textContent;
    expect(said('need.published')).toMatch(/^Published.*need\.published$/);
    expect(said('match.declined')).toMatch(/^Declined.*match\.declined$/);
    expect(said('need.unheard-of')).toMatch(/^need\.unheard-of$/);
  });

  it('says in words which part of the clearing house acted by itself', () => {
    const by = (label: string) =>
      row('auditor', { actor: { role: 'system', personId: null, organizationId: null, label } });
    expect(by('matching.suggest').getByText('Comparison of offers', { exact: false })).toBeTruthy();
    expect(screen.getByText('matching.suggest')).toBeTruthy();
    expect(by('operator root').getByText('Operator of the server', { exact: false })).toBeTruthy();
    expect(screen.getByText('operator root')).toBeTruthy();
    expect(by('somebody').getByText('somebody')).toBeTruthy();
  });

  it('folds facts, seal and exact time, long values to their beginning', () => {
    const details = row('auditor').getByText('Show the facts').closest('details')!;
    expect(details.open).toBe(false);
    for (const text of ['GET /needs/:id', '3', entry.at, 'ab'.repeat(32)]) within(details).getByText(text);
    expect(within(details).getByText(/^(word )+word…$/)).toBeTruthy();
  });

  it('leads to entries like it', () => {
    const like = (name: string) => addressOf(screen.getByRole('link', { name, hidden: true }));
    row('auditor');
    expect(like('this act')).toBe('/audit?act=access.hidden');
    expect(like('acts of this person')).toBe(`/audit?actor=${id('pers')}`);
    expect(like('acts on this thing')).toBe(`/audit?refId=${id('need')}`);
  });
});

it('says to others who reads the audit log', () => {
  show(<AuditPage />, sessionOf('donor'));
  expect(screen.getByText('You act as donor.', { exact: false })).toBeTruthy();
  expect(screen.queryByRole('search')).toBeNull();
});

it.each([
  ['auditor', 1],
  ['coordinator', 1],
  ['administrator', 0],
  ['donor', 0],
] as const)('offers a %s %i links from a thing', (role, links) => {
  show(<InAuditLog of={{ refId: id('need') }} />, sessionOf(role));
  expect(screen.queryAllByRole('link', { name: 'In the audit log' })).toHaveLength(links);
});
