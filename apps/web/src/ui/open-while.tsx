import { createContext, useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

interface OpenScope {
  readonly open: boolean;
  /** A form says under its own id whether it holds something that was not sent. */
  readonly hold: (form: string, held: boolean) => void;
}

export const OpenContext = createContext<OpenScope>({ open: true, hold: () => undefined });

/** Shows forms while their act is open, and afterwards while one of them still holds what a person typed or tried to send. */
export function OpenWhile({ open, children }: { open: boolean; children: ReactNode }) {
  const [holding, setHolding] = useState<ReadonlySet<string>>(new Set());
  const hold = useCallback((form: string, held: boolean) => {
    setHolding((before) => new Set(held ? [...before, form] : [...before].filter((id) => id !== form)));
  }, []);
  const scope = useMemo(() => ({ open, hold }), [open, hold]);
  return open || holding.size > 0 ? <OpenContext value={scope}>{children}</OpenContext> : null;
}
