import type { Offer } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { StateTag, Tag } from '../../ui/tag.js';

/** Where an offer stands; whose last day is past, says that. */
export function OfferTag({
  offer: { state, extendableUntil },
  omits,
}: {
  offer: Pick<Offer, 'state' | 'extendableUntil'>;
  omits?: 'published';
}) {
  const t = useText();
  if (extendableUntil !== null) return <Tag>{t('offer.last-day-past')}</Tag>;
  return state === omits ? null : <StateTag of="offer" state={state} />;
}
