import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { NeedSummary } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { COMPARED_MAX, COMPARED_MIN, toggled } from './compared.js';

interface ChooseProps {
  readonly title: string;
  readonly isChosen: boolean;
  readonly isFull: boolean;
  readonly onToggle: () => void;
}

/** Takes one of a list into the comparison, or out of it. */
export function Choose({ title, isChosen, isFull, onToggle }: ChooseProps) {
  const t = useText();
  return (
    <label className="tick no-print">
      <input type="checkbox" checked={isChosen} disabled={isFull && !isChosen} onChange={onToggle} />
      <span>
        {t('compare.choose')} <span className="unseen">{title}</span>
      </span>
    </label>
  );
}

interface ChooseNeedProps {
  readonly need: NeedSummary;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}

export function ChooseNeed({ need: { id, title }, chosen, onChange }: ChooseNeedProps) {
  return (
    <Choose
      title={title}
      isChosen={chosen.includes(id)}
      isFull={chosen.length >= COMPARED_MAX}
      onToggle={() => onChange(toggled(chosen, id))}
    />
  );
}

interface ChosenProps {
  readonly count: number;
  readonly words: ReactNode;
  /** The way to see them side by side. */
  readonly link: ReactNode;
  readonly onClear: () => void;
}

/** How many are chosen and the way to see them side by side; it stays in sight and moves nothing. */
export function Chosen({ count, words, link, onClear }: ChosenProps) {
  const t = useText();
  return (
    <div className={count === 0 ? 'chosen' : 'chosen chosen-some no-print'}>
      <p role="status">{count > 0 && words}</p>
      {count >= COMPARED_MIN && link}
      {count > 0 && (
        <button type="button" className="button-link" onClick={onClear}>
          {t('compare.clear')}
        </button>
      )}
    </div>
  );
}

interface ChosenNeedsProps {
  readonly chosen: readonly string[];
  readonly onClear: () => void;
}

export function ChosenNeeds({ chosen, onClear }: ChosenNeedsProps) {
  const t = useText();
  const count = chosen.length;
  const full = count === COMPARED_MAX ? 'yes' : 'no';
  return (
    <Chosen
      count={count}
      words={<Text id="compare.chosen" values={{ count, max: COMPARED_MAX, full }} />}
      link={
        <Link to="/compare" search={{ ids: chosen }} className="button">
          {t('compare.act')}
        </Link>
      }
      onClear={onClear}
    />
  );
}
