import { isOver, leftOf } from '../../api/imports.js';
import type { Import } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { useCounts } from './counts.js';

/** How far it is; a screen reader hears how it ends, and not every step. */
export function Progress({ one }: { one: Import }) {
  const t = useText();
  const words = useCodeText();
  const counts = useCounts();
  const done = one.rows === null ? undefined : one.rows - leftOf(one);
  return (
    <>
      <p role="status" className="unseen">
        {isOver(one) ? `${words('state.import.', one.state)}: ${one.problem ?? counts(one)}` : ''}
      </p>
      {!isOver(one) && (
        <p className="upload">
          <progress aria-label={t('import.progress')} value={done} max={one.rows ?? undefined} />
          {done === undefined ? t('import.reading') : t('import.row', { done, rows: one.rows ?? 0 })}
        </p>
      )}
      {!isOver(one) && <p className="hint">{t('import.leave')}</p>}
    </>
  );
}
