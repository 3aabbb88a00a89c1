import { ANONYMOUS } from '#libs/kernel';
import type { Cells } from '#libs/platform';
import { ReportsWorld } from './national-reports.fixtures.js';
import { needsSheetWorld } from './needs-sheet.fixtures.js';
import { itemOf } from './needs.fixtures.js';

const { world, rowsFor, rowsOf, send, refused } = needsSheetWorld();
const { stateA, stateB, donor, coordinator } = world;

it('what was downloaded changes nothing when it is sent back, whatever state it is in', async () => {
  await world.published({ title: '=cmd', tags: ['a;b', 'c'], summary: 'Two\r\nlines, "quoted"' });
  await world.draft({
    actionPlan: 'Plan 2026',
    actionPlanRank: 2,
    paragraphs: ['PoA A.8'],
    alsoSubmittedTo: ['other'],
    alsoSubmittedNote: 'A fund',
    items: [itemOf({ site: 'Depot 4', minimum: 2n, isEssential: false }), itemOf({ measure: { currency: 'KWD' } })],
  });
  await world.draft({ items: [] });
  const rows = await rowsFor(stateA);
  expect(rows).toHaveLength(4);
  for (const id of new Set(rows.map(({ need }) => need))) {
    const own = rows.filter(({ need }) => need === id);
    expect(await send(own)).toEqual(own.map(() => 'unchanged'));
    expect(await send(own, coordinator).catch(() => 'not visible')).not.toContain('updated');
  }
});

it('says how far a request is covered, what came and what was waived, and lets nobody write that', async () => {
  const id = await world.published({ items: [itemOf({ requested: 10n }), itemOf({ requested: 10n })] });
  const [item] = await world.items(id);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, item!.id, 4n));
  await world.db.asOwner('UPDATE need_items SET delivered = 1, waived = 2 WHERE id = $1', [item!.id]);
  const rows = await rowsOf(id);
  expect(rows).toMatchObject([
    { coverage: 'partly', in_delivery: 'yes', committed: '4', waived: '2', open: '4' },
    { coverage: 'partly', in_delivery: 'yes', committed: '0', waived: '0', open: '10' },
  ]);
  expect(await send(rows)).toEqual(['unchanged', 'unchanged']);
  const [draft] = (await rowsOf(await world.draft())) as [Cells];
  expect(draft).toMatchObject({ coverage: 'open', in_delivery: 'no', waived: '0' });
  expect(await refused([{ ...draft, coverage: 'full', waived: '3' }])).toHaveLength(2);
});

it('a request that answers a national report goes out with it and comes back, and takes no other than the own ones', async () => {
  const reports = new ReportsWorld(world);
  const report = await reports.file();
  const id = await reports.beginNeed(report);
  const [row] = (await rowsOf(id)) as [Cells];
  expect(row).toMatchObject({ report, report_paragraph: '12' });
  expect(await send([row])).toEqual(['unchanged']);
  expect(await send([{ ...row, report_paragraph: '13' }])).toEqual(['updated']);
  const item = { category: 'MARK', type: 'equipment', description: 'Machines', unit: 'machine', requested: '3' };
  expect(await send([{ title: 'After it', area: 'HT', report, report_paragraph: '14', ...item }])).toEqual(['created']);
  const [begun] = (await rowsFor(stateA)).filter(({ title }) => title === 'After it');
  expect(await world.need(begun!.need!)).toMatchObject({ reportId: report, reportParagraph: '14' });
  expect(await send([{ ...begun!, report: '', report_paragraph: '' }])).toEqual(['updated']);
  expect(await world.need(begun!.need!)).toMatchObject({ reportId: null, reportParagraph: null });

  const theirs = await reports.file({ visibility: 'public' }, stateB);
  const foreign = ['2 report Choose a national report of your organization.'];
  const [draft] = (await rowsOf(await world.draft())) as [Cells];
  expect(await refused([{ ...draft, report: theirs }])).toEqual(foreign);
  expect(await refused([{ ...draft, report: 'our report' }])).toEqual(foreign);
  expect(await refused([{ ...draft, report_paragraph: '3' }])).toEqual([
    '2 report_paragraph Choose the national report too.',
  ]);
  // Whoever may read the request and not the report is not told of it, and changes nothing by sending it back.
  const open = await world.published({ reportId: report, reportParagraph: '12' });
  expect((await rowsOf(open, stateB))[0]).toMatchObject({ report: '', report_paragraph: '' });
  await reports.withdraw(report);
  expect(await refused([{ ...draft, report }])).toEqual([
    expect.stringMatching(/^2 report The national report .* is withdrawn/),
  ]);
});

it('a draft is changed where the rows differ, and nowhere else', async () => {
  const id = await world.draft({ items: [itemOf({ site: 'Depot 4' }), itemOf({ description: 'Spare needles' })] });
  const [first, second] = (await rowsOf(id)) as [Cells, Cells];
  const before = await world.items(id);
  expect(
    await send([
      { ...first, title: 'Other machines' },
      { ...second, title: 'Other machines', requested: '25', item_needed_by: '2027-03-01' },
    ]),
  ).toEqual(['updated', 'updated']);
  const [itemA, itemB] = await world.items(id);
  expect(await world.need(id)).toMatchObject({ title: 'Other machines', priority: 3, version: 2 });
  expect(itemA).toMatchObject({ id: before[0]!.id, site: 'Depot 4', requested: 10n });
  expect(itemB).toMatchObject({ id: before[1]!.id, requested: 25n, neededBy: '2027-03-01' });
  expect(await world.acts(id)).toEqual(['need.drafted', 'need.revised']);
});

it('columns that a file has not stay as they are, and empty cells clear what may be empty', async () => {
  const id = await world.draft({ tags: ['armoury'] });
  const [{ need, version, item }] = (await rowsOf(id)) as [Cells];
  expect(await send([{ need, version, item, priority: '', place: 'Jacmel' }])).toEqual(['updated']);
  expect(await world.need(id)).toMatchObject({ priority: null, tags: ['armoury'], neededBy: '2097-06-30' });
  expect((await world.itemOf(id)).place).toBe('Jacmel');
});

it('rows of one request are used together or not at all, and each fault names its line and column', async () => {
  const id = await world.draft({ items: [itemOf(), itemOf()] });
  const [first, second] = (await rowsOf(id)) as [Cells, Cells];
  expect(
    await refused([
      { ...first, title: 'New' },
      { ...second, title: 'New', requested: 'many' },
    ]),
  ).toEqual(['3 requested must be a whole number, without commas or blanks']);
  expect(
    await refused([
      { ...first, title: 'New' },
      { ...second, title: 'Newer' },
    ]),
  ).toEqual(['3 title contradicts row 2, which is about the same; keep what is right']);
  expect(await refused([{ ...first, minimum: '11' }])).toEqual([
    '2 minimum Write at least 1, and not more than is asked for.',
  ]);
  expect(await refused([{ ...first, category: 'NONE' }])).toEqual([
    '2 category Choose an assistance category from the list.',
  ]);
  expect(await refused([first, { ...first, requested: '3' }])).toEqual(['3 item stands in row 2 too']);
  expect(await world.need(id)).toMatchObject({ title: 'Marking machines', version: 1 });
});

it('names all that is wrong in a row at once, also what only the lists and rules know, and misreads nothing for it', async () => {
  const item = { category: 'MARK', type: 'equipment', description: 'Machines', unit: 'machine', requested: '3' };
  const rows = [
    { need: 'new-1', title: 'Two', area: 'ZZ', needed_by: 'soon', action_plan_rank: '1', ...item, minimum: '4' },
    { need: 'new-1', ...item, category: 'NONE', requested: 'many', minimum: '4', item_needed_by: '0001-01-01' },
    { need: 'new-1', ...item, unit: '', currency: 'dollars', requested: '1.50', paragraphs: 'PoA Z.99' },
  ];
  expect(await refused(rows)).toEqual([
    '2 needed_by must be a day as YYYY-MM-DD: 2027-06-30',
    '3 requested must be a whole number, without commas or blanks',
    '3 item_needed_by Choose a day from 1990-01-01 to 2100-12-31: look at the year.',
    '4 currency is no such code; the dictionary of the sheet lists them',
    '2 minimum Write at least 1, and not more than is asked for.',
    '2 action_plan Name the plan that the place among its priorities is of.',
    expect.stringMatching(/^2 area Choose one that your organization requests for/),
    '4 paragraphs Leave PoA Z.99 out: no category of assistance rests on it.',
    '3 category Choose an assistance category from the list.',
  ]);
  const [draft] = (await rowsOf(await world.draft())) as [Cells];
  expect(await refused([{ ...draft, area: 'ZZ', category: 'NONE', priority: '9' }])).toEqual([
    '2 priority must be a whole number from 1 to 5',
    expect.stringMatching(/^2 area Choose one/),
    '2 category Choose an assistance category from the list.',
  ]);
});

it('reads of a new request a day with a year of two digits where it can be one day only', async () => {
  const item = { category: 'MARK', type: 'equipment', description: 'Machines', unit: 'machine', requested: '3' };
  const row = { title: 'Short years', area: 'HT', ...item };
  expect(await send([{ ...row, needed_from: '1/31/28', needed_by: '30.09.28', item_needed_by: '04/04/28' }])).toEqual([
    'created',
  ]);
  const [begun] = (await rowsFor(stateA)).filter(({ title }) => title === row.title);
  expect(begun).toMatchObject({ needed_from: '2028-01-31', needed_by: '2028-09-30', item_needed_by: '2028-04-04' });
  const after = { ...begun!, needed_from: '1/6/29', needed_by: '31/12/28' };
  expect(await refused([after])).toEqual([
    '2 needed_from may be 2029-06-01 or 2029-01-06; write the day as YYYY-MM-DD',
  ]);
  expect(await send([{ ...after, needed_from: '2028-01-31' }])).toEqual(['updated']);
  expect(await world.need(begun!.need!)).toMatchObject({ neededFrom: '2028-01-31', neededBy: '2028-12-31' });
});

it('never overwrites what was changed after the download', async () => {
  const id = await world.draft();
  const [row] = (await rowsOf(id)) as [Cells];
  await world.run(stateA, (tx) => world.drafts.revise(tx, { needId: id, version: 1 }, { summary: 'Later words' }));
  expect(await refused([{ ...row, title: 'Old words' }])).toEqual([
    '2 version was changed here after the row was downloaded: it is version 2 now. Download it again',
  ]);
  expect(await refused([{ ...row, version: '', title: 'Old words' }])).toEqual([
    '2 version is missing: only what was downloaded can be changed',
  ]);
  expect(await world.need(id)).toMatchObject({ title: 'Marking machines', summary: 'Later words' });
});

it('what others wrote is refused with who may change it', async () => {
  const published = await world.published();
  const [row] = (await rowsOf(published)) as [Cells];
  expect(await refused([{ ...row, title: 'Other' }], stateB)).toEqual([
    `2 need is a request of ${row.organization}: leave its row as it was downloaded, or out`,
  ]);
  const [draft] = (await rowsOf(await world.draft())) as [Cells];
  const unseen = ['2 need is no request that you may see; leave it as downloaded, or write new for a new request'];
  expect(await refused([{ ...draft, title: 'Other' }], stateB)).toEqual(unseen);
  expect(await refused([{ ...draft, need: 'need_x' }])).toEqual(unseen);
  const returned = await world.underReview();
  await world.judge(returned, (tx, seen) => world.review.giveBack(tx, seen, [{ body: 'How many?', about: null }]));
  const [again] = (await rowsOf(returned)) as [Cells];
  expect(await send([{ ...again, requested: '11' }])).toEqual(['updated']);
  await expect(send([{ ...again, title: 'Other' }], coordinator)).rejects.toThrow();
});

it('begins new requests, alone or with several items, of the person’s own organization', async () => {
  const item = { category: 'mark', type: 'equipment', description: 'Machines', unit: 'machine', requested: '3' };
  expect(await send([{ title: 'Alone', area: 'ht', ...item }])).toEqual(['created']);
  const rows = [
    { need: 'new-1', title: 'Together', area: 'HT', ...item },
    { need: 'new-1', title: '', area: '', ...item, currency: 'USD', unit: '', requested: '1250.50' },
  ];
  expect(await send(rows)).toEqual(['created', 'created']);
  const [{ need }] = (await rowsFor(stateA)) as [Cells];
  expect(await world.need(need!)).toMatchObject({
    title: 'Together',
    state: 'draft',
    organizationId: stateA.organizationId,
    visibility: 'parties-only',
  });
  expect((await world.items(need!)).map(({ requested }) => requested)).toEqual([3n, 125050n]);
  expect(await refused([{ need: 'new-2', description: 'Machines' }])).toEqual([
    '2 title is missing',
    '2 area is missing',
    '2 requested is missing',
  ]);
  await expect(send([{ title: 'Alone', area: 'HT', ...item }], donor)).rejects.toThrow('Only a focal point');
});

it('of a draft category, type, words and what is counted may be said later, and are cleared by an empty cell', async () => {
  const id = await world.draft({ items: [itemOf()] });
  const [row] = (await rowsOf(id)) as [Cells];
  const empty = { category: '', type: '', description: '', unit: '', minimum: '' };
  expect(await send([{ ...row, ...empty }])).toEqual(['updated']);
  const [cleared] = (await rowsOf(id)) as [Cells];
  expect(cleared).toMatchObject({ ...empty, category: 'OTHER', currency: '', requested: row.requested });
  expect(await send([cleared])).toEqual(['unchanged']);
  expect(
    await send([{ ...cleared, currency: 'USD', requested: '12.50', unit_cost: '', unit_cost_currency: '' }]),
  ).toEqual(['updated']);
  expect(await world.items(id)).toMatchObject([{ currency: 'USD', requested: 1250n }]);
  expect(await send([{ title: 'Half', area: 'HT', category: 'MARK', requested: '0' }])).toEqual(['created']);
});

it('an item that is added erases nothing of the request by cells that its row leaves empty', async () => {
  const id = await world.draft({ tags: ['armoury'], alreadyDone: 'A survey', summary: 'Long', items: [] });
  const [bare] = (await rowsOf(id)) as [Cells];
  const item = { category: 'MARK', type: 'equipment', description: 'Needles', unit: 'machine', requested: '3' };
  const empty = Object.fromEntries(Object.keys(bare).map((key) => [key, '']));
  const { need } = bare;
  const added = async () => ({ ...empty, ...item, need, version: (await rowsOf(id))[0]!.version });
  const before = await world.need(id);
  expect(await send([await added()])).toEqual(['created']);
  expect(await send([...(await rowsOf(id)), await added()])).toEqual(['unchanged', 'created']);
  const { summary, neededBy, validUntil, tags, alreadyDone, priority } = before;
  expect(await world.need(id)).toMatchObject({ summary, neededBy, validUntil, tags, alreadyDone, priority });
  expect(await send([{ ...(await added()), ...bare, version: '3', priority: '' }])).toEqual(['created']);
  expect(await world.items(id)).toHaveLength(3);
  expect(await world.need(id)).toMatchObject({ priority });
});

it('what one row changes or empties of the request, and another still states, contradicts it', async () => {
  const id = await world.draft({ tags: ['armoury'], items: [itemOf(), itemOf({ description: 'Needles' })] });
  const [first, second] = (await rowsOf(id)) as [Cells, Cells];
  const said = (path: string) => [`3 ${path} contradicts row 2, which is about the same; keep what is right`];
  expect(await refused([first, { ...second, title: 'Other' }])).toEqual(said('title'));
  expect(await refused([{ ...first, tags: '' }, second])).toEqual(said('tags'));
  expect(await refused([first, { ...second, item: '', title: 'Other' }])).toEqual(said('title'));
  expect(await world.need(id)).toMatchObject({ title: 'Marking machines', tags: ['armoury'], version: 1 });
  const asWritten = { ...second, needed_by: '30/06/2097' };
  expect(await send([first, { ...asWritten, requested: '7' }])).toEqual(['unchanged', 'updated']);
  const rows = await rowsOf(id);
  expect(await send(rows.map((row) => ({ ...row, tags: '' })))).toEqual(['updated', 'updated']);
  expect(await world.need(id)).toMatchObject({ tags: [] });
});

it('adds an item to a draft that has others', async () => {
  const id = await world.draft();
  const [row] = (await rowsOf(id)) as [Cells];
  expect(await send([row, { ...row, item: '', description: 'Spare needles', requested: '90' }])).toEqual([
    'unchanged',
    'created',
  ]);
  expect((await world.items(id)).map(({ description }) => description)).toEqual([
    'Dot-peen marking machine with spare needles',
    'Spare needles',
  ]);
});

it('shows everyone exactly the rows and cells of the lists; what happens inside changes nothing outside', async () => {
  const shown = await world.published({ visibility: 'public', items: [itemOf({ site: 'Depot 4', place: 'Jacmel' })] });
  const outside = async () => [await rowsFor(ANONYMOUS), await rowsFor(donor), await rowsFor(stateB)];
  const before = await outside();
  const [cells] = before[0]!.filter(({ need }) => need === shown);
  expect(cells).toMatchObject({ place: 'Jacmel', site: '' });
  expect((await rowsOf(shown)).map(({ site }) => site)).toEqual(['Depot 4']);
  await send([{ title: 'Inside', area: 'HT' }]);
  const draft = await world.draft();
  await send([{ ...(await rowsOf(draft))[0]!, title: 'Inside too' }]);
  expect(await outside()).toEqual(before);
  for (const actor of world.everyone()) {
    const listed = await world.db.uow.read(actor, (tx) => world.queries.list(tx, { limit: 100 }));
    const needs = new Set((await rowsFor(actor)).map(({ need }) => need));
    expect([...needs].sort()).toEqual(listed.items.map(({ id }) => id).sort());
  }
});

it('pages through more than one page, each need once, in the order of their ids', async () => {
  await world.db.asOwner(
    `INSERT INTO needs (id, organization_id, area_iso2, title, summary, language, state)
     SELECT 'need_' || lpad(i::text, 26, '0'), $1, 'HT', 'Bulk', '', 'en', 'draft' FROM generate_series(1, 450) i`,
    [stateA.organizationId],
  );
  const ids = (await rowsFor(stateA, { q: 'Bulk' })).map(({ need }) => need);
  expect(ids).toHaveLength(450);
  expect(ids).toEqual([...new Set(ids)].sort().reverse());
});
