import { useText } from '../../messages/text.js';

interface Paragraph {
  /** Of the 2012 outcome: its declaration, the plan for the Programme of Action (annex 1), or that for tracing (annex 2). */
  readonly part: 'declaration' | 'poa' | 'iti';
  /** As the document numbers it, `II.6`. */
  readonly place: string;
}

/**
 * Reads `PoA A.6`, `PoA III.9`, `PoA declaration 14` or `ITI B.13(c)`; null for any other wording. The parts A to D of a plan
 * number their paragraphs through; those of annex 1 are its section II.
 */
export function paragraphOf(reference: string): Paragraph | null {
  const [, instrument, part = '', place] =
    /^(PoA|ITI) (?:([A-Z]+)\.|declaration )(\d+\S*)$/.exec(reference.trim()) ?? [];
  if (place === undefined) return null;
  if (instrument === 'ITI') return { part: 'iti', place };
  if (part === '') return { part: 'declaration', place };
  return { part: 'poa', place: `${part.length === 1 && part !== 'I' ? 'II' : part}.${place}` };
}

/** A paragraph of the 2012 outcome in words, wherever it shows; what is worded otherwise stays as it is. */
export function useParagraphWords(): (reference: string) => string {
  const t = useText();
  return (reference) => {
    const paragraph = paragraphOf(reference);
    return paragraph === null ? reference : t(`paragraph.${paragraph.part}`, { place: paragraph.place });
  };
}
