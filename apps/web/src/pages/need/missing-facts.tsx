import type { Completeness } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';

/** What donors would still ask about a need, once per fact, with the lines where it is missing. */
export function MissingFacts({ completeness }: { completeness: Completeness }) {
  const t = useText();
  const words = useCodeText();
  return (
    <ul className="bullets">
      {linesByFact(completeness).map(({ fact, lines }) => (
        <li key={fact}>
          {words('missing.', fact)}
          {lines.length > 0 && <span className="under">{t('missing.lines', { lines: lines.join(', ') })}</span>}
        </li>
      ))}
    </ul>
  );
}

/** `items.0.minimum` is line 1. */
export function linesByFact({ missing }: Completeness): { fact: string; lines: number[] }[] {
  const found = new Map<string, number[]>();
  for (const { fact, path } of missing) {
    const lines = found.get(fact) ?? [];
    const line = /^items\.(\d+)\./.exec(path)?.[1];
    if (line !== undefined) lines.push(Number(line) + 1);
    found.set(fact, lines);
  }
  return [...found].map(([fact, lines]) => ({ fact, lines }));
}
