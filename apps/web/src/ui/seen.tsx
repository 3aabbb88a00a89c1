import { useState } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../messages/text.js';
import { thenToHeading } from './after-act.js';
import { draftFields, useDraftName } from './draft.js';
import { Cell, StackingTable } from './stacking-table.js';

/** The field of a form that says which version it was begun on. */
const BASIS = 'basis';

interface Versioned {
  readonly version: number;
}

export interface Change {
  readonly label: string;
  readonly before: ReactNode;
  readonly now: ReactNode;
  /** The person filled in the same field. */
  readonly isTyped?: boolean;
}

/**
 * The version a person has looked at. When the thing moves on meanwhile, acts still go out for the version that was seen (and
 * are refused) until the person has seen the change.
 * @param draft name of the form that is filled in on it, which holds a {@link Basis}: what was typed was typed on that version,
 * however long ago
 */
export function useSeen<T extends Versioned>(
  latest: T,
  draft?: string,
): { seen: T; moved: boolean; accept: (version: T) => void } {
  const name = useDraftName(draft);
  const [seen, setSeen] = useState(() => {
    const basis = name === undefined ? undefined : draftFields(name).get(BASIS);
    return basis === undefined ? latest : (JSON.parse(basis) as T);
  });
  return { seen, moved: seen.version !== latest.version, accept: setSeen };
}

/** Keeps in the draft of a form what it was begun on. */
export function Basis({ of }: { of: Versioned }) {
  return <input type="hidden" name={BASIS} value={JSON.stringify(of)} readOnly />;
}

/** Something that two versions are compared by. */
export interface Aspect<T> {
  readonly label: string;
  /** The versions are the same in it where this is. */
  readonly key: (of: T) => unknown;
  readonly show: (of: T) => ReactNode;
  /** Fields of the form that say it. */
  readonly fields?: readonly string[];
}

/** What differs between two versions. */
export function changesOf<T>(
  aspects: readonly Aspect<T>[],
  before: T,
  now: T,
  isTyped: (field: string) => boolean = () => false,
): readonly Change[] {
  const keyOf = ({ key }: Aspect<T>, version: T) => JSON.stringify(key(version));
  return aspects
    .filter((aspect) => keyOf(aspect, before) !== keyOf(aspect, now))
    .map(({ label, show, fields = [] }) => ({
      ...{ label, before: show(before), now: show(now) },
      isTyped: fields.some(isTyped),
    }));
}

/** Shows what somebody else changed, old beside new, before the person goes on. */
export function ChangedNotice({ changes, onAccept }: { changes: readonly Change[]; onAccept: () => void }) {
  const t = useText();
  const columns = [{ label: t('changed.what') }, { label: t('changed.before') }, { label: t('changed.now') }];
  return (
    <div className="notice notice-warn" role="alert">
      <p className="notice-title">{t('changed.title')}</p>
      {changes.length === 0 ? (
        <p>{t('changed.elsewhere')}</p>
      ) : (
        <StackingTable caption={t('changed.title')} columns={columns}>
          {changes.map(({ label, before, now, isTyped }, index) => (
            <tr role="row" key={`${index} ${label}`}>
              <Cell heading label={columns[0]?.label}>
                {label}
              </Cell>
              <Cell label={columns[1]?.label}>{before}</Cell>
              <Cell label={columns[2]?.label}>
                {now} {isTyped && <span className="under">{t('changed.typed')}</span>}
              </Cell>
            </tr>
          ))}
        </StackingTable>
      )}
      <button type="button" className="button" onClick={thenToHeading(onAccept)}>
        {t('changed.accept')}
      </button>
    </div>
  );
}
