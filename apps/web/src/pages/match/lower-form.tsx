import { lowerMatch } from '../../api/matches.js';
import { useText } from '../../messages/text.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import type { MatchActProps } from './match-acts.js';

/** Lowers what a confirmed match gives, say to what its fund has after fees. */
export function LowerForm({ match, onDone, onConflict }: MatchActProps) {
  const t = useText();

  async function act(data: FormData) {
    const amount = readAmount(data, 'amount', match.measure);
    const reason = textOf(data, 'reason');
    const wrong = [
      ...(amount === null ? [{ path: 'amount', detail: t(wrongAmount(match.measure)) }] : []),
      ...(reason === '' ? [{ path: 'reason', detail: t('form.reason-missing') }] : []),
    ];
    await onDone(await sendWhole(wrong, () => lowerMatch(match, { amount: amount ?? UNREADABLE, reason })));
  }

  return (
    <details className="fold">
      <summary>{t('lower.open')}</summary>
      <ActForm
        act={act}
        onConflict={onConflict}
        label={t('lower.open')}
        done={t('lower.done')}
        draft={`lower ${match.id}`}
      >
        {(pending) => (
          <>
            <AmountField name="amount" label={t('lower.amount')} measure={match.measure} value={match.amount} />
            <LongTextField name="reason" label={t('lower.reason')} hint={t('lower.hint')} />
            <SubmitButton pending={pending}>{t('lower.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
