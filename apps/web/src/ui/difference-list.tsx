import type { ReactNode } from 'react';
import { useText } from '../messages/text.js';

/** What a field was and is, as the api has it: nothing is the empty list. */
export interface FieldDifference {
  readonly field: string;
  /** The place of the item from 0; null: a field of the whole. */
  readonly item: number | null;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface DifferenceListProps {
  readonly differences: readonly FieldDifference[];
  readonly label: (difference: FieldDifference) => string;
  /** The value of a field in words, of texts that are not none. */
  readonly words: (field: string, texts: readonly string[]) => ReactNode;
}

/** Field by field, what it was and what it is. */
export function DifferenceList({ differences, label, words }: DifferenceListProps) {
  const t = useText();
  return (
    <dl className="differences">
      {differences.map((difference) => (
        <div key={`${difference.item} ${difference.field}`}>
          <dt>{label(difference)}</dt>
          <dd>
            {difference.before.length > 0 && <del>{words(difference.field, difference.before)}</del>}{' '}
            {difference.after.length > 0 ? (
              <ins>{words(difference.field, difference.after)}</ins>
            ) : (
              <span className="soft">{t('value.not-stated')}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
