import { COUNTRIES, GROUPS } from './data/areas.js';
import { ASSISTANCE_TYPES, CATEGORIES } from './data/assistance.js';
import { CATEGORY_WORDS, TYPE_WORDS } from './data/search-words.js';
import { UN_NAMES } from './data/un-names.js';
import type { AreaName } from './reference.entities.js';

type Language = AreaName['language'];
const LANGUAGES: readonly Language[] = ['ar', 'en', 'es', 'fr', 'ru', 'zh'];

/** By what one country, region, category or type is found in one language. */
export interface SearchNameRow {
  /** As `search_codes` of the database writes it into documents: `AREA=JM`. */
  readonly code: string;
  readonly language: Language;
  readonly name: string;
}

/** Places by the names that the Unicode CLDR of this Node.js knows, and by their UN short names; what is asked for by our own words. */
export function searchNames(): SearchNameRow[] {
  const cldr = new Map(
    LANGUAGES.map((language) => [language, new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })]),
  );
  const place = (code: string, cldrCode: string, nameEn: string) =>
    named(
      code,
      nameEn,
      (language) => cldr.get(language)?.of(cldrCode),
      (language) => UN_NAMES[language]?.[cldrCode],
    );
  return [
    ...COUNTRIES.flatMap(([, , iso2, , nameEn]) => place(`AREA=${iso2}`, iso2, nameEn)),
    ...GROUPS.filter(([, , kind]) => kind !== 'world').flatMap(([code, , , nameEn]) =>
      place(`REGION=${code}`, code, nameEn),
    ),
    // The stand-in for what nobody has sorted is nothing that one looks for.
    ...CATEGORIES.filter(({ neverMatches }) => !neverMatches).flatMap(({ code, nameEn }) =>
      named(`CATEGORY=${code}`, nameEn, (language) => CATEGORY_WORDS[code]?.[language]),
    ),
    ...ASSISTANCE_TYPES.flatMap(([code, nameEn]) =>
      named(`TYPE=${code}`, nameEn, (language) => TYPE_WORDS[code]?.[language]),
    ),
  ];
}

type NameIn = (language: Language) => string | undefined;

function named(code: string, nameEn: string, ...others: readonly NameIn[]): SearchNameRow[] {
  return LANGUAGES.flatMap((language) => {
    const names = [language === 'en' ? nameEn : '', ...others.map((other) => other(language) ?? '')].filter(Boolean);
    return names.length === 0 ? [] : [{ code, language, name: [...new Set(names)].join('; ') }];
  });
}
