import { sharedValue } from '../shared-value.js';
import first from './en.json' with { type: 'json' };
import type pages from './en.pages.json';

/** Every id of the catalogue; a misspelt one does not compile. */
export type MessageId = keyof typeof first | keyof typeof pages;

export interface Language {
  /** BCP 47 tag of the words, for `<html lang>`. */
  readonly words: string;
  readonly dir: 'ltr' | 'rtl';
  /** Locale of numbers and dates; UN English writes 31 Jan 2027. */
  readonly format: string;
}

const ENGLISH = { words: 'en', dir: 'ltr', format: 'en-GB' } as const;

/**
 * Languages by tag. Arabic has no words yet: it mirrors the page with English words, says so in `lang`, and is reached by
 * `?lang=ar` only.
 */
const LANGUAGES: Readonly<Record<string, Language>> = {
  en: ENGLISH,
  ar: { ...ENGLISH, dir: 'rtl' },
};

/** The words that the page has. Those of the list of needs are part of the first download. */
export const shownWords = sharedValue<Readonly<Record<string, string>>>(first);

/** The words of all other pages come with the first of them. */
export async function loadPageWords(): Promise<void> {
  const { default: rest } = await import('./en.pages.json');
  if (shownWords.get() === first) shownWords.set({ ...first, ...rest });
}

/** The language asked for in the address, else English: no other has words yet. */
export function negotiate(asked: string | null): Language {
  return LANGUAGES[asked ?? ''] ?? ENGLISH;
}
