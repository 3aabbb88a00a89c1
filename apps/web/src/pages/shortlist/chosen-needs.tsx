import { Link } from '@tanstack/react-router';
import type { NeedSummary } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { COMPARED_MAX, COMPARED_MIN, toggled } from './compared.js';

interface ChooseNeedProps {
  readonly need: NeedSummary;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}

/** Takes a need into the comparison, or out of it. */
export function ChooseNeed({ need: { id, title }, chosen, onChange }: ChooseNeedProps) {
  const t = useText();
  const isChosen = chosen.includes(id);
  const isFull = chosen.length >= COMPARED_MAX && !isChosen;
  return (
    <label className="tick no-print">
      <input type="checkbox" checked={isChosen} disabled={isFull} onChange={() => onChange(toggled(chosen, id))} />
      <span>
        {t('compare.choose')} <span className="unseen">{title}</span>
      </span>
    </label>
  );
}

interface ChosenNeedsProps {
  readonly chosen: readonly string[];
  readonly onClear: () => void;
}

/** How many are chosen and the way to see them side by side; it stays in sight and moves nothing. */
export function ChosenNeeds({ chosen, onClear }: ChosenNeedsProps) {
  const t = useText();
  const count = chosen.length;
  return (
    <div className={count === 0 ? 'chosen' : 'chosen chosen-some no-print'}>
      <p role="status">
        {count > 0 && (
          <Text
            id="compare.chosen"
            values={{ count, max: COMPARED_MAX, full: count === COMPARED_MAX ? 'yes' : 'no' }}
          />
        )}
      </p>
      {count >= COMPARED_MIN && (
        <Link to="/compare" search={{ ids: chosen }} className="button">
          {t('compare.act')}
        </Link>
      )}
      {count > 0 && (
        <button type="button" className="button-link" onClick={onClear}>
          {t('compare.clear')}
        </button>
      )}
    </div>
  );
}
