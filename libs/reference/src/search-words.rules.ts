const HAN = /-?[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
/** What telephones and word processors make of the quotes of a keyboard, and those of other languages. */
const QUOTES = /[“”„‟«»「」『』＂]/gu;

/**
 * What a reader types, for `words_query` of the database. Chinese is written without blanks, and each of its signs is a word of a
 * document: so many in a row are a phrase.
 */
export function searchWords(q: string): string {
  const outsideQuotes = (part: string) =>
    part.replace(HAN, (run) => (run.startsWith('-') ? ` -"${spaced(run.slice(1))}" ` : ` "${spaced(run)}" `));
  const parts = q.replace(QUOTES, '"').split('"');
  return parts.map((part, index) => (index % 2 === 0 ? outsideQuotes(part) : part.replace(HAN, spaced))).join('"');
}

const spaced = (run: string) => ` ${[...run].join(' ')} `;
