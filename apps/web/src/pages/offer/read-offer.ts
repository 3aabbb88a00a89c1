import { FormError } from '../../api/problem.js';
import type { Offer } from '../../api/types.js';
import type { components } from '../../api/schema.js';
import { useText } from '../../messages/text.js';
import { readAmount, wrongAmount } from '../../ui/amount-field.js';
import { choicesOf } from '../../ui/choices-field.js';
import { textOf } from '../../ui/form.js';
import { measureOf } from '../../ui/measure.js';
import { basisPoints } from './offer-words.js';

type OfferInput = components['schemas']['OfferInput'];
/** The whole content of an offer; measure and kind are left out of one whose are fixed. */
type OfferContent = Omit<OfferInput, 'measure' | 'kind' | 'capacity'> &
  Partial<Pick<OfferInput, 'measure' | 'capacity'>> &
  Pick<OfferInput, 'kind'>;

type Named = Pick<OfferContent, 'earmarkAreas' | 'earmarkRegions' | 'earmarkGroups' | 'implementerKinds'>;

/** The earmark level that follows from what an offer names, as the clearing house counts it. */
export function followedLevel(
  offer: Named & { implementerId?: string | null; implementer?: { id: string } | null },
): number {
  const some = (list: readonly string[] | undefined) => (list?.length ?? 0) > 0;
  if (some(offer.earmarkAreas) || (offer.implementerId ?? offer.implementer)) return 3;
  return some(offer.earmarkRegions) || some(offer.earmarkGroups) || some(offer.implementerKinds) ? 2 : 1;
}

/** Reads the form of an offer. @throws FormError with every field that cannot be used */
export function useOfferInput(offer?: Offer): (data: FormData) => OfferContent {
  const t = useText();
  return (data) => {
    const wrong: { path: string; detail: string }[] = [];
    const isFixed = offer !== undefined && offer.state !== 'draft';
    const measure = isFixed ? offer.measure : measureOf(textOf(data, 'measure'));
    if (!measure) wrong.push({ path: 'measure', detail: t('offer.measure-missing') });
    const title = textOf(data, 'title');
    if (title === '') wrong.push({ path: 'title', detail: t('offer.title-missing') });
    const amount = (name: string, required: boolean) => {
      if (!measure || (!required && textOf(data, name) === '')) return null;
      const value = readAmount(data, name, measure);
      if (value === null) wrong.push({ path: name, detail: t(wrongAmount(measure)) });
      return value;
    };
    const share = textOf(data, 'maximumShareBp');
    const maximumShareBp = share === '' ? null : basisPoints(share);
    if (share !== '' && maximumShareBp === null) wrong.push({ path: 'maximumShareBp', detail: t('offer.share-wrong') });
    const typeCodes = choicesOf(data, 'typeCodes');
    const kind = measure?.currency === undefined ? 'in-kind' : 'cash';
    if (measure && kind === 'in-kind' && typeCodes.length === 0) {
      wrong.push({ path: 'typeCodes', detail: t('offer.type-missing') });
    }
    const level = textOf(data, 'earmarkLevel');
    const capacity = amount('capacity', true);
    const content: OfferContent = {
      title,
      description: textOf(data, 'description'),
      kind,
      ...(measure && !isFixed && { measure }),
      ...(capacity !== null && { capacity }),
      categoryCodes: choicesOf(data, 'categoryCodes'),
      typeCodes,
      earmarkAreas: choicesOf(data, 'earmarkAreas'),
      earmarkRegions: choicesOf(data, 'earmarkRegions'),
      earmarkGroups: choicesOf(data, 'earmarkGroups') as OfferInput['earmarkGroups'],
      implementerId: textOf(data, 'implementerId') || null,
      implementerKinds: choicesOf(data, 'implementerKinds') as OfferInput['implementerKinds'],
      excludedAreas: choicesOf(data, 'excludedAreas'),
      excludedCategories: choicesOf(data, 'excludedCategories'),
      excludedTypes: choicesOf(data, 'excludedTypes'),
      minimumLot: amount('minimumLot', false),
      maximumPerRecipient: amount('maximumPerRecipient', false),
      maximumShareBp,
      ...(textOf(data, 'validFrom') !== '' && { validFrom: textOf(data, 'validFrom') }),
      validUntil: textOf(data, 'validUntil') || null,
      usableFrom: textOf(data, 'usableFrom') || null,
      usableUntil: textOf(data, 'usableUntil') || null,
      visibility: textOf(data, 'visibility') as OfferInput['visibility'],
      conditions: textOf(data, 'conditions'),
      contact: textOf(data, 'contact'),
      cooperationMode: (textOf(data, 'cooperationMode') || null) as OfferInput['cooperationMode'],
    };
    if (wrong.length > 0) throw new FormError(wrong);
    return { ...content, earmarkLevel: level === '' ? followedLevel(content) : Number(level) };
  };
}
