// Danger: a report that stands twice or whose earlier file is lost, a need that claims another State's report, or a record that
// somebody changes who may not.
import { Audit } from '#libs/audit';
import { newId } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { MeetingsService } from '#libs/reference';
import type { SeenNeed } from './move-need.js';
import { reportsWorld } from './national-reports.fixtures.js';

const world = reportsWorld();
const { stateA, stateB, donor, coordinator, db } = world.needs;

const asState = (kind: string, id: string) =>
  db.asOwner('UPDATE organizations SET kind = $1 WHERE id = $2', [kind, id]);
const CODE = (code: string) => expect.objectContaining({ code });
const WRONG = (path: string) =>
  expect.objectContaining({ code: 'invalid-input', errors: [expect.objectContaining({ path })] });

afterEach(async () => {
  await db.asOwner('UPDATE needs SET report_paragraph = NULL, report_id = NULL');
  await db.asOwner('DELETE FROM national_report_earlier_files');
  await db.asOwner('DELETE FROM national_reports');
});

describe('one report for each State, cycle and instrument', () => {
  it('a second one is refused, also where it is on both instruments', async () => {
    await world.file();
    await expect(world.file()).rejects.toEqual(CODE('report-known'));
    await expect(world.file({ instruments: ['iti', 'poa'] })).rejects.toEqual(CODE('report-known'));
    await world.file({ instruments: ['iti'] });
    await world.file({ cycle: 'RC4' });
    await world.file({}, stateB);
  });

  it('of those that are filed: a withdrawn one makes room, and then cannot come back', async () => {
    const first = await world.file();
    await world.withdraw(first);
    const second = await world.file();
    await expect(world.restore(first)).rejects.toEqual(CODE('report-known'));
    await world.withdraw(second);
    await world.restore(first);
    expect(await world.report(first)).toMatchObject({ state: 'filed', withdrawnReason: null, version: 3 });
    expect(await world.needs.acts(first)).toEqual([
      'national-report.filed',
      'national-report.withdrawn',
      'national-report.restored',
    ]);
  });

  it('by a correction neither', async () => {
    await world.file();
    const other = await world.file({ cycle: 'RC4' });
    await expect(world.correct(other, { cycle: 'BMS9' })).rejects.toEqual(CODE('report-known'));
  });
});

it('speaks for a State only by who was designated; what it asks for every focal point drafts', async () => {
  const id = await world.file();
  const colleague = { ...stateA, personId: newId('pers'), label: 'Colleague' };
  await db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $1, $2)', [colleague.personId, colleague.label]);
  const refused = CODE('point-of-contact-required');
  await expect(world.file({ cycle: 'RC4' }, colleague)).rejects.toEqual(refused);
  await expect(world.correct(id, { visibility: 'public' }, colleague)).rejects.toEqual(refused);
  await expect(world.withdraw(id, colleague)).rejects.toEqual(refused);
  await world.withdraw(id);
  await expect(world.restore(id, colleague)).rejects.toEqual(refused);
  await world.restore(id);
  await world.beginNeed(id, colleague);
});

it.each([
  ["instruments = '{}'", 'ck_national_reports_instruments'],
  ["instruments = '{iti,iti}'", 'ck_national_reports_instruments'],
  ['published_url = NULL', 'ck_national_reports_can_be_read'],
  ["published_url = 'javascript:alert(1)'", 'ck_national_reports_url'],
  ["state = 'withdrawn'", 'ck_national_reports_withdrawn_with_reason'],
  ["cycle = 'BMS99'", 'fk_national_reports_cycle'],
  ["visibility = 'parties-only'", 'ck_national_reports_visibility'],
])('the database refuses a report with %s', async (change, constraint) => {
  const id = await world.file();
  await expect(db.asOwner(`UPDATE national_reports SET ${change} WHERE id = $1`, [id])).rejects.toMatchObject({
    constraint,
  });
});

it.each([
  ['a cycle that has not begun', { cycle: 'BMS11' }, 'cycle'],
  ['a meeting that nobody reports to', { cycle: 'MGE2' }, 'cycle'],
  ['a day before its cycle began', { submittedOn: '1950-01-01' }, 'submittedOn'],
  ['a day to come', { submittedOn: '2026-11-27' }, 'submittedOn'],
  ['nothing to read', { publishedUrl: null }, 'fileId'],
  ['no instrument', { instruments: [] }, 'instruments'],
])('a report of %s is refused, and nothing of it kept', async (_, content, path) => {
  await expect(world.file(content)).rejects.toEqual(WRONG(path));
  const id = await world.file();
  await expect(world.correct(id, content)).rejects.toEqual(WRONG(path));
  expect((await world.report(id)).version).toBe(1);
});

it('a meeting stays while a report was filed for it, or a need handed in within the cycle that leads to it', async () => {
  const meetings = new MeetingsService(new Audit(), { now: () => new Date('2026-11-26') });
  const administrator = { ...coordinator, role: 'administrator' } as const;
  const remove = () => world.needs.run(administrator, (tx) => meetings.remove(tx, { code: 'BMS99', version: 1 }));
  const enter = () =>
    db.asOwner(
      `INSERT INTO meetings (code, kind, name_en, starts_on, ends_on, precision, basis, source)
       VALUES ('BMS99', 'biennial-meeting', 'A mistake', '2026-08-03', '2026-08-07', 'day', 'entered', 'x')`,
    );
  await enter();
  await remove();
  await enter();
  const id = await world.file({ cycle: 'BMS99', submittedOn: '2026-07-01' });
  await expect(remove()).rejects.toThrow('national reports were filed for it');
  await db.asOwner('DELETE FROM national_reports WHERE id = $1', [id]);
  const need = await world.needs.submitted();
  const submittedOn = (day: string) => db.asOwner('UPDATE needs SET submitted_at = $1 WHERE id = $2', [day, need]);
  await submittedOn('2026-07-01T12:00:00Z');
  await expect(remove()).rejects.toThrow('requests were handed in');
  await submittedOn('2026-09-01T12:00:00Z');
  await remove();
});

describe('files', () => {
  it('a corrected file keeps the ones before, for those who keep the report', async () => {
    const [first, second, third] = [await world.upload(stateA), await world.upload(stateA), await world.upload(stateA)];
    const id = await world.file({ fileId: first, publishedUrl: null, visibility: 'public' });
    await world.correct(id, { fileId: second });
    await world.correct(id, { title: 'Other words' });
    await world.correct(id, { fileId: third });
    const read = (actor = stateA) => db.uow.read(actor, (tx) => world.queries.get(tx, id));
    expect((await read()).file?.id).toBe(third);
    expect((await read()).earlierFiles.map((file) => file.id)).toEqual([second, first]);
    const fetched = (fileId: string, actor = stateA) => db.uow.read(actor, (tx) => world.queries.file(tx, id, fileId));
    expect((await fetched(first)).id).toBe(first);
    expect((await fetched(third, donor)).id).toBe(third);
    expect((await read(donor)).earlierFiles).toEqual([]);
    await expect(fetched(first, donor)).rejects.toEqual(CODE('not-found'));
  });

  it('are the own organization’s: nobody publishes what another sent', async () => {
    const foreign = await world.upload(stateB);
    await expect(world.file({ fileId: foreign })).rejects.toEqual(WRONG('fileId'));
    const id = await world.file();
    await expect(world.correct(id, { fileId: foreign })).rejects.toEqual(WRONG('fileId'));
    await expect(db.uow.read(stateA, (tx) => world.queries.file(tx, id, foreign))).rejects.toEqual(CODE('not-found'));
  });
});

describe('who keeps a report', () => {
  it('is its State; others are refused, or do not know of it', async () => {
    await expect(world.file({ organizationId: stateB.organizationId })).rejects.toEqual(CODE('denied'));
    await expect(world.file({}, donor)).rejects.toEqual(CODE('denied'));
    const id = await world.file({ visibility: 'public' });
    await expect(world.correct(id, { title: 'x' }, stateB)).rejects.toEqual(CODE('denied'));
    await expect(world.withdraw(id, coordinator)).rejects.toEqual(CODE('denied'));
    await world.correct(id, { visibility: 'coordinators' });
    await expect(world.correct(id, { title: 'x' }, stateB)).rejects.toEqual(CODE('not-found'));
  });

  it('is a coordinator for it, until the State makes the record its own', async () => {
    const organizationId = stateA.organizationId;
    const id = await world.file({ organizationId }, coordinator);
    expect(await world.report(id)).toMatchObject({ organizationId, filedBy: 'coordinator' });
    await world.correct(id, { title: 'Other words' }, coordinator);
    await world.correct(id, { note: 'Checked.' });
    expect((await world.report(id)).filedBy).toBe('state');
    await expect(world.correct(id, { title: 'x' }, coordinator)).rejects.toEqual(CODE('denied'));
  });

  it('a coordinator opens it to more readers only where it is published already', async () => {
    const fileId = await world.upload(coordinator);
    const content = { organizationId: stateA.organizationId, fileId, publishedUrl: null };
    await expect(world.file({ ...content, visibility: 'public' }, coordinator)).rejects.toEqual(
      CODE('report-consent-missing'),
    );
    const id = await world.file(content, coordinator);
    await expect(world.correct(id, { visibility: 'states-only' }, coordinator)).rejects.toEqual(
      CODE('report-consent-missing'),
    );
    await world.correct(id, { visibility: 'public', publishedUrl: 'https://example.org/report' }, coordinator);
    expect((await world.report(id)).visibility).toBe('public');
  });

  it('is of a State, and withdrawn ones stay as they are', async () => {
    await asState('regional-organization', stateA.organizationId);
    await expect(world.file()).rejects.toEqual(WRONG('organizationId'));
    await asState('state', stateA.organizationId);
    const id = await world.file();
    await world.withdraw(id);
    await expect(world.correct(id, { title: 'x' })).rejects.toEqual(CODE('report-withdrawn'));
    await expect(world.withdraw(id)).rejects.toEqual(CODE('move-not-allowed'));
  });
});

describe('needs from a report', () => {
  it('begin with its language and the paragraph, and list each other', async () => {
    const id = await world.file();
    const needId = await world.beginNeed(id);
    const need = await db.uow.read(stateA, (tx) => world.needs.queries.get(tx, needId));
    expect(need).toMatchObject({
      ...{ state: 'draft', language: 'fr', areaIso2: 'HT', visibility: 'parties-only' },
      report: { id, title: 'National report', cycle: 'BMS9', paragraph: '12' },
    });
    const { items, total } = await db.uow.read(stateA, (tx) =>
      world.queries.needsOf(tx, id, { limit: 5, total: true }),
    );
    expect([items, total]).toEqual([[expect.objectContaining({ id: needId, paragraph: '12', state: 'draft' })], 1]);
  });

  it('are of the State that reported, while the report is filed', async () => {
    const id = await world.file({ visibility: 'public' });
    await expect(world.beginNeed(id, stateB)).rejects.toEqual(CODE('denied'));
    await world.withdraw(id);
    await expect(world.beginNeed(id)).rejects.toEqual(CODE('report-withdrawn'));
  });

  it('name no report of another State: the database refuses it', async () => {
    const reportId = await world.file({ visibility: 'public' }, stateB);
    await expect(world.needs.draft({ reportId })).rejects.toEqual(WRONG('reportId'));
    const needId = await world.needs.draft();
    const update = db.asOwner('UPDATE needs SET report_id = $1 WHERE id = $2', [reportId, needId]);
    await expect(update).rejects.toMatchObject({ constraint: 'fk_needs_report' });
  });

  it('name no paragraph without a report, and let go of both', async () => {
    await expect(world.needs.draft({ reportParagraph: '3' })).rejects.toEqual(WRONG('reportParagraph'));
    const needId = await world.beginNeed(await world.file());
    const revise = async (changes: object) => {
      const seen = await world.needs.seen(needId);
      await world.needs.run(stateA, (tx) => world.needs.drafts.revise(tx, seen, changes));
    };
    await expect(revise({ reportId: null })).rejects.toEqual(WRONG('reportParagraph'));
    await revise({ reportId: null, reportParagraph: null });
    expect((await world.needs.need(needId)).reportId).toBeNull();
  });
});

it('of a withdrawn report no need is written, handed in or made to be; what was written goes on without it', async () => {
  const { drafts, life } = world.needs;
  const [reportId, other] = [await world.file(), await world.file({ cycle: 'RC4' })];
  const draft = await world.needs.draft({ reportId, reportParagraph: '12' });
  const plain = await world.needs.draft();
  await world.withdraw(reportId);
  const as = async (id: string, verb: (tx: Tx, seen: SeenNeed) => Promise<unknown>) => {
    const seen = await world.needs.seen(id);
    return world.needs.run(stateA, (tx) => verb(tx, seen));
  };
  await expect(world.needs.draft({ reportId })).rejects.toEqual(CODE('report-withdrawn'));
  await expect(as(draft, (tx, seen) => life.submit(tx, seen))).rejects.toEqual(CODE('report-withdrawn'));
  await expect(as(plain, (tx, seen) => drafts.revise(tx, seen, { reportId }))).rejects.toEqual(
    CODE('report-withdrawn'),
  );
  await as(draft, (tx, seen) => drafts.revise(tx, seen, { reportId, title: 'Other words' }));
  const copy = await world.needs.run(stateA, (tx) => drafts.copy(tx, draft));
  expect(await world.needs.need(copy)).toMatchObject({ reportId: null, reportParagraph: null });
  await as(draft, (tx, seen) => drafts.revise(tx, seen, { reportId: other }));
  await as(draft, (tx, seen) => life.submit(tx, seen));
});
