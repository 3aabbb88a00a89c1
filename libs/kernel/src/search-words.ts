/**
 * Words as a person types them, without the minus signs that leave nothing out: PostgreSQL 18 and before it count each of them
 * as a step of the search, and end in an error after 32.
 */
export function withoutStrayMinus(words: string): string {
  return words.replace(/-(?![\p{L}\p{N}"])/gu, ' ').replace(/-"(?=\s*(?:"|$|-))/gu, ' "');
}
