// Danger: a report that a State keeps to itself, or a need behind it, shows in a list, a count, a need or a table of a cycle.
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import fc from 'fast-check';
import { reportsWorld } from './national-reports.fixtures.js';
import { REPORT_VISIBILITIES, type ReportVisibility } from './national-report.rules.js';

const world = reportsWorld();
const { needs } = world;
const { stateA, stateB, donor, foundation, coordinator, finance, auditor, administrator } = needs;
const EVERYONE = { ANONYMOUS, stateA, stateB, donor, foundation, coordinator, finance, auditor, administrator };
const KEEPERS = ['stateA', 'coordinator', 'auditor'];
const OF_STATES = Object.keys(EVERYONE).filter((name) => !['ANONYMOUS', 'foundation'].includes(name));

beforeAll(async () => {
  const places = [
    [stateA, 'HT'],
    [stateB, 'MW'],
  ] as const;
  for (const [{ organizationId }, area] of places) {
    await needs.db.asOwner('UPDATE organizations SET area_iso2 = $2 WHERE id = $1', [organizationId, area]);
  }
});

afterEach(async () => {
  await needs.db.asOwner('UPDATE needs SET report_paragraph = NULL, report_id = NULL');
  await needs.db.asOwner('DELETE FROM national_reports');
});

const read = <T>(actor: Actor, work: Parameters<typeof needs.db.uow.read<T>>[1]) => needs.db.uow.read(actor, work);

async function sees(actor: Actor, id: string): Promise<boolean> {
  const { items, total } = await read(actor, (tx) => world.queries.list(tx, { limit: 100, total: true }));
  const opened = await read(actor, (tx) => world.queries.get(tx, id)).then(
    () => true,
    () => false,
  );
  const cycle = await read(actor, (tx) => world.cycles.states(tx, 'BMS9', { limit: 100, reported: true, total: true }));
  const isFiled = (await world.report(id)).state === 'filed';
  expect(total).toBe(items.length);
  expect(items.some((report) => report.id === id)).toBe(opened);
  expect(cycle.items.some(({ reports }) => reports.some((report) => report.id === id))).toBe(opened && isFiled);
  expect(cycle.counts?.reported).toBe(cycle.items.length);
  return opened;
}

const SEEN_BY: readonly [ReportVisibility, 'filed' | 'withdrawn', string[]][] = [
  ['public', 'filed', Object.keys(EVERYONE)],
  ['states-only', 'filed', OF_STATES],
  ['coordinators', 'filed', KEEPERS],
  ...REPORT_VISIBILITIES.map((circle) => [circle, 'withdrawn', KEEPERS] as [ReportVisibility, 'withdrawn', string[]]),
];

it.each(SEEN_BY)('a report of State A that is %s and %s is seen by %p', async (visibility, state, expected) => {
  const id = await world.file({ visibility });
  if (state === 'withdrawn') await world.withdraw(id);
  const seen = [];
  for (const [name, actor] of Object.entries(EVERYONE)) if (await sees(actor, id)) seen.push(name);
  expect(seen.sort()).toEqual([...expected].sort());
});

it('a need shows its report, and a report its needs, only to those who may see both', async () => {
  const report = await world.file({ visibility: 'coordinators' });
  const need = await needs.published({ visibility: 'public', reportId: report, reportParagraph: 'Question 9' });
  const hidden = await needs.published({ visibility: 'parties-only', reportId: report });
  const reportOn = async (actor: Actor) => (await read(actor, (tx) => needs.queries.get(tx, need))).report;
  const needsOn = async (actor: Actor) => {
    const { items, total } = await read(actor, (tx) => world.queries.needsOf(tx, report, { limit: 10, total: true }));
    expect(total).toBe(items.length);
    return items.map(({ id }) => id);
  };
  expect(await reportOn(donor)).toBeNull();
  expect(await reportOn(coordinator)).toMatchObject({ id: report, paragraph: 'Question 9' });
  await expect(needsOn(donor)).rejects.toMatchObject({ code: 'not-found' });
  await world.correct(report, { visibility: 'public' });
  expect(await reportOn(donor)).toMatchObject({ id: report });
  expect(await needsOn(donor)).toEqual([need]);
  expect(await needsOn(coordinator)).toEqual([need, hidden]);
});

describe('a cycle', () => {
  const states = (actor: Actor, filter = {}) =>
    read(actor, (tx) => world.cycles.states(tx, 'BMS9', { limit: 100, total: true, ...filter }));
  const askedOn = (id: string, instant: string) =>
    needs.db.asOwner('UPDATE needs SET submitted_at = $2 WHERE id = $1', [id, instant]);

  beforeEach(() => needs.db.asOwner(`UPDATE needs SET submitted_at = '2000-01-01' WHERE submitted_at IS NOT NULL`));

  it('tells who reported, who asked, and who did only one of them', async () => {
    await world.file({ visibility: 'public' });
    const need = await needs.published({ visibility: 'public' }, stateB);
    await askedOn(need, '2026-06-05T23:59:59Z');
    const all = await states(ANONYMOUS);
    expect(all.counts).toEqual({ states: 193, reported: 1, asked: 1, reportedOnly: 1, askedOnly: 1 });
    const named = async (filter: object) =>
      (await states(ANONYMOUS, filter)).items.map(({ name, needs }) => [name, needs]);
    expect(await named({ reported: true, asked: false })).toEqual([['Haiti', 0]]);
    expect(await named({ reported: false, asked: true })).toEqual([['Malawi', 1]]);
    expect(await named({ region: '019', asked: true })).toEqual([]);
    await askedOn(need, '2026-06-06T00:00:00Z');
    expect((await states(ANONYMOUS)).counts).toMatchObject({ asked: 0 });
    await askedOn(need, '2024-06-29T00:00:00Z');
    expect((await states(ANONYMOUS)).counts).toMatchObject({ asked: 1 });
    await askedOn(need, '2024-06-28T23:59:59Z');
    expect((await states(ANONYMOUS)).counts).toMatchObject({ asked: 0 });
  });

  it('is told in pages that hold every State once, by name', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await states(ANONYMOUS, { cursor, limit: 50 });
      seen.push(...page.items.map(({ areaIso2 }) => areaIso2));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect([seen.length, new Set(seen).size]).toEqual([193, 193]);
  });
});

/** Everything that lists and tables tell a person. */
function knowledgeOf(actor: Actor, known: { report: string; need: string }): Promise<string> {
  return read(actor, async (tx) => {
    const lists = [];
    for (const filter of [
      {},
      { area: 'HT' },
      { cycle: 'BMS9' },
      { instrument: 'iti' as const },
      { state: 'withdrawn' as const },
    ]) {
      lists.push(await world.queries.list(tx, { limit: 2, total: true, ...filter }));
    }
    for (const filter of [{}, { reported: true }, { asked: true }, { asked: false, region: '019' }]) {
      for (const code of ['RC4', 'BMS9', 'BMS10']) {
        lists.push(await world.cycles.states(tx, code, { limit: 100, total: true, ...filter }));
      }
    }
    lists.push(await world.queries.needsOf(tx, known.report, { limit: 100, total: true }));
    lists.push(await world.queries.get(tx, known.report), await needs.queries.get(tx, known.need));
    return JSON.stringify(lists);
  });
}

const act = fc.record({
  do: fc.constantFrom('file', 'correct', 'withdraw', 'restore', 'begin need', 'ask', 'ask from the known report'),
  cycle: fc.constantFrom('RC4', 'BMS9', 'BMS10'),
  of: fc.nat(),
});

it('nothing that State A does with reports and needs it hides changes what others learn', async () => {
  const report = await world.file({ visibility: 'public', instruments: ['iti'] });
  const known = { report, need: await needs.published({ visibility: 'public', reportId: report }) };
  const outsiders = [ANONYMOUS, stateB, donor, administrator];
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 12 }), async (acts) => {
      const before = await Promise.all(outsiders.map((actor) => knowledgeOf(actor, known)));
      const made: string[] = [];
      for (const one of acts) {
        const id = made[one.of % Math.max(1, made.length)] ?? newId('nrep');
        const verb = {
          file: async () => void made.push(await world.file({ cycle: one.cycle, title: 'secret' })),
          correct: () => world.correct(id, { title: 'secret again', cycle: one.cycle }),
          withdraw: () => world.withdraw(id),
          restore: () => world.restore(id),
          'begin need': () => world.beginNeed(id),
          ask: () => needs.published({ visibility: 'parties-only', reportId: made.length > 0 ? id : null }),
          'ask from the known report': () => needs.published({ visibility: 'coordinators', reportId: report }),
        }[one.do]!;
        await verb().catch((error: Error & { code?: string }) => expect(error.code ?? error.name).toBeDefined());
      }
      for (const [index, actor] of outsiders.entries()) {
        expect(await knowledgeOf(actor, known)).toBe(before[index]);
        for (const id of made)
          await expect(read(actor, (tx) => world.queries.get(tx, id))).rejects.toMatchObject({ code: 'not-found' });
      }
    }),
    { numRuns: 5 },
  );
});
