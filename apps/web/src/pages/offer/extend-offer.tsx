import { reviseOffer } from '../../api/offers.js';
import { FormError } from '../../api/problem.js';
import { Text, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';
import type { OfferActProps } from './offer-acts.js';

/** Past its last day an offer is given a later one, as long as it has not run out. */
export function ExtendOffer({ offer, onDone, onConflict }: OfferActProps) {
  const t = useText();

  async function act(data: FormData) {
    const validUntil = textOf(data, 'validUntil');
    if (validUntil === '') throw new FormError([{ path: 'validUntil', detail: t('form.day-missing') }]);
    await onDone(await reviseOffer(offer, { validUntil }));
  }

  return (
    <ActForm label={t('offer.extend')} done={t('offer.extend.done')} onConflict={onConflict} act={act}>
      {(pending) => (
        <>
          {offer.extendableUntil && (
            <p>
              <Text id="offer.extend.until" values={{ day: <Day key="day" value={offer.extendableUntil} /> }} />
            </p>
          )}
          <TextField
            name="validUntil"
            label={t('offer.valid-until')}
            hint={t('offer.extend.hint')}
            type="date"
            className="short"
          />
          <SubmitButton pending={pending}>{t('offer.extend')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
