import { reviewMatch } from '../../api/matches.js';
import { FormError } from '../../api/problem.js';
import { useText } from '../../messages/text.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import type { MatchActProps } from './match-acts.js';

/** Accept, perhaps for another amount, or decline with a reason; a note goes to both parties with an acceptance. */
export function ReviewForm({ match, onDone, onConflict }: MatchActProps) {
  const t = useText();
  async function act(data: FormData) {
    const note = textOf(data, 'note');
    if (textOf(data, 'decision') === 'decline') {
      const reason = textOf(data, 'reason');
      if (reason === '') throw new FormError([{ path: 'reason', detail: t('form.reason-missing') }]);
      return onDone(await reviewMatch(match, { decision: 'decline', reason, ...(note && { note }) }));
    }
    const amount = readAmount(data, 'amount', match.measure);
    if (amount === null) throw new FormError([{ path: 'amount', detail: t(wrongAmount(match.measure)) }]);
    return onDone(await reviewMatch(match, { decision: 'accept', amount, ...(note && { note }) }));
  }
  return (
    <ActForm
      act={act}
      onConflict={onConflict}
      label={t('review.title')}
      done={(data) => t(textOf(data, 'decision') === 'decline' ? 'review.done.declined' : 'review.done.accepted')}
      draft={`review ${match.id}`}
    >
      {(pending) => (
        <>
          <AmountField name="amount" label={t('review.amount')} measure={match.measure} value={match.amount} />
          <LongTextField name="note" label={t('review.note')} hint={t('review.note.hint')} />
          <SubmitButton pending={pending} name="decision" value="accept">
            {t('review.accept')}
          </SubmitButton>
          <details className="fold">
            <summary>{t('review.decline.open')}</summary>
            <div className="form">
              <LongTextField name="reason" label={t('review.reason')} hint={t('review.reason.hint')} />
              <SubmitButton pending={pending} kind="danger" name="decision" value="decline">
                {t('review.decline')}
              </SubmitButton>
            </div>
          </details>
        </>
      )}
    </ActForm>
  );
}
