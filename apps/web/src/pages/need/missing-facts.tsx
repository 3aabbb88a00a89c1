import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { thresholdQuery } from '../../api/calendar.js';
import type { Completeness, Fact, Need, Threshold } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { focusNamed } from '../../ui/form-problems.js';
import { Section } from '../../ui/page.js';
import { useList } from '../../ui/use-list.js';

interface MissingFactsProps {
  readonly need: Need;
  /** Where a fact can be written: on another page, in the form on this one, or nowhere by this person. */
  readonly mend: 'editor' | 'here' | null;
}

/** It is still to be handed in, or again. */
const BEFORE: readonly Need['state'][] = ['draft', 'returned'];

/**
 * What donors would still ask about a need. Before it is handed in, what must be said first stands apart from what only raises
 * the score, and it says how much that must still rise.
 */
export function MissingFacts({ need, mend }: MissingFactsProps) {
  const t = useText();
  const { data: threshold } = useQuery(thresholdQuery);
  const { score, missing } = need.completeness;
  if (missing.length === 0) return null;
  const isBefore = BEFORE.includes(need.state) && threshold !== undefined;
  const { required, others, points } = isBefore
    ? submissionOf(need, threshold)
    : { required: [], others: missing, points: 0 };
  return (
    <Section id="missing" title={t('missing.title')} lead={t('missing.lead', { score })}>
      {required.length > 0 && (
        <>
          <h3>{t('missing.required')}</h3>
          <FactList need={need} mend={mend} missing={required} />
        </>
      )}
      {isBefore && (
        <>
          <h3>{t('missing.others')}</h3>
          <p>{t(required.length > 0 && points > 0 ? 'missing.points.too' : 'missing.points', { points })}</p>
        </>
      )}
      <FactList need={need} mend={mend} missing={others} />
    </Section>
  );
}

/** Once per fact, with the lines where it is missing; each leads to its field. */
function FactList({ need, mend, missing }: MissingFactsProps & Pick<Completeness, 'missing'>) {
  const t = useText();
  const words = useCodeText();
  const list = useList('conjunction');
  const isPublished = need.publishedAt !== null;
  return (
    <ul className="bullets">
      {placesByFact(missing).map(({ fact, places }) => {
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
              <span className="under">
                {t('missing.lines', { count: places.length, lines: list(places.map(({ line }) => String(line))) })}
              </span>
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
export const fieldOf = (path: string) => (path === 'items' ? 'items.0.description' : path);

/** A field of a need as people call it: `items.0.unitCost` is "Item 1, cost of one unit", where the item was not removed. */
export function useFieldName(): (path: string, isItemRemoved?: boolean) => string {
  const t = useText();
  const words = useCodeText();
  return (path, isItemRemoved = false) => {
    const [, line, field] = /^items\.(\d+)\.(\w+)/.exec(path) ?? [];
    if (line === undefined || field === undefined) return words('need.field.', path);
    if (isItemRemoved) return t('need.field.of-removed', { field: words('need.field.', field) });
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

export function placesByFact(missing: Completeness['missing']): { fact: string; places: Place[] }[] {
  const found = new Map<string, Place[]>();
  for (const { fact, path, shorterThan } of missing) {
    const line = /^items\.(\d+)\./.exec(path)?.[1];
    const place = { line: line === undefined ? null : Number(line) + 1, path, shorterThan };
    found.set(fact, [...(found.get(fact) ?? []), place]);
  }
  return [...found].map(([fact, places]) => ({ fact, places }));
}

/** What no request is handed in without, whatever the threshold asks for; any words and a type of each item, too. */
export const ALWAYS: readonly Fact[] = ['items', 'quantity'];

/** Something keeps the need from being handed in that its organization must write first. */
export function useIsHeldBack(need: Need): boolean {
  const { data: threshold } = useQuery({ ...thresholdQuery, enabled: BEFORE.includes(need.state) });
  if (!threshold || !BEFORE.includes(need.state)) return false;
  const { required, points } = submissionOf(need, threshold);
  return required.length > 0 || points > 0;
}

interface Submission {
  readonly required: Completeness['missing'];
  /** They raise the score, and nothing else. */
  readonly others: Completeness['missing'];
  /** By how much the score must still rise. */
  readonly points: number;
}

/** What keeps a need from being handed in, and what does not. */
export function submissionOf(
  { summary, completeness: { score, missing } }: Pick<Need, 'summary' | 'completeness'>,
  { minimumScore, requiredFacts }: Pick<Threshold, 'minimumScore' | 'requiredFacts'>,
): Submission {
  const asked = new Set<string>([...ALWAYS, ...requiredFacts, ...(summary.trim() === '' ? ['summary'] : [])]);
  const isRequired = ({ fact, path, shorterThan }: Completeness['missing'][number]) =>
    asked.has(fact) || (fact === 'description' && shorterThan === null) || path.endsWith('.typeCode');
  return {
    required: missing.filter(isRequired),
    others: missing.filter((one) => !isRequired(one)),
    points: Math.max(0, minimumScore - score),
  };
}
