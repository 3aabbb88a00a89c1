import { fieldDifferences, quantityTexts } from '#libs/kernel';
import type { RowDifference } from '#libs/platform';
import type { Measure, OfferContent } from './offer.rules.js';
import type { OfferView } from './offers.queries.js';

const FIELDS = [
  ...(['title', 'description', 'kind', 'categoryCodes', 'typeCodes', 'currency', 'unit', 'capacity'] as const),
  ...(['minimumLot', 'maximumPerRecipient', 'maximumShareBp', 'earmarkLevel', 'earmarkAreas'] as const),
  ...(['earmarkRegions', 'earmarkGroups', 'excludedAreas', 'excludedCategories', 'excludedTypes'] as const),
  ...(['implementerId', 'implementerKinds', 'validFrom', 'validUntil', 'usableFrom', 'usableUntil'] as const),
  ...(['visibility', 'conditions', 'contact', 'cooperationMode', 'tags'] as const),
] satisfies readonly (Exclude<keyof OfferContent, 'measure'> | keyof Measure)[];

/** What an offer, as its sender reads it, says otherwise than it would be made to say. */
export function offerDifferences(offer: OfferView, said: Partial<OfferContent>): RowDifference[] {
  const standing = { ...offer, implementerId: offer.implementer?.id ?? null };
  const [before, after] = [valuesOf(standing), valuesOf({ ...standing, ...said })];
  return FIELDS.flatMap((field) =>
    fieldDifferences(field, before[field], after[field]).map((one) => ({ ...one, item: null })),
  );
}

interface Counted {
  readonly measure: Measure;
  readonly capacity: string | bigint;
  readonly minimumLot: string | bigint | null;
  readonly maximumPerRecipient: string | bigint | null;
}

function valuesOf<T extends Counted>({ measure, ...offer }: T) {
  return {
    ...offer,
    currency: measure.currency,
    unit: measure.unit,
    capacity: quantityTexts(offer.capacity, measure),
    minimumLot: quantityTexts(offer.minimumLot, measure),
    maximumPerRecipient: quantityTexts(offer.maximumPerRecipient, measure),
  };
}
