import { useState } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../messages/text.js';
import { thenToHeading } from './after-act.js';
import { Cell, StackingTable } from './stacking-table.js';

interface Versioned {
  readonly version: number;
}

export interface Change {
  readonly label: string;
  readonly before: ReactNode;
  readonly now: ReactNode;
}

/**
 * The version a person has looked at. When the thing moves on meanwhile, acts still go out for the version that was seen (and
 * are refused) until the person has seen the change.
 */
export function useSeen<T extends Versioned>(latest: T): { seen: T; moved: boolean; accept: (version: T) => void } {
  const [seen, setSeen] = useState(latest);
  return { seen, moved: seen.version !== latest.version, accept: setSeen };
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
          {changes.map(({ label, before, now }) => (
            <tr role="row" key={label}>
              <Cell heading label={columns[0]?.label}>
                {label}
              </Cell>
              <Cell label={columns[1]?.label}>{before}</Cell>
              <Cell label={columns[2]?.label}>{now}</Cell>
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
