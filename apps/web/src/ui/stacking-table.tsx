import type { ReactNode } from 'react';

interface Column {
  readonly label: string;
  readonly numeric?: boolean;
}

/**
 * A table that becomes a list of labelled values on a narrow screen. The roles are written out because a table that is no
 * longer laid out as one loses them.
 */
export function StackingTable({
  caption,
  columns,
  children,
}: {
  caption: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  return (
    <table role="table" className="stacking">
      <caption className="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label, numeric }) => (
            <th key={label} role="columnheader" scope="col" className={numeric ? 'numeric' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

interface CellProps {
  /** The heading of its column, shown beside it on a narrow screen; undefined: what stands there needs none. */
  readonly label: string | undefined;
  readonly heading?: boolean;
  readonly numeric?: boolean;
  readonly children: ReactNode;
}

export function Cell({ label, heading = false, numeric = false, children }: CellProps) {
  const className = numeric ? 'numeric' : undefined;
  if (heading) {
    return (
      <th role="rowheader" scope="row" className={className}>
        {children}
      </th>
    );
  }
  return (
    <td role="cell" data-label={label} className={className}>
      <div>{children}</div>
    </td>
  );
}
