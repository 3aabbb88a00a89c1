import { InvalidInput } from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import { unknownCodes } from './known-codes.js';
import type { Offer } from './offer.entity.js';
import { checkContent, type OfferContent } from './offer.rules.js';

/** @throws InvalidInput when the offer contradicts itself or names unknown codes */
export async function requireUsable(tx: Tx, content: OfferContent): Promise<void> {
  const wrong = checkContent(content);
  if (wrong.length === 0) wrong.push(...(await unknownCodes(tx, content)));
  if (wrong.length > 0) throw new InvalidInput(wrong);
}

/** Runs a write and turns an unknown currency, unit or organization into a problem that says which. */
export async function withKnownNames(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isViolation(error, 'fk_offers_currency')) throw unknown('measure.currency', 'currency', 'currencies');
    if (isViolation(error, 'fk_offers_unit')) throw unknown('measure.unit', 'unit', 'units');
    if (isViolation(error, 'fk_offers_implementer')) {
      throw new InvalidInput([{ path: 'implementerId', detail: 'is no organization known here; see /organizations' }]);
    }
    throw error;
  }
}

function unknown(path: string, what: string, list: string): InvalidInput {
  return new InvalidInput([{ path, detail: `is no ${what} known here; see /reference/${list}` }]);
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
  };
}

/** What an organization wrote, from the columns. */
export function contentOf({ currency, unitCode, ...offer }: Offer): OfferContent {
  return { ...offer, measure: currency === null ? { unit: unitCode ?? undefined } : { currency } };
}
