import { Link } from '@tanstack/react-router';
import { takeNeedApart } from '../../api/needs.js';
import type { Need } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { useNeedReread } from './use-need-acts.js';

/** Of which other needs this one is a part, or which are a part of it, as far as the reader may know. */
export function MergedNeeds({ need, canTakeApart }: { need: Need; canTakeApart: boolean }) {
  const t = useText();
  const { mergedInto, mergedFrom, state } = need;
  return (
    <>
      {mergedInto && (
        <p className="notice">
          <Text id="merged.into" values={{ title: <NeedLink key="title" need={mergedInto} /> }} />
        </p>
      )}
      {mergedFrom.length > 0 && (
        <div className="notice">
          <p>{t('merged.from')}</p>
          <ul>
            {mergedFrom.map((one) => (
              <li key={one.id}>
                <NeedLink need={one} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {state === 'merged' && canTakeApart && <TakeApart need={need} />}
    </>
  );
}

function NeedLink({ need }: { need: { readonly id: string; readonly title: string } }) {
  return (
    <Link to="/needs/$needId" params={{ needId: need.id }} dir="auto">
      {need.title}
    </Link>
  );
}

function TakeApart({ need }: { need: Need }) {
  const t = useText();
  const { onConflict, onDone } = useNeedReread(need);
  return (
    <div className="acts no-print">
      <ReasonForm
        words={{
          open: t('merged.take-apart'),
          label: t('need.act.reason'),
          hint: t('merged.take-apart.hint'),
          submit: t('merged.take-apart'),
        }}
        act={async (reason) => {
          await takeNeedApart(need, reason);
          await onDone();
        }}
        onConflict={onConflict}
        draft={`take-apart ${need.id}`}
        done={t('merged.take-apart.done')}
      />
    </div>
  );
}
