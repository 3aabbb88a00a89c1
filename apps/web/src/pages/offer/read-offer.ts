import { fieldProblems, FormError, isStatus } from '../../api/problem.js';
import type { FieldProblem } from '../../api/problem.js';
import type { Offer } from '../../api/types.js';
import type { components } from '../../api/schema.js';
import { useText } from '../../messages/text.js';
import { readAmount, wrongAmount } from '../../ui/amount-field.js';
import { choicesOf } from '../../ui/choices-field.js';
import { textOf } from '../../ui/form.js';
import { measureOf } from '../../ui/measure.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { basisPoints } from './offer-words.js';

type OfferInput = components['schemas']['OfferInput'];
/** The whole content of an offer; the measure is left out of one whose is fixed. */
type OfferContent = Omit<OfferInput, 'measure'> & Partial<Pick<OfferInput, 'measure'>>;

/** Amounts are read, and compared with each other, also before it is chosen what they count. */
const NOT_CHOSEN = { currency: 'USD' };

type Named = Partial<
  Pick<
    OfferContent,
    | 'earmarkAreas'
    | 'earmarkRegions'
    | 'earmarkGroups'
    | 'implementerKinds'
    | 'categoryCodes'
    | 'typeCodes'
    | 'excludedAreas'
    | 'excludedCategories'
    | 'excludedTypes'
  >
>;

/** The earmark level that follows from what an offer names, as the clearing house counts it. */
export function followedLevel({
  earmarkAreas,
  implementerId,
  implementer,
  ...named
}: Named & { implementerId?: string | null; implementer?: { id: string } | null }): number {
  const some = (list: readonly string[] | undefined) => (list?.length ?? 0) > 0;
  if (some(earmarkAreas) || (implementerId ?? implementer)) return 3;
  const { earmarkRegions, earmarkGroups, implementerKinds, categoryCodes, typeCodes } = named;
  const { excludedAreas, excludedCategories, excludedTypes } = named;
  const bound = [earmarkRegions, earmarkGroups, implementerKinds, categoryCodes, typeCodes];
  return [...bound, excludedAreas, excludedCategories, excludedTypes].some(some) ? 2 : 1;
}

/**
 * Reads the form of an offer and sends it.
 * @throws FormError with every field that cannot be used, whoever found it
 */
export function useSendOffer(
  offer?: Offer,
): <T>(data: FormData, send: (content: OfferContent) => Promise<T>) => Promise<T> {
  const read = useReadOffer(offer);
  return (data, send) => {
    const { content, wrong } = read(data);
    return sendWhole(wrong, () => send(content).catch(ofMeasure));
  };
}

/** Whether it is cash or in kind, the form asks with what is counted. */
function ofMeasure(error: unknown): never {
  const found = isStatus(error, 400) ? fieldProblems(error) : [];
  if (found.length === 0) throw error;
  throw new FormError(found.map((problem) => (problem.path === 'kind' ? { ...problem, path: 'measure' } : problem)));
}

function useReadOffer(
  offer?: Offer,
): (data: FormData) => { readonly content: OfferContent; readonly wrong: readonly FieldProblem[] } {
  const t = useText();
  return (data) => {
    const wrong: FieldProblem[] = [];
    const day = (name: string) => {
      const text = textOf(data, name);
      if (text === UNREADABLE) wrong.push({ path: name, detail: t('form.not-finished') });
      return text || null;
    };
    const isFixed = offer !== undefined && offer.state !== 'draft';
    const measure = isFixed ? offer.measure : measureOf(textOf(data, 'measure'));
    const typeCodes = choicesOf(data, 'typeCodes');
    if (!measure) {
      // What is counted decides whether a type must be chosen, too.
      const id = typeCodes.length === 0 ? 'offer.measure-and-type-missing' : 'offer.measure-missing';
      wrong.push({ path: 'measure', detail: t(id) });
    }
    const title = textOf(data, 'title');
    if (title === '') wrong.push({ path: 'title', detail: t('offer.title-missing') });
    const amount = (name: string, required: boolean) => {
      if (!required && textOf(data, name) === '') return null;
      const value = readAmount(data, name, measure ?? NOT_CHOSEN);
      if (value === null) wrong.push({ path: name, detail: t(wrongAmount(measure ?? NOT_CHOSEN)) });
      return value ?? UNREADABLE;
    };
    const share = textOf(data, 'maximumShareBp');
    const maximumShareBp = share === '' ? null : basisPoints(share);
    if (share !== '' && maximumShareBp === null) wrong.push({ path: 'maximumShareBp', detail: t('offer.share-wrong') });
    const ofCounted = measure?.currency === undefined ? 'in-kind' : 'cash';
    const kind = measure ? ofCounted : (UNREADABLE as OfferInput['kind']);
    if (measure && kind === 'in-kind' && typeCodes.length === 0) {
      wrong.push({ path: 'typeCodes', detail: t('offer.type-missing') });
    }
    const level = textOf(data, 'earmarkLevel');
    const content: OfferContent = {
      title,
      description: textOf(data, 'description'),
      kind,
      ...(!isFixed && { measure: measure ?? { unit: UNREADABLE } }),
      capacity: amount('capacity', true) ?? UNREADABLE,
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
      maximumShareBp: share !== '' && maximumShareBp === null ? (UNREADABLE as never) : maximumShareBp,
      validFrom: day('validFrom') ?? undefined,
      validUntil: day('validUntil'),
      usableFrom: day('usableFrom'),
      usableUntil: day('usableUntil'),
      visibility: textOf(data, 'visibility') as OfferInput['visibility'],
      conditions: textOf(data, 'conditions'),
      contact: textOf(data, 'contact'),
      cooperationMode: (textOf(data, 'cooperationMode') || null) as OfferInput['cooperationMode'],
    };
    return { content: { ...content, earmarkLevel: level === '' ? followedLevel(content) : Number(level) }, wrong };
  };
}
