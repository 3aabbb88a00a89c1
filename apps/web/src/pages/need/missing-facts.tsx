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

/** Why donors ask for a fact. */
export function useMissingWords(): (fact: string) => string {
  const words = useCodeText();
  return (fact) => words('missing.', fact);
}

/** A field of a need as people call it: `items.0.unitCost` is "Item 1, cost of one unit". */
export function useFieldName(): (path: string) => string {
  const t = useText();
  const words = useCodeText();
  return (path) => {
    const [, line, field] = /^items\.(\d+)\.(\w+)/.exec(path) ?? [];
    if (line === undefined || field === undefined) return words('need.field.', path);
    return t('need.field.of-item', { line: Number(line) + 1, field: words('need.field.', field) });
  };
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
