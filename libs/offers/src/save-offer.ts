import { refuseTogether, type BrokenRule, type ProblemItem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { unknownNames } from './known-codes.js';
import type { Offer } from './offer.entity.js';
import { checkContent, type OfferContent } from './offer.rules.js';

/**
 * @param wrong What of it cannot be used at all, and is not in the content.
 * @param broken Rules of the moment that it breaks.
 * @throws InvalidInput also when the offer contradicts itself or names what is not known here
 */
export async function requireUsable(
  tx: Tx,
  content: OfferContent,
  wrong: readonly ProblemItem[] = [],
  broken: readonly BrokenRule[] = [],
): Promise<void> {
  refuseTogether(wrong, [...broken, ...checkContent(content), ...(await unknownNames(tx, content))]);
}

/** The columns of what an organization writes. */
export function columnsOf({ measure, ...content }: OfferContent) {
  return {
    title: content.title,
    description: content.description,
    kind: content.kind,
    categoryCodes: [...content.categoryCodes],
    typeCodes: [...content.typeCodes],
    currency: measure.currency ?? null,
    unitCode: measure.unit ?? null,
    capacity: content.capacity,
    earmarkLevel: content.earmarkLevel,
    earmarkAreas: [...content.earmarkAreas],
    earmarkRegions: [...content.earmarkRegions],
    earmarkGroups: [...content.earmarkGroups],
    excludedAreas: [...content.excludedAreas],
    excludedCategories: [...content.excludedCategories],
    excludedTypes: [...content.excludedTypes],
    implementerId: content.implementerId,
    implementerKinds: [...content.implementerKinds],
    minimumLot: content.minimumLot,
    maximumPerRecipient: content.maximumPerRecipient,
    maximumShareBp: content.maximumShareBp,
    validFrom: content.validFrom,
    validUntil: content.validUntil,
    usableFrom: content.usableFrom,
    usableUntil: content.usableUntil,
    visibility: content.visibility,
    conditions: content.conditions,
    contact: content.contact,
    cooperationMode: content.cooperationMode,
    tags: [...content.tags],
  };
}

/** What an organization wrote, from the columns. */
export function contentOf({ currency, unitCode, ...offer }: Offer): OfferContent {
  return { ...offer, measure: currency === null ? { unit: unitCode ?? undefined } : { currency } };
}
