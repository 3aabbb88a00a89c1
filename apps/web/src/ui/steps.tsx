import type { ReactNode } from 'react';
import { useText } from '../messages/text.js';

type Progress = 'done' | 'now' | 'later' | 'ended';

/** Steps in their order down a line. */
export function Steps({ children }: { children: ReactNode }) {
  return <ol className="steps">{children}</ol>;
}

interface StepProps {
  readonly progress: Progress;
  readonly title: ReactNode;
  /** The money at this step, in a column of its own on a wide screen. */
  readonly amount?: ReactNode;
  /** Ids as they stand in the books. */
  readonly ids?: ReactNode;
  readonly children?: ReactNode;
}

/** One step; its progress is said in words as well as drawn. */
export function Step({ progress, title, amount, ids, children }: StepProps) {
  const t = useText();
  return (
    <li className={`step step-${progress}`} aria-current={progress === 'now' ? 'step' : undefined}>
      <p className="step-title">
        {title} <span className="step-progress">{t(`progress.${progress}`)}</span>
      </p>
      {amount && <p className="step-amount">{amount}</p>}
      {children && <div className="step-body">{children}</div>}
      {ids && <div className="step-ids">{ids}</div>}
    </li>
  );
}
