import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { allocate } from '../../api/money.js';
import type { Match, Named } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { Amount } from '../../ui/amount.js';
import { draftFields, useDraftName } from '../../ui/draft.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';

const TRANCHES_MAX = 12;

/** Draws the amount of a confirmed match from the fund of its agreement and cuts it into tranches, each with its condition. */
export function AllocateForm({ match, fund }: { match: Match; fund: Named }) {
  const { currency } = match.measure;
  return currency === undefined ? null : (
    <AllocateFields matchId={match.id} money={{ minor: match.amount, currency }} fund={fund} />
  );
}

interface AllocateFieldsProps {
  readonly matchId: string;
  readonly money: { readonly minor: string; readonly currency: string };
  readonly fund: Named;
}

function AllocateFields({ matchId, money, fund }: AllocateFieldsProps) {
  const t = useText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();
  const draft = `allocate ${matchId}`;
  const kept = useDraftName(draft);
  const [count, setCount] = useState(() => tranchesIn(kept));
  const measure = { currency: money.currency };

  async function act(data: FormData) {
    const tranches = Array.from({ length: count }, (_, index) => ({
      minor: readAmount(data, `tranches.${index}.amount`, measure),
      condition: textOf(data, `tranches.${index}.condition`),
    }));
    const wrong = tranches.flatMap(({ minor, condition }, index) => [
      ...(minor === null ? [{ path: `tranches.${index}.amount`, detail: t(wrongAmount(measure)) }] : []),
      ...(condition === '' ? [{ path: `tranches.${index}.condition`, detail: t('allocate.condition-missing') }] : []),
    ]);
    const sum = tranches.reduce((total, { minor }) => total + BigInt(minor ?? 0), 0n);
    if (sum !== BigInt(money.minor) && tranches.every(({ minor }) => minor !== null)) {
      wrong.push({ path: `tranches.${count - 1}.amount`, detail: t('allocate.sum-wrong') });
    }
    const body = {
      fundId: fund.id,
      tranches: tranches.map(({ minor, condition }) => ({
        amount: { minor: minor ?? UNREADABLE, currency: money.currency },
        condition,
      })),
    };
    await sendWhole(wrong, () => allocate(matchId, body, keyOf([matchId, body])));
    await queries.invalidateQueries();
  }

  return (
    <ActForm
      act={act}
      label={t('allocate.title')}
      done={t('allocate.done')}
      draft={draft}
      onConflict={() => void queries.invalidateQueries()}
    >
      {(pending) => (
        <>
          <p>
            <Text
              id="allocate.lead"
              values={{
                amount: <Amount key="amount" money={money} />,
                fund: <bdi key="fund">{fund.name}</bdi>,
              }}
            />
          </p>
          {Array.from({ length: count }, (_, index) => (
            <fieldset key={index} data-line={t('trail.tranche', { position: index + 1, count })}>
              <legend>{t('trail.tranche', { position: index + 1, count })}</legend>
              <AmountField
                name={`tranches.${index}.amount`}
                label={t('allocate.amount')}
                measure={measure}
                value={index === 0 ? money.minor : undefined}
              />
              <LongTextField
                name={`tranches.${index}.condition`}
                label={t('allocate.condition')}
                hint={t('allocate.condition.hint')}
              />
            </fieldset>
          ))}
          <p className="row">
            {count < TRANCHES_MAX && (
              <button type="button" className="button" onClick={() => setCount(count + 1)}>
                {t('allocate.more')}
              </button>
            )}
            {count > 1 && (
              <button type="button" className="button" onClick={() => setCount(count - 1)}>
                {t('allocate.fewer')}
              </button>
            )}
          </p>
          <SubmitButton pending={pending}>{t('allocate.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** A draft is restored into fields that are there. */
function tranchesIn(draft: string | undefined): number {
  const positions = [...draftFields(draft ?? '').keys()].map((field) =>
    Number(/^tranches\.(\d+)\./.exec(field)?.[1] ?? 0),
  );
  return Math.max(0, ...positions) + 1;
}
