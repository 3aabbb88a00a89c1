import { Audit } from '#libs/audit';
import { ANONYMOUS, systemActor, type Actor } from '#libs/kernel';
import { NeedsCounts, NeedsQueries, type NeedListing } from '#libs/needs';
import { UnitOfWork } from '#libs/platform';
import { ReferenceLoader } from '#libs/reference';
import { DataSource } from 'typeorm';
import { compare, timed } from './compare.js';
import { fillNeeds } from './needs-world.js';

const NEEDS = 100_000;
const SMALL_NEEDS = 2_000;
const READS = 20;
const AUDITOR: Actor = { ...systemActor('bench'), role: 'auditor' };

/** Words from frequent to rare, in several languages, with the filters of a reader. */
const PAGE_QUERIES: readonly Omit<NeedListing, 'limit'>[] = [
  { q: 'topic1000' },
  { q: 'marking machines', group: ['ldc'] },
  { q: 'topic100 training', region: ['002'] },
  { q: 'formation police', category: ['MARK', 'STOCK'] },
  { q: '"лаборатория" topic3', state: ['published'] },
  { q: '枪 or 手枪', coverage: ['open'] },
  { q: 'machines -rifles', neededByFrom: '2027-01-01', type: ['equipment'] },
];

/** Finding needs among 100,000, as a visitor without a sign-in: a page against one row by its key, facets against bare SQL. */
export async function benchNeeds(
  { appUrl, ownerUrl }: { readonly appUrl: string; readonly ownerUrl: string },
  { small }: { readonly small: boolean },
): Promise<void> {
  const db = await new DataSource({ type: 'postgres', url: appUrl, extra: { max: 1 } }).initialize();
  const uow = new UnitOfWork(db);
  await uow.run(systemActor('bench'), (tx) => new ReferenceLoader(new Audit()).load(tx));
  await fillNeeds(ownerUrl, small ? SMALL_NEEDS : NEEDS);
  await benchFinding(uow, small ? {} : { page: 3, facets: 1.5 });
  await db.destroy();
}

/** What is asked of finding needs; among few rows it says nothing. */
interface RatioLimits {
  readonly page?: number;
  readonly facets?: number;
}

async function benchFinding(uow: UnitOfWork, most: RatioLimits): Promise<void> {
  const queries = new NeedsQueries();
  const id = (n: number) => `need_${String(n * 100).padStart(26, '0')}`;
  const many = (read: (n: number) => Promise<unknown>) => () =>
    timed(async () => {
      for (let n = 1; n <= READS; n += 1) await read(n);
    });
  const row = many((n) => uow.read(AUDITOR, (tx) => tx.query('SELECT * FROM needs WHERE id = $1', [id(n)])));
  const need = many((n) => uow.read(AUDITOR, (tx) => queries.get(tx, id(n))));
  await compare(`${READS} needs with their items by their ids, against bare rows of one table`, [need, row]);
  for (const query of PAGE_QUERIES) {
    const page = many(() => uow.read(ANONYMOUS, (tx) => queries.list(tx, { limit: 25, ...query })));
    const name = `${READS} pages of 25 needs with ${JSON.stringify(query)}, against bare rows by their keys`;
    await compare(name, [page, row], { ratioMax: most.page });
  }
  const counts = new NeedsCounts();
  for (const [name, filter, where] of FACET_QUERIES) {
    const ours = () => timed(() => uow.read(ANONYMOUS, (tx) => counts.facets(tx, filter)));
    const bare = () =>
      timed(() =>
        uow.read(ANONYMOUS, async (tx) => {
          for (const sql of bareFacets(where)) await tx.query(sql);
        }),
      );
    await compare(`facets of ${name}, against the bare SQL`, [ours, bare], { ratioMax: most.facets });
  }
}

const FACET_QUERIES = [
  ['all needs', {}, 'true'],
  [
    'needs that say "marking machines"',
    { q: 'marking machines' },
    `n.search @@ websearch_to_tsquery('public.words_en', 'marking machines')`,
  ],
] as const;

/** What somebody would write who needs the same numbers once. */
function bareFacets(where: string): string[] {
  const of = (from: string, value: string, count = '*') =>
    `SELECT ${value}, count(${count}) FROM needs n ${from}
      WHERE n.published_at IS NOT NULL AND n.visibility = 'public' AND ${where} GROUP BY 1`;
  const areas = 'JOIN areas a ON a.iso2 = n.area_iso2';
  const items = 'JOIN need_items i ON i.need_id = n.id';
  return [
    ...['n.state', 'n.coverage', 'n.area_iso2', 'n.priority'].map((column) => of('', column)),
    ...['a.region_code', 'a.subregion_code', 'a.intermediate_region_code'].map((column) => of(areas, column)),
    of('JOIN area_groups_on() g ON g.area_iso2 = n.area_iso2', 'g.name'),
    ...['i.category_code', 'i.type_code'].map((column) => of(items, column, 'DISTINCT n.id')),
  ];
}
