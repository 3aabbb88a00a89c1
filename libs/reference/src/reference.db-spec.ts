import { Audit } from '#libs/audit';
import { InvalidInput, MINOR_MAX, Money } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { RatesImport } from './rates.import.js';
import { referenceEntities } from './reference.entities.js';
import { RateDiffers } from './reference.errors.js';
import { referenceInvariants } from './reference.invariants.js';
import { ReferenceLoader } from './reference.loader.js';
import { ReferenceQueries } from './reference.queries.js';

const db = testDatabase({ entities: referenceEntities });
const audit = new Audit();
const loader = new ReferenceLoader(audit);
const queries = new ReferenceQueries();
const rates = new RatesImport(queries, audit);

const load = () => db.uow.run(db.actor, (tx) => loader.load(tx));
const importRate = (currency: string, effective_on: string, units_per_usd: string) =>
  db.uow.run(db.actor, (tx) => rates.importRow(tx, 'test', { currency, effective_on, units_per_usd }));

beforeAll(load);

describe('loading', () => {
  it('brings everything in, and nothing the second time', async () => {
    expect(await load()).toBe(0);
    const [counts] = await db.asOwner(`
      SELECT (SELECT count(*)::int FROM areas) AS areas, (SELECT count(*)::int FROM area_names) AS names,
             (SELECT count(*)::int FROM areas WHERE un_member) AS members,
             (SELECT count(*)::int FROM currencies) AS currencies,
             (SELECT count(*)::int FROM assistance_categories) AS categories`);
    expect(counts).toEqual({ areas: 278, names: 278, members: 193, currencies: 154, categories: 28 });
  });

  it('repairs what differs, and says so in the audit', async () => {
    await db.asOwner(
      `UPDATE area_groups SET leaves_on = '2020-01-01', decision = 'x' WHERE area_iso2 = 'HT' AND name = 'ldc'`,
    );
    await db.asOwner(`UPDATE units SET name_en = 'Maschine' WHERE code = 'machine'`);
    expect(await load()).toBe(2);
    const [entry] = await db.asOwner(
      `SELECT payload FROM audit_log WHERE act = 'reference.loaded' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry).toEqual({ payload: { changed: 2 } });
  });

  it('leaves names in other languages alone, and answers in them', async () => {
    await db.asOwner(`INSERT INTO area_names VALUES ('276', 'fr', 'Allemagne')`);
    await load();
    const german = (language: 'fr' | 'es') =>
      db.uow.read(
        db.actor,
        async (tx) => (await queries.areas(tx, '2026-01-31', language)).find(({ iso2 }) => iso2 === 'DE')?.name,
      );
    expect([await german('fr'), await german('es')]).toEqual(['Allemagne', 'Germany']);
    await expect(db.asOwner(`INSERT INTO area_names VALUES ('276', 'de', 'Deutschland')`)).rejects.toThrow(
      'ck_area_names_language',
    );
  });

  it('puts each country where it lies', async () => {
    const areas = await db.uow.read(db.actor, (tx) => queries.areas(tx, '2026-01-31'));
    expect(areas.find(({ iso2 }) => iso2 === 'HT')).toEqual({
      code: '332',
      kind: 'country',
      name: 'Haiti',
      iso2: 'HT',
      iso3: 'HTI',
      regionCode: '019',
      subregionCode: '419',
      intermediateRegionCode: '029',
      unMember: true,
      groups: [
        { name: 'ldc', leavesOn: null, decision: null },
        { name: 'sids', leavesOn: null, decision: null },
      ],
    });
  });

  it('takes a country out of a group on the day that was decided, and says beforehand by whom', async () => {
    const nepal = async (day: string) =>
      (await db.uow.read(db.actor, (tx) => queries.areas(tx, day))).find(({ iso2 }) => iso2 === 'NP')?.groups;
    const lldc = { name: 'lldc', leavesOn: null, decision: null };
    const decision = expect.stringContaining('resolution 76/8');
    expect(await nepal('2026-11-23')).toEqual([{ name: 'ldc', leavesOn: '2026-11-24', decision }, lldc]);
    expect(await nepal('2026-11-24')).toEqual([lldc]);
    await expect(db.asOwner(`UPDATE area_groups SET leaves_on = '2030-01-01' WHERE area_iso2 = 'HT'`)).rejects.toThrow(
      'ck_area_groups_decision',
    );
  });
});

describe('exchange rates', () => {
  it('are imported once', async () => {
    expect(await importRate('EUR', '2010-01-01', '0.6940')).toBe('imported');
    expect(await importRate('EUR', '2010-01-01', '0.694')).toBe('unchanged');
    await expect(importRate('EUR', '2010-01-01', '0.7')).rejects.toThrow(RateDiffers);
    await expect(importRate('XAU', '2010-01-01', '0.7')).rejects.toThrow(/no currency in circulation/);
  });

  it('apply from their day until the next one, and not for ever', async () => {
    await importRate('NOK', '2010-01-01', '5.76');
    await importRate('NOK', '2010-02-01', '5.9');
    const on = async (day: string) =>
      (await db.uow.read(db.actor, (tx) => queries.rateOn(tx, 'NOK', day)))?.unitsPerUsd ?? null;
    const days = ['2009-12-31', '2010-01-01', '2010-01-31', '2010-02-01', '2010-03-18', '2010-03-19'];
    expect(await Promise.all(days.map(on))).toEqual([null, '5.76', '5.76', '5.9', '5.9', null]);
  });

  it('turn money into US dollars, and say by which rate', async () => {
    await importRate('UGX', '2010-01-01', '1900');
    const convert = (amount: Money) => db.uow.read(db.actor, (tx) => queries.toUsd(tx, amount, '2010-01-15'));
    expect(await convert(Money.parse('1000000', 'UGX'))).toEqual({
      usd: Money.parse('526.32', 'USD'),
      rate: '1900',
      rateOn: '2010-01-01',
      source: 'test',
    });
    expect((await convert(Money.parse('12.34', 'USD')))?.usd).toEqual(Money.parse('12.34', 'USD'));
    expect(await convert(Money.parse('12.34', 'ZAR'))).toBeNull();
    await importRate('KWD', '2010-01-01', '0.03');
    await expect(convert(Money.of(MINOR_MAX, 'KWD'))).rejects.toThrow(InvalidInput);
  });

  it('are never changed by the application, and never for a dollar', async () => {
    const asApp = (sql: string) => db.uow.run(db.actor, (tx) => tx.query(sql));
    await expect(asApp('UPDATE exchange_rates SET units_per_usd = 2')).rejects.toThrow('permission denied');
    await expect(asApp(`INSERT INTO exchange_rates VALUES ('USD', '2020-01-01', 2, 'x')`)).rejects.toThrow(
      'ck_exchange_rates_usd_is_one',
    );
    await expect(asApp(`INSERT INTO exchange_rates VALUES ('EUR', '2020-01-01', 0, 'x')`)).rejects.toThrow(
      'ck_exchange_rates_positive',
    );
  });

  it('survive two imports at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => importRate('CHF', '2010-01-01', '1.03')));
    expect(results.sort()).toEqual(['imported', ...Array<string>(5).fill('unchanged')]);
  });
});

describe('the invariants', () => {
  it.each([
    ['reference.areas-are-named', `DELETE FROM area_names WHERE area_code = '332'`, 'area 332'],
    ['reference.areas-lie-in-groups', `UPDATE areas SET region_code = '150' WHERE iso2 = 'HT'`, 'area 332'],
    ['reference.areas-lie-in-groups', `UPDATE areas SET subregion_code = '019' WHERE iso2 = 'HT'`, 'area 332'],
    ['reference.member-states', `UPDATE areas SET un_member = false WHERE iso2 = 'HT'`, '192 areas'],
    ['reference.lists-are-dated', `DELETE FROM reference_lists WHERE name = 'ldc'`, 'the list ldc'],
    [
      'reference.only-other-never-matches',
      `UPDATE assistance_categories SET never_matches = true WHERE code = 'MARK'`,
      'MARK',
    ],
    [
      'reference.only-other-never-matches',
      `UPDATE assistance_categories SET never_matches = false WHERE code = 'OTHER'`,
      'OTHER',
    ],
  ])('%s reports: %s', async (name, sql, expected) => {
    const check = () => db.asOwner<{ what: string }>(referenceInvariants.find((one) => one.name === name)?.sql ?? '');
    expect(await check()).toEqual([]);
    await db.asOwner('BEGIN');
    await db.asOwner(sql);
    const found = await check();
    await db.asOwner('ROLLBACK');
    expect(found.map(({ what }) => what).join('\n')).toContain(expected);
  });
});
