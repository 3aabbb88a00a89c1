// Danger: a whole file that was corrected and is sent again is refused for what it changed itself, or changes it twice.
import { newId } from '#libs/kernel';
import type { Cells } from '#libs/platform';
import { sheetsInvariants } from './sheets.invariants.js';
import { countsOf, fileOf, fileText, sheetsWorld } from './sheets.fixture.js';

const world = sheetsWorld();
const { state, coordinator, donor, db } = world;
const MODES = ['dry-run', 'apply'] as const;

beforeAll(() => world.namePointOfContact());
afterEach(async () => {
  for (const { sql } of sheetsInvariants) expect(await db.asOwner(sql)).toEqual([]);
});

const NEED = { need: '', area: 'HT', summary: 'No machine', category: 'MARK', type: 'equipment', unit: 'machine' };

/** Needs of these titles, as they are downloaded: one row each. */
async function begun(...titles: readonly string[]): Promise<Cells[]> {
  const rows = titles.map((title) => ({
    ...NEED,
    title,
    needed_by: '2099-06-30',
    description: `Machines of ${title}`,
    requested: '2',
  }));
  expect(countsOf(await world.use(fileText(rows)))).toBe(`${titles.length} created of ${titles.length}`);
  return rowsOf(...titles);
}

const rowsOf = async (...titles: readonly string[]) => {
  const rows = await world.rows();
  return titles.map((title) => rows.find((row) => row.title === title)!);
};

/** An item more of a need that was downloaded. */
const itemOf = (row: Cells): Cells => {
  const { need, version } = row;
  const empty = Object.fromEntries(Object.keys(row).map((key) => [key, '']));
  return {
    ...empty,
    ...NEED,
    need,
    version,
    description: 'Spare needles for the machines',
    summary: '',
    area: '',
    requested: '9',
  };
};

/** The proposal that waits. */
async function waiting(needId: string) {
  const [row] = await db.asOwner<{ revisionId: string; version: number }>(
    `SELECT r.id AS "revisionId", n.version FROM need_revisions r JOIN needs n ON n.id = r.need_id
      WHERE n.id = $1 AND r.state = 'proposed'`,
    [needId],
  );
  return { needId, ...row! };
}

const versionsOf = async (rows: readonly Cells[]) => {
  const ids = rows.map(({ need }) => need);
  return db.asOwner('SELECT id, version FROM needs WHERE id = ANY($1) ORDER BY id', [ids]);
};

it('what the file changed itself, items that it added among it, is already filed', async () => {
  const [a, b] = (await begun('Draft A', 'Draft B')) as [Cells, Cells];
  const changed = [{ ...a, summary: 'Changed' }, itemOf(a)];
  const first = await world.use(fileText([...changed, { ...b, requested: 'many' }]));
  expect(countsOf(first)).toBe('1 created, 1 updated, 1 refused of 3');
  const corrected = fileText([{ ...b, requested: '7' }, ...changed.toReversed()]);
  for (const mode of MODES) {
    expect(countsOf(await world.use(corrected, mode))).toBe('1 updated, 2 already filed of 3');
  }
  const before = await versionsOf([a, b]);
  const again = await world.use(corrected);
  expect(countsOf(again)).toBe('3 already filed of 3');
  expect(await versionsOf([a, b])).toEqual(before);
  const filed = await db.uow.read(state, (tx) => world.queries.alreadyFiled(tx, again.id, { limit: 9 }));
  expect(filed.items.map(({ entryId, title }) => [entryId, title])).toEqual([
    [b.need, 'Draft B'],
    [a.need, 'Draft A'],
    [a.need, 'Draft A'],
  ]);
  // Known as long as any import that met them is, also when a program rewrote the cells.
  await db.asOwner('DELETE FROM imports WHERE id = $1', [first.id]);
  expect(countsOf(await world.use(corrected.replaceAll('\n', '\r\n').replaceAll(',""', ',')))).toBe(
    '3 already filed of 3',
  );
});

it.each<[string, (row: Cells) => Promise<unknown>, RegExp]>([
  [
    'it was changed on its page since',
    ({ need }) =>
      db.uow.run(state, (tx) => world.drafts.revise(tx, { needId: need!, version: 2 }, { title: 'By hand' })),
    /version: was changed here after the row was downloaded: it is version 3 now/,
  ],
  [
    'another file changed it since',
    async ({ need }) => {
      const [row] = (await world.rows()).filter((one) => one.need === need);
      await world.use(fileText([{ ...row, title: 'By file' }]));
    },
    /version: was changed here after the row was downloaded: it is version 3 now/,
  ],
  [
    'only another organization sent the same',
    ({ need }) =>
      db.asOwner(
        `UPDATE imports SET organization_id = $1, person_id = $2
          WHERE id IN (SELECT import_id FROM import_rows WHERE entry_id = $3)`,
        [donor.organizationId, donor.personId, need],
      ),
    /version: was changed here after the row was downloaded: it is version 2 now/,
  ],
])('is refused as before, and writes nothing, when %s', async (_, meanwhile, reason) => {
  const title = `Stale ${newId('need')}`;
  const [row] = (await begun(title)) as [Cells];
  const file = fileText([{ ...row, summary: 'Changed' }, itemOf(row)]);
  expect(countsOf(await world.use(file))).toBe('1 created, 1 updated of 2');
  await meanwhile(row);
  const before = await versionsOf([row]);
  for (const mode of MODES) {
    const view = await world.use(file, mode);
    expect(countsOf(view)).toBe('2 refused of 2');
    expect(await world.errors(view.id)).toMatch(reason);
  }
  expect(await versionsOf([row])).toEqual(before);
});

it('what only a trial would have changed is not filed', async () => {
  const [row] = (await begun('Tried only')) as [Cells];
  const file = fileText([{ ...row, summary: 'Changed' }, itemOf(row)]);
  expect(countsOf(await world.use(file, 'dry-run'))).toBe('1 created, 1 updated of 2');
  const seen = { needId: row.need!, version: 1 };
  await db.uow.run(state, (tx) => world.drafts.revise(tx, seen, { summary: 'By hand' }));
  expect(countsOf(await world.use(file))).toBe('2 refused of 2');
});

it('rows that say something else of what the file changed, if only the reason, are not the same', async () => {
  const [row] = (await begun('Other words')) as [Cells];
  const sent = [{ ...row, summary: 'Changed' }, itemOf(row)];
  await world.use(fileText(sent));
  for (const other of [{ requested: '10' }, { change_reason: 'Said later' }, { version: '7' }]) {
    const view = await world.use(fileText([sent[0]!, { ...sent[1], ...other }]), 'dry-run');
    expect([other, countsOf(view)]).toEqual([other, '2 refused of 2']);
  }
});

it('what the file proposed is already filed while it waits and when it was published, and proposed anew when it was declined', async () => {
  await begun('Published X', 'Published Y');
  await world.publish('Published X', 'Published Y');
  const [x, y] = (await rowsOf('Published X', 'Published Y')) as [Cells, Cells];
  const why = { change_reason: 'Prices rose' };
  const proposed = [
    { ...x, summary: 'Now with a store', ...why },
    { ...itemOf(x), ...why },
  ];
  const wrong = { ...y, priority: '9', ...why };
  expect(countsOf(await world.use(fileText([...proposed, wrong])))).toBe('2 proposed, 1 refused of 3');
  const corrected = fileText([...proposed, { ...wrong, priority: '1' }]);
  for (const mode of MODES) {
    expect(countsOf(await world.use(corrected, mode))).toBe('1 proposed, 2 already filed of 3');
  }
  const decide = async (needId: string, verb: 'publish' | 'decline') => {
    const seen = await waiting(needId);
    await db.uow.run(coordinator, (tx) => world.revisions[verb](tx, seen, 'Seen'));
  };
  await decide(x.need!, 'publish');
  await decide(y.need!, 'decline');
  expect(countsOf(await world.use(corrected, 'dry-run'))).toBe('1 proposed, 2 already filed of 3');
  expect(countsOf(await world.use(corrected))).toBe('1 proposed, 2 already filed of 3');
  expect(countsOf(await world.use(corrected))).toBe('3 already filed of 3');
  // A proposal of somebody else waits instead of theirs.
  await decide(y.need!, 'decline');
  const byHand = { title: 'Published Y, by hand', reason: 'Other' };
  const { version } = (await rowsOf('Published Y'))[0]!;
  await db.uow.run(state, (tx) => world.revisions.propose(tx, { needId: y.need!, version: Number(version) }, byHand));
  const waits = await world.use(corrected);
  expect(countsOf(waits)).toBe('2 already filed, 1 refused of 3');
  expect(await world.errors(waits.id)).toContain('waits for a coordinator');
  // What was published is another since.
  const now = (await rowsOf('Published X'))[0]!;
  expect(countsOf(await world.use(fileText([{ ...now, summary: 'Later', ...why }])))).toBe('1 proposed of 1');
  expect(countsOf(await world.use(fileText(proposed)))).toBe('2 already filed of 2');
  await decide(x.need!, 'publish');
  const later = await world.use(fileText(proposed));
  expect(countsOf(later)).toBe('2 refused of 2');
  expect(await world.errors(later.id)).toMatch(/version: was changed here after/);
});

it('an offer that the file changed is already filed, until something else changes it', async () => {
  const use = (text: string, mode: (typeof MODES)[number] = 'apply') => world.use(text, mode, 'offers', donor);
  await use('offer,title,kind,currency,capacity\n,Money,cash,USD,7.50\n');
  const [{ id }] = (await db.asOwner<{ id: string }>("SELECT id FROM offers WHERE title = 'Money'")) as [
    { id: string },
  ];
  const file = fileText([{ offer: id, version: '1', areas: 'ht; do', capacity: '8' }]);
  expect(countsOf(await use(file))).toBe('1 updated of 1');
  for (const mode of MODES) expect(countsOf(await use(file, mode))).toBe('1 already filed of 1');
  await db.asOwner("UPDATE offers SET conditions = 'None', version = version + 1 WHERE id = $1", [id]);
  expect(countsOf(await use(file))).toBe('1 refused of 1');
});

it('a file of changes that was cancelled half-way and is sent again goes on where it ended, whoever still works at it', async () => {
  const titles = Array.from({ length: 120 }, (_, index) => `Many ${index}`);
  const rows = await begun(...titles);
  const content = fileText(rows.flatMap((row) => [{ ...row, summary: 'Changed' }, itemOf(row)]));
  const first = await world.begin();
  const stop = new AbortController();
  await world.importRun.run(first, fileOf(content), stop.signal, () => stop.abort());
  const working = world.importRun.run(first, fileOf(content));
  await db.uow.run(state, (tx) => world.imports.cancel(tx, first));
  const second = await world.begin();
  const work = () => world.importRun.run(second, fileOf(content));
  await Promise.all([working, work(), work()]);
  const [before, after] = [await world.view(first), await world.view(second)];
  const done = before.created + before.updated;
  expect([before.state, before.created]).toEqual(['cancelled', before.updated]);
  expect(done).toBeGreaterThan(0);
  expect(after).toMatchObject({ state: 'done', alreadyFiled: done, created: 120 - before.created, refused: 0 });
  const items = await db.asOwner<{ n: number }>(
    `SELECT count(*)::integer AS n FROM need_items i JOIN needs n ON n.id = i.need_id WHERE n.title LIKE 'Many %'`,
  );
  expect(items).toEqual([{ n: 240 }]);
});
