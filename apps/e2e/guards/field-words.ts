/** A whole sentence or several, to a person. */
const SENTENCES = /^[\p{Lu}“].*[.?]$/su;
/** As programs name fields: `validUntil`, `valid_until`. What is quoted, people wrote. */
const FIELD_NAME = /\b[a-z]+(?:[A-Z][a-z]+|_[a-z]+)+\b/;

/**
 * What is wrong with words that are said of a field, or null. They are whole sentences that say what to do, with no name that
 * only programs know: pages show them beside the field, under the label that it has there.
 */
export function wordsFault(detail: string): string | null {
  if (!SENTENCES.test(detail)) return 'is no whole sentence';
  const name = FIELD_NAME.exec(detail.replace(/“[^”]*”|"[^"]*"/g, ''))?.[0];
  return name === undefined ? null : `names ${name}, as programs do`;
}
