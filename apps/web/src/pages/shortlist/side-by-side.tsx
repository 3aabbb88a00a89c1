import type { ReactNode } from 'react';
import { useText } from '../../messages/text.js';
import { shortened } from '../../ui/words.js';

const TITLE_CHARS_MAX = 60;

interface Compared {
  readonly id: string;
  readonly title: string;
  readonly language?: string;
}

export interface ComparedFact<T> {
  readonly label: string;
  readonly of: (thing: T) => ReactNode;
}

interface SideBySideProps<T> {
  readonly things: readonly T[];
  readonly heading: (thing: T) => ReactNode;
  readonly rows: readonly ComparedFact<T>[];
}

/**
 * Facts down, things across; on a narrow screen the things stand under each other in each fact. The roles are written out
 * because a table that is no longer laid out as one loses them.
 */
export function SideBySide<T extends Compared>({ things, heading, rows }: SideBySideProps<T>) {
  const t = useText();
  return (
    <div className="compare" role="region" aria-label={t('compare.region')} tabIndex={0}>
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('compare.fact')}
            </th>
            {things.map((thing) => (
              <th role="columnheader" key={thing.id} scope="col">
                {heading(thing)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ label, of }) => (
            <tr role="row" key={label}>
              <th role="rowheader" scope="row">
                {label}
              </th>
              {things.map((thing) => (
                <td role="cell" key={thing.id}>
                  {/* Where there are no columns: the heading of its column. */}
                  <span className="compare-of" aria-hidden="true" lang={thing.language} dir="auto">
                    {shortened(thing.title, TITLE_CHARS_MAX)}
                  </span>
                  <div>{of(thing)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
