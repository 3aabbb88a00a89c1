import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../messages/text.js';
import { thenToHeading } from './after-act.js';

const UNDO_MS = 10_000;

interface UndoNoticeProps {
  readonly onUndo: () => void;
  readonly onOver: () => void;
  readonly children: ReactNode;
}

/** Says what was done and takes it back for ten seconds, and as long as a person is at it. */
export function UndoNotice({ onUndo, onOver, children }: UndoNoticeProps) {
  const t = useText();
  const box = useRef<HTMLParagraphElement>(null);
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const busy = box.current?.matches(':hover, :focus-within') ?? false;
      if (!busy) over.current();
    }, UNDO_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="notice notice-good" role="status" ref={box}>
      {children}{' '}
      <button type="button" className="button-link" onClick={thenToHeading(onUndo)}>
        {t('action.undo')}
      </button>
    </p>
  );
}
