// Danger: a date that an administrator corrected goes back at the next start, or two meetings claim the same report.
import { Audit } from '#libs/audit';
import { newId, type Actor } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { MeetingsService } from './meetings.service.js';
import { referenceEntities } from './reference.entities.js';
import { MeetingKnown, MeetingsOverlap, MeetingStays } from './reference.errors.js';
import { ReferenceLoader } from './reference.loader.js';
import { ReferenceQueries } from './reference.queries.js';

const db = testDatabase({ entities: referenceEntities });
const loader = new ReferenceLoader(new Audit());
const meetings = new MeetingsService(new Audit(), { now: () => new Date('2026-10-01') });
const administrator: Actor = {
  role: 'administrator',
  personId: newId('pers'),
  organizationId: newId('org'),
  label: 'administrator',
};

const load = () => db.uow.run(db.actor, (tx) => loader.load(tx));
const correct = (
  code: string,
  version: number,
  changes: Parameters<MeetingsService['correct']>[2],
  actor = administrator,
) => db.uow.run(actor, (tx) => meetings.correct(tx, { code, version }, changes));
const meeting = async (code: string) => {
  const all = await db.uow.read(db.actor, (tx) => new ReferenceQueries().meetings(tx));
  return all.find((one) => one.code === code);
};
const day = (startsOn: string, endsOn = startsOn) => ({ startsOn, endsOn, precision: 'day' as const });

beforeAll(load);

it('a correction is written down and stays when the reference data is loaded again', async () => {
  await correct('BMS10', 1, { ...day('2028-06-05', '2028-06-09'), source: 'A resolution' });
  expect(await load()).toBe(0);
  expect(await meeting('BMS10')).toMatchObject({ startsOn: '2028-06-05', basis: 'entered', version: 2 });
  const [entry] = await db.asOwner(`SELECT ref_id, payload FROM audit_log WHERE act = 'meeting.corrected'`);
  expect(entry).toMatchObject({
    ref_id: 'BMS10',
    payload: { before: { startsOn: '2028-01-01' }, source: 'A resolution' },
  });
});

it('what nobody corrected is repaired', async () => {
  await db.asOwner(`UPDATE meetings SET ends_on = '2026-06-06' WHERE code = 'BMS9'`);
  expect(await load()).toBe(1);
  expect(await meeting('BMS9')).toMatchObject({ endsOn: '2026-06-05', basis: 'public-record' });
});

it('only an administrator keeps the calendar, knowing the latest version', async () => {
  const changes = { nameEn: 'Other words', source: 'x' };
  await expect(correct('BMS9', 1, changes, { ...administrator, role: 'coordinator' })).rejects.toMatchObject({
    code: 'denied',
  });
  await expect(correct('BMS9', 7, changes)).rejects.toMatchObject({ code: 'stale' });
  await expect(correct('BMS99', 1, changes)).rejects.toMatchObject({ code: 'not-found' });
});

it('two meetings that States report to are never at the same time', async () => {
  await expect(correct('BMS9', 1, { ...day('2024-06-28'), source: 'x' })).rejects.toThrow(MeetingsOverlap);
  const add = (code: string, kind: 'biennial-meeting' | 'expert-meeting', from: string) =>
    db.uow.run(administrator, (tx) => meetings.add(tx, { code, kind, nameEn: code, ...day(from), source: 'x' }));
  await expect(add('BMS11', 'biennial-meeting', '2024-06-20')).rejects.toThrow(MeetingsOverlap);
  await expect(add('BMS9', 'biennial-meeting', '2031-01-01')).rejects.toThrow(MeetingKnown);
  await add('MGE3', 'expert-meeting', '2024-06-20');
  await add('BMS11', 'biennial-meeting', '2030-06-10');
  expect((await meeting('BMS11'))?.basis).toBe('entered');
});

it('a meeting that was entered wrongly is taken out; one on record would come back, so it stays', async () => {
  const remove = (code: string, version: number, actor = administrator) =>
    db.uow.run(actor, (tx) => meetings.remove(tx, { code, version }));
  const content = { nameEn: 'A mistake', ...day('2029-01-08'), source: 'x' };
  await db.uow.run(administrator, (tx) => meetings.add(tx, { code: 'MGE8', kind: 'expert-meeting', ...content }));
  await expect(remove('MGE8', 1, { ...administrator, role: 'coordinator' })).rejects.toMatchObject({ code: 'denied' });
  await expect(remove('MGE8', 2)).rejects.toMatchObject({ code: 'stale' });
  await remove('MGE8', 1);
  expect(await meeting('MGE8')).toBeUndefined();
  await expect(remove('MGE8', 1)).rejects.toMatchObject({ code: 'not-found' });
  await expect(remove('BMS9', (await meeting('BMS9'))!.version)).rejects.toThrow(MeetingStays);
  const acts = await db.asOwner(`SELECT payload FROM audit_log WHERE act = 'meeting.removed'`);
  expect(acts).toMatchObject([{ payload: { startsOn: '2029-01-08' } }]);
});

it('a meeting is entered for days within ten years of today; what stood before may be corrected', async () => {
  const add = (from: string) => {
    const content = { nameEn: 'Far', ...day(from), source: 'x' };
    return db.uow.run(administrator, (tx) => meetings.add(tx, { code: 'MGE7', kind: 'expert-meeting', ...content }));
  };
  for (const far of ['2036-10-02', '2016-09-30']) {
    await expect(add(far)).rejects.toMatchObject({ errors: [{ path: 'startsOn' }, { path: 'endsOn' }] });
  }
  await expect(add('2036-10-02')).rejects.toThrow('from 2016-10-01 to 2036-10-01');
  await correct('RC2', 1, { nameEn: 'Second review conference', source: 'x' });
  await expect(correct('RC2', 2, { ...day('2036-12-01'), source: 'x' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

it.each([
  ['2026-06-05', '2026-06-01', 'day'],
  ['2026-06-01', '2026-06-29', 'month'],
  ['2026-01-02', '2026-12-31', 'year'],
  ['2026-01-01', '2026-12-31', 'decade'],
])('the database takes no dates from %s to %s that are known to the %s', async (from, to, precision) => {
  const sql = `INSERT INTO meetings (code, kind, name_en, starts_on, ends_on, precision, basis, source)
               VALUES ('MGE9', 'expert-meeting', 'x', $1, $2, $3, 'entered', 'x')`;
  await expect(db.asOwner(sql, [from, to, precision])).rejects.toMatchObject({ constraint: 'ck_meetings_period' });
});
