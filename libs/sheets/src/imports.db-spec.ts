// Danger: a row that is lost, counted twice or done twice; a dry run that leaves something; a file that shows itself to others.
import { NotFound } from '#libs/kernel';
import { sheetsInvariants } from './sheets.invariants.js';
import { countsOf, fileOf, sheetsWorld } from './sheets.fixture.js';

const world = sheetsWorld();
const { state, colleague, donor, auditor, db } = world;

const HEADER = 'need,title,area,category,type,description,unit,requested';
const row = (title: string, { need = '', requested = '3' } = {}) =>
  `${need},${title},HT,MARK,equipment,Machines,machine,${requested}`;
const file = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n');
const titles = async () => (await world.rows()).map(({ title }) => title);
const count = async (table: string) =>
  (await db.asOwner<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`))[0]!.n;

afterEach(async () => {
  for (const { sql } of sheetsInvariants) expect(await db.asOwner(sql)).toEqual([]);
});

it('a dry run says what would happen and leaves nothing but its result', async () => {
  const before = [await count('needs'), await count('need_items'), await count('outbox_events')];
  const view = await world.use(file(row('A'), row('B', { requested: 'many' }), row('C', { need: 'new-1' })), 'dry-run');
  expect(view).toMatchObject({ state: 'done', mode: 'dry-run' });
  expect(countsOf(view)).toBe('2 created, 1 refused of 3');
  expect([await count('needs'), await count('need_items'), await count('outbox_events')]).toEqual(before);
});

it('counts every row, and gives the refused ones back to be corrected and sent again as they are', async () => {
  const view = await world.use(
    file(
      row('One'),
      row('Two', { requested: '=1+1' }),
      row('Two, b', { need: 'new-7' }).replace('Two, b', '"Two, b"'),
      row('', { need: 'new-7' }),
    ),
  );
  expect(countsOf(view)).toBe('3 created, 1 refused of 4');
  expect(await titles()).toEqual(['Two, b', 'Two, b', 'One']);
  const errors = await world.errors(view.id);
  expect(errors).toBe(
    `\ufeff${HEADER},error\r\n,Two,HT,MARK,equipment,Machines,machine,'=1+1,"requested: must be a whole number, without commas or blanks"\r\n`,
  );
  const again = await world.use(errors.replace("'=1+1", '2'));
  expect(countsOf(again)).toBe('1 created of 1');
  expect(await titles()).toContain('Two');
});

it('names of each row that was not used its cells and what is wrong with them, page by page', async () => {
  const rows = [
    row('Fine').replace('Machines', '"Two\nlines"'),
    row('A', { requested: 'many' }),
    row('Short') + ',x',
    row('B', { requested: 'x' }),
  ];
  const view = await world.use(file(...rows), 'dry-run');
  const page = (cursor?: string) =>
    db.uow.read(state, (tx) => world.queries.unusedPage(tx, view.id, { limit: 2, ...(cursor && { cursor }) }));
  const first = await page();
  expect(first.items.map(({ line, faults }) => [line, faults])).toEqual([
    [3, [{ column: 'requested', value: 'many', detail: 'must be a whole number, without commas or blanks' }]],
    [4, [{ column: null, value: null, detail: expect.stringContaining('has 9 values where the header has 8') }]],
  ]);
  const rest = await page(first.nextCursor!);
  expect([rest.items.map(({ line }) => line), rest.nextCursor]).toEqual([[5], null]);
  await expect(db.uow.read(donor, (tx) => world.queries.unusedPage(tx, view.id, { limit: 2 }))).rejects.toThrow(
    NotFound,
  );
});

it('what was downloaded and sent back as it is changes nothing', async () => {
  await world.use(file(row('"=HYPERLINK(""x"")"'), row("'-quoted"), row('Ärmel; ünf')));
  const csv = await world.download();
  const view = await world.use(csv);
  expect(countsOf(view)).toBe(`${view.rows} unchanged of ${view.rows}`);
  expect(await world.download()).toBe(csv);
});

it('rows of one request that are far apart are used together, or none of them', async () => {
  const others = Array.from({ length: 150 }, (_, index) => row(`Other ${index}`));
  const view = await world.use(file(row('Far', { need: 'new-1' }), ...others, row('', { need: 'new-1' })));
  expect(countsOf(view)).toBe('152 created of 152');
  expect((await titles()).filter((title) => title === 'Far')).toHaveLength(2);
  const broken = await world.use(file(row('Gone', { need: 'new-1' }), row('Kept'), 'new-1,x'), 'apply');
  expect(countsOf(broken)).toBe('1 created, 2 refused of 3');
  expect(await world.errors(broken.id)).toContain('is used only together with row 4, which was refused');
  expect(await titles()).not.toContain('Gone');
});

it.each([
  ['a column that is not known', 'need,colour\nnew,red\n', 'it has a column "colour" that is not known'],
  ['an open quotation mark', `${HEADER}\n${row('Good')}\nnew,"open\n`, 'is never closed'],
  ['nothing', '', 'is empty'],
])('fails as a whole, with the reason, for %s', async (_, content, reason) => {
  const view = await world.use(content);
  expect(view).toMatchObject({ state: 'failed', rows: null, created: 0 });
  expect(view.problem).toContain(reason);
  expect(await titles()).not.toContain('Good');
});

it('goes on where it stopped, and does no row twice', async () => {
  const rows = Array.from({ length: 250 }, (_, index) => row(`Bulk ${index}`));
  const content = file(...rows);
  const id = await world.begin();
  const stop = new AbortController();
  await world.importRun.run(id, fileOf(content), stop.signal, () => stop.abort());
  expect(countsOf(await world.view(id))).toBe('100 created of 250');
  // Two workers that both think it is theirs.
  await Promise.all([world.importRun.run(id, fileOf(content)), world.importRun.run(id, fileOf(content))]);
  expect(await world.view(id)).toMatchObject({ state: 'done', created: 250 });
  const bulk = (await titles()).filter((title) => title?.startsWith('Bulk'));
  expect(new Set(bulk).size).toBe(250);
  expect(bulk).toHaveLength(250);
});

it('can be cancelled; what was done stays, and the other rows are given back', async () => {
  const content = file(...Array.from({ length: 120 }, (_, index) => row(`Part ${index}`)));
  const id = await world.begin();
  await expect(world.begin()).rejects.toThrow('has an import under way');
  const stop = new AbortController();
  await world.importRun.run(id, fileOf(content), stop.signal, () => stop.abort());
  await expect(db.uow.run(donor, (tx) => world.imports.cancel(tx, id))).rejects.toThrow(NotFound);
  // Whoever sent it may be away: a colleague ends it.
  await db.uow.run(colleague, (tx) => world.imports.cancel(tx, id));
  await world.importRun.run(id, fileOf(content));
  expect(await world.view(id)).toMatchObject({ state: 'cancelled', created: 100, rows: 120 });
  expect((await world.errors(id)).match(/was not used: the import ended before this row/g)).toHaveLength(20);
  await expect(db.uow.run(state, (tx) => world.imports.cancel(tx, id))).rejects.toThrow('cannot become cancelled');
});

it('files again nothing of a whole file that was corrected, in a trial and in earnest', async () => {
  const good = Array.from({ length: 5 }, (_, index) => row(`Good ${index}`));
  const wrong = [row('First wrong', { requested: 'x' }), row('Second wrong', { requested: 'y' })];
  expect(countsOf(await world.use(file(...good, ...wrong)))).toBe('5 created, 2 refused of 7');
  const corrected = file(row('First wrong'), ...good, row('Second wrong'));
  const before = await count('needs');
  for (const mode of ['dry-run', 'apply'] as const) {
    expect(countsOf(await world.use(corrected, mode))).toBe('2 created, 5 already filed of 7');
  }
  expect(await count('needs')).toBe(before + 2);
  const again = await world.use(corrected);
  expect(countsOf(again)).toBe('7 already filed of 7');
  const filed = async (reader = state, cursor?: string) =>
    db.uow.read(reader, (tx) => world.queries.alreadyFiled(tx, again.id, { limit: 4, ...(cursor && { cursor }) }));
  const first = await filed();
  const rest = await filed(state, first.nextCursor!);
  expect([...first.items, ...rest.items].map(({ line, title }) => `${line} ${title}`)).toEqual([
    '2 First wrong',
    ...good.map((_, index) => `${index + 3} Good ${index}`),
    '8 Second wrong',
  ]);
  const ids = new Set((await world.rows()).map(({ need }) => need));
  expect(first.items.every(({ entryId }) => ids.has(entryId))).toBe(true);
  expect((await filed(auditor)).items).toEqual(first.items);
  await expect(filed(donor)).rejects.toThrow(NotFound);
});

it('knows rows again however their file was saved', async () => {
  const rows = [row('Once'), row('Once more', { requested: '4' }), row('Both', { need: 'new-1' })];
  rows.push(row('', { need: 'new-1', requested: '7' }));
  await world.use(file(...rows));
  const saved = {
    'as it is': file(...rows),
    'with a byte-order mark and other ends of lines': `\ufeff${file(...rows).replaceAll('\n', '\r\n')}`,
    'with quotation marks, blanks and semicolons': file(...rows)
      .replace(/[^,\n]+/g, (cell) => (HEADER.includes(cell) ? cell : `" ${cell} "`))
      .replaceAll(',', ';'),
    'in another order of columns': file(...rows)
      .split('\n')
      .map((line) => line.split(',').reverse().join(','))
      .join('\n'),
    'in another order of rows': file(...rows.toReversed()),
    'with another word for new, and an empty column more': file(...rows)
      .replaceAll('new-1', 'new-22')
      .replaceAll('\n', ',\n')
      .replace(',\n', ',summary\n'),
  };
  for (const [how, content] of Object.entries(saved)) {
    expect([how, countsOf(await world.use(content))]).toEqual([how, '4 already filed of 4']);
  }
  // A cell more, less or other is another request.
  expect(countsOf(await world.use(file(rows[2]!, row('', { need: 'new-1' }))))).toBe('2 created of 2');
  expect(countsOf(await world.use(file(row('Both', { need: 'new-1' }))))).toBe('1 created of 1');
});

it('equal rows of one file are as many requests, and are known again as many times', async () => {
  const equal = (times: number) => file(...Array.from({ length: times }, () => row('Twin')));
  for (const mode of ['dry-run', 'apply'] as const) {
    expect(countsOf(await world.use(equal(150), mode))).toBe('150 created of 150');
  }
  for (const mode of ['dry-run', 'apply'] as const) {
    expect(countsOf(await world.use(equal(152), mode))).toBe('2 created, 150 already filed of 152');
  }
  expect((await titles()).filter((title) => title === 'Twin')).toHaveLength(152);
  expect(countsOf(await world.use(equal(3)))).toBe('3 already filed of 3');
});

it('what was changed since is still filed and stays as it was changed; what was withdrawn is filed anew', async () => {
  const rows = [row('Edited'), row('Withdrawn')];
  const { id } = await world.use(file(...rows));
  await db.asOwner("UPDATE needs SET title = 'Edited on its page', version = version + 1 WHERE title = 'Edited'");
  await db.asOwner("UPDATE needs SET state = 'withdrawn', end_reason = 'withdrawn' WHERE title = 'Withdrawn'");
  expect(countsOf(await world.use(file(...rows), 'dry-run'))).toBe('1 created, 1 already filed of 2');
  const again = await world.use(file(...rows));
  expect(countsOf(again)).toBe('1 created, 1 already filed of 2');
  const filed = await db.uow.read(state, (tx) => world.queries.alreadyFiled(tx, again.id, { limit: 9 }));
  expect(filed.items).toMatchObject([{ line: 2, title: 'Edited on its page' }]);
  // Known as long as any import that met them is.
  await db.asOwner('DELETE FROM imports WHERE id = $1', [id]);
  expect(countsOf(await world.use(file(...rows)))).toBe('2 already filed of 2');
});

it('of another organization, or of offers, they are other rows', async () => {
  await world.use(file(row('Mine')));
  await db.asOwner("UPDATE imports SET organization_id = $1 WHERE state = 'done'", [auditor.organizationId]);
  expect(countsOf(await world.use(file(row('Mine'))))).toBe('1 created of 1');
  const money = (title: string) => `offer,title,kind,currency,capacity\n,${title},cash,USD,7.50\n`;
  expect(countsOf(await world.use(money('Money'), 'apply', 'offers', donor))).toBe('1 created of 1');
  expect(countsOf(await world.use(money('Money').replace('7.50', '"7,5"'), 'apply', 'offers', donor))).toBe(
    '1 already filed of 1',
  );
  await db.asOwner("UPDATE offers SET state = 'withdrawn' WHERE title = 'Money'");
  expect(countsOf(await world.use(money('Money'), 'apply', 'offers', donor))).toBe('1 created of 1');
});

it('a file that was cancelled half-way and is sent again goes on where it ended, whoever still works at it', async () => {
  const content = file(...Array.from({ length: 250 }, (_, index) => row(`Half ${index}`)));
  const first = await world.begin();
  const stop = new AbortController();
  await world.importRun.run(first, fileOf(content), stop.signal, () => stop.abort());
  const working = world.importRun.run(first, fileOf(content));
  await db.uow.run(state, (tx) => world.imports.cancel(tx, first));
  const second = await world.begin();
  await Promise.all([
    working,
    world.importRun.run(second, fileOf(content)),
    world.importRun.run(second, fileOf(content)),
  ]);
  const [before, after] = [await world.view(first), await world.view(second)];
  expect(before.state).toBe('cancelled');
  expect(after).toMatchObject({ state: 'done', alreadyFiled: before.created, created: 250 - before.created });
  const half = (await titles()).filter((title) => title?.startsWith('Half'));
  expect([half.length, new Set(half).size]).toEqual([250, 250]);
});

it('those who may send files of the organization see it, and auditors; nobody else', async () => {
  const { id } = await world.use(file(row('Mine')), 'dry-run');
  for (const reader of [state, colleague, auditor]) expect((await world.view(id, reader)).id).toBe(id);
  for (const other of [donor, { ...state, role: 'coordinator' as const }]) {
    await expect(world.view(id, other)).rejects.toThrow(NotFound);
    const page = await db.uow.read(other, (tx) => world.queries.list(tx, { limit: 100 }));
    expect(page.items.map((one) => one.id)).not.toContain(id);
  }
});

it('stops when its maker may no longer act for the organization', async () => {
  const content = file(row('Late'));
  const id = await world.begin('apply', 'needs', colleague);
  await db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [colleague.personId]);
  await world.importRun.run(id, fileOf(content));
  expect(await world.view(id)).toMatchObject({ state: 'failed', created: 0 });
  expect(await titles()).not.toContain('Late');
});

it('takes offers of donors, and files of nobody else', async () => {
  const content = 'offer,title,kind,currency,capacity\n,Money,cash,USD,1000.50\n,Money,cash,USD,x\n';
  expect(countsOf(await world.use(content, 'apply', 'offers', donor))).toBe('1 created, 1 refused of 2');
  await expect(world.begin('apply', 'offers', state)).rejects.toThrow('Only a donor may send a file of offers');
  await expect(world.begin('apply', 'needs', auditor)).rejects.toThrow('Only a focal point');
});

it('is forgotten with its rows, a month after its end', async () => {
  const { id } = await world.use(file(row('Old')), 'dry-run');
  expect(await db.uow.run(db.actor, (tx) => world.imports.forget(tx))).toBe(0);
  await db.asOwner("UPDATE imports SET ended_at = now() - interval '31 days' WHERE id = $1", [id]);
  expect(await db.uow.run(db.actor, (tx) => world.imports.forget(tx))).toBe(1);
  expect(await db.asOwner('SELECT 1 FROM import_rows WHERE import_id = $1', [id])).toEqual([]);
});

it('the database itself refuses an import that is done with rows left over, and a row that is used twice', async () => {
  const { id } = await world.use(file(row('A', { requested: 'x' })), 'dry-run');
  const run = (sql: string) => db.asOwner(sql, [id]);
  await expect(run('UPDATE imports SET rows = 2 WHERE id = $1')).rejects.toThrow('ck_imports_every_row');
  await expect(run("UPDATE import_rows SET outcome = 'created', faults = NULL WHERE import_id = $1")).rejects.toThrow(
    'was used already',
  );
});

it('the invariant sees a number that is not that of the rows (planted)', async () => {
  const { id } = await world.use(file(row('A'), row('B')), 'dry-run');
  await db.asOwner('UPDATE imports SET created = 1, updated = 1 WHERE id = $1', [id]);
  expect(await db.asOwner(sheetsInvariants[0]!.sql)).toHaveLength(1);
  await db.asOwner('UPDATE imports SET created = 2, updated = 0 WHERE id = $1', [id]);
});
