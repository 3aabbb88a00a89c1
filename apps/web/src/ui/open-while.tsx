import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

interface OpenScope {
  readonly open: boolean;
  /** A form says under its own id whether it holds something that was not sent. */
  readonly hold: (form: string, held: boolean) => void;
}

export const OpenContext = createContext<OpenScope>({ open: true, hold: () => undefined });

/**
 * Shows forms while their act is open, and afterwards while one of them still holds what a person typed or tried to send.
 * Inside another one it keeps that one as well.
 */
export function OpenWhile({ open, children }: { open: boolean; children: ReactNode }) {
  const [holding, setHolding] = useState<ReadonlySet<string>>(new Set());
  const { hold: holdAround } = useContext(OpenContext);
  const hold = useCallback(
    (form: string, held: boolean) => {
      setHolding((before) => new Set(held ? [...before, form] : [...before].filter((id) => id !== form)));
      holdAround(form, held);
    },
    [holdAround],
  );
  const scope = useMemo(() => ({ open, hold }), [open, hold]);
  return open || holding.size > 0 ? <OpenContext value={scope}>{children}</OpenContext> : null;
}
