import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Completeness, Need } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { focusNamed } from '../../ui/form-problems.js';

interface MissingFactsProps {
  readonly need: Need;
  /** Where a fact can be written: on another page, in the form on this one, or nowhere by this person. */
  readonly mend: 'editor' | 'here' | null;
}

/** What donors would still ask about a need, once per fact, with the lines where it is missing; each leads to its field. */
export function MissingFacts({ need, mend }: MissingFactsProps) {
  const t = useText();
  const words = useCodeText();
  const isPublished = need.publishedAt !== null;
  return (
    <ul className="bullets">
      {placesByFact(need.completeness).map(({ fact, places }) => {
        const [first] = places;
        const ways = places.map(({ path }) => wayTo(path, isPublished, mend));
        if (!first || first.line === null) {
          return (
            <li key={fact}>
              <Mend need={need} path={first?.path ?? ''} way={ways[0] ?? null}>
                {words('missing.', fact)}
              </Mend>
              <Short places={places} />
            </li>
          );
        }
        return (
          <li key={fact}>
            {words('missing.', fact)}
            <Short places={places} />
            {mend === null ? (
              <span className="under">{t('missing.lines', { lines: places.map(({ line }) => line).join(', ') })}</span>
            ) : (
              <span className="under row">
                {places.map(({ line, path }, index) => (
                  <Mend key={path} need={need} path={path} way={ways[index] ?? null} named>
                    {t('need-form.line', { place: line ?? 0 })}
                  </Mend>
                ))}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** What is there is not enough, so that nobody looks for an empty field. */
function Short({ places }: { places: readonly Place[] }) {
  const t = useText();
  const letters = places.find(({ shorterThan }) => shorterThan !== null)?.shorterThan;
  return letters ? <span className="under">{t('missing.short', { letters })}</span> : null;
}

/** How long a published request stands is confirmed on its page, and is no field of its editor. */
function wayTo(path: string, isPublished: boolean, mend: MissingFactsProps['mend']): MissingFactsProps['mend'] {
  if (path !== 'validUntil' || !isPublished || mend === null) return mend;
  return mend === 'editor' ? 'here' : null;
}

interface MendProps {
  readonly need: Need;
  readonly path: string;
  readonly way: MissingFactsProps['mend'];
  /** The words are the line alone; it is heard with the name of the field. */
  readonly named?: boolean;
  readonly children: ReactNode;
}

function Mend({ need, path, way, named = false, children }: MendProps) {
  const fieldName = useFieldName();
  const label = named ? fieldName(path) : undefined;
  const field = fieldOf(path);
  if (way === null) return children;
  if (way === 'here') {
    return (
      <button type="button" className="button-link" aria-label={label} onClick={() => focusNamed(field)}>
        {children}
      </button>
    );
  }
  return (
    <Link to="/needs/$needId/edit" params={{ needId: need.id }} search={{ field }} aria-label={label}>
      {children}
    </Link>
  );
}

/** Where a request has no items, the first is still to be described. */
const fieldOf = (path: string) => (path === 'items' ? 'items.0.description' : path);

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

interface Place {
  /** `items.0.minimum` is line 1; null: of the need itself. */
  readonly line: number | null;
  readonly path: string;
  /** Something stands there, with fewer letters than this. */
  readonly shorterThan: number | null;
}

export function placesByFact({ missing }: Completeness): { fact: string; places: Place[] }[] {
  const found = new Map<string, Place[]>();
  for (const { fact, path, shorterThan } of missing) {
    const line = /^items\.(\d+)\./.exec(path)?.[1];
    const place = { line: line === undefined ? null : Number(line) + 1, path, shorterThan };
    found.set(fact, [...(found.get(fact) ?? []), place]);
  }
  return [...found].map(([fact, places]) => ({ fact, places }));
}
