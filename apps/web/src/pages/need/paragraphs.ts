export interface Paragraph {
  /** The 2012 outcome: plan for the Programme of Action (annex 1) or for the International Tracing Instrument (annex 2). */
  readonly instrument: 'PoA' | 'ITI';
  /** Section and paragraph, `C.19`. */
  readonly place: string;
}

/** Reads `PoA C.19`; null for any other wording, which is shown as it is. */
export function paragraphOf(reference: string): Paragraph | null {
  const parts = /^(PoA|ITI)\s+(\S.*)$/.exec(reference.trim());
  const [, instrument, place] = parts ?? [];
  if ((instrument !== 'PoA' && instrument !== 'ITI') || place === undefined) return null;
  return { instrument, place };
}
