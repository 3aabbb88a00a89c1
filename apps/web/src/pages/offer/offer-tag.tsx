import type { Offer } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { StateTag, Tag } from '../../ui/tag.js';

/** Where an offer stands; whose last day is past, says that, and of which only the rest went, that. */
export function OfferTag({
  offer: { state, extendableUntil, committed },
  omits,
}: {
  offer: Pick<Offer, 'state' | 'extendableUntil' | 'committed'>;
  omits?: 'published';
}) {
  const t = useText();
  if (extendableUntil !== null) return <Tag>{t('offer.last-day-past')}</Tag>;
  if ((state === 'withdrawn' || state === 'expired') && committed !== '0') {
    return <Tag>{t(`offer.only-rest.${state}`)}</Tag>;
  }
  return state === omits ? null : <StateTag of="offer" state={state} />;
}
