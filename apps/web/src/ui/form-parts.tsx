import type { ReactNode } from 'react';

/** A part of the form under its heading. */
export function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <fieldset className="part">
      <legend>{title}</legend>
      {lead && <p className="hint">{lead}</p>}
      {children}
    </fieldset>
  );
}

/** Choices that most offers leave alone. */
export function Fold({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details className="fold" open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
