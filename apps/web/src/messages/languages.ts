import en from './en.json' with { type: 'json' };

/** Every id of the catalogue; a misspelt one does not compile. */
export type MessageId = keyof typeof en;
export type Catalogue = Readonly<Record<MessageId, string>>;

export interface Language {
  /** BCP 47 tag of the words, for `<html lang>`. */
  readonly words: string;
  readonly dir: 'ltr' | 'rtl';
  /** Locale of numbers and dates; UN English writes 31 Jan 2027. */
  readonly format: string;
  /** The language's own catalogue; absent while it still shows the English words. */
  readonly load?: () => Promise<Catalogue>;
}

const ENGLISH = { words: 'en', dir: 'ltr', format: 'en-GB' } as const;

/**
 * Languages by tag. English is part of the first download. Arabic has no words yet: it mirrors the page with English words,
 * says so in `lang`, and is reached by `?lang=ar` only.
 */
const LANGUAGES: Readonly<Record<string, Language>> = {
  en: ENGLISH,
  ar: { ...ENGLISH, dir: 'rtl' },
};

export const ENGLISH_WORDS: Catalogue = en;

/** The language asked for in the address, else the first of the browser's that is complete, else English. */
export function negotiate(asked: string | null, preferred: readonly string[]): Language {
  if (asked !== null && LANGUAGES[asked]) return LANGUAGES[asked];
  for (const tag of preferred) {
    const language = LANGUAGES[tag.split('-')[0] ?? ''];
    if (language && (language.load || language === ENGLISH)) return language;
  }
  return ENGLISH;
}
