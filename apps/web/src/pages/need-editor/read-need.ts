import { FormError } from '../../api/problem.js';
import type { components } from '../../api/schema.js';
import { useText } from '../../messages/text.js';
import { readAmount, wrongAmount } from '../../ui/amount-field.js';
import { choicesOf } from '../../ui/choices-field.js';
import { textOf } from '../../ui/form.js';
import { measureOf } from '../../ui/measure.js';

export type NeedInput = components['schemas']['NeedInput'];
type ItemInput = NonNullable<NeedInput['items']>[number];

/** Reads the form of a need. @throws FormError with every field that cannot be used */
export function useNeedInput(): (data: FormData) => NeedInput {
  const t = useText();
  return (data) => {
    const wrong: { path: string; detail: string }[] = [];
    const orNull = (name: string) => textOf(data, name) || null;
    const numberOrNull = (name: string) => (textOf(data, name) === '' ? null : Number(textOf(data, name)));

    function item(row: number): ItemInput | null {
      const at = (field: string) => `items.${row}.${field}`;
      const measure = measureOf(textOf(data, at('measure')));
      const description = textOf(data, at('description'));
      // What nobody wrote anything into is no item yet.
      const written = [
        'id',
        'description',
        'measure',
        'requested',
        'minimum',
        'unitCost',
        'place',
        'site',
        'prerequisites',
      ];
      if (written.every((field) => textOf(data, at(field)) === '')) return null;
      if (description === '') wrong.push({ path: at('description'), detail: t('need-form.description-missing') });
      if (!measure) {
        wrong.push({ path: at('measure'), detail: t('need-form.measure-missing') });
        return null;
      }
      const amount = (field: string) => {
        if (textOf(data, at(field)) === '') return null;
        const value = readAmount(data, at(field), measure);
        if (value === null) wrong.push({ path: at(field), detail: t(wrongAmount(measure)) });
        return value;
      };
      const currency = textOf(data, at('unitCostCurrency'));
      const cost = textOf(data, at('unitCost')) === '' ? null : readAmount(data, at('unitCost'), { currency });
      if (cost === null && textOf(data, at('unitCost')) !== '') {
        wrong.push({ path: at('unitCost'), detail: t(wrongAmount({ currency })) });
      }
      const counted = measure.currency === undefined;
      if (!counted && cost !== null) wrong.push({ path: at('unitCost'), detail: t('need-form.unit-cost-of-money') });
      return {
        id: textOf(data, at('id')) || undefined,
        categoryCode: textOf(data, at('categoryCode')),
        typeCode: textOf(data, at('typeCode')),
        description,
        measure,
        requested: amount('requested') ?? '0',
        minimum: amount('minimum'),
        unitCost: counted && cost !== null ? { minor: cost, currency } : null,
        neededBy: orNull(at('neededBy')),
        place: orNull(at('place')),
        site: orNull(at('site')),
        prerequisites: orNull(at('prerequisites')),
        ownContribution: orNull(at('ownContribution')),
        isEssential: data.get(at('isEssential')) !== null,
      };
    }

    const title = textOf(data, 'title');
    if (title === '') wrong.push({ path: 'title', detail: t('need-form.title-missing') });
    const items = Array.from({ length: Number(textOf(data, 'rows')) }, (_, row) => item(row));
    if (wrong.length > 0) throw new FormError(wrong);
    return {
      title,
      areaIso2: textOf(data, 'areaIso2'),
      summary: textOf(data, 'summary'),
      language: textOf(data, 'language') as NeedInput['language'],
      visibility: textOf(data, 'visibility') as NeedInput['visibility'],
      siteVisibility: textOf(data, 'siteVisibility') as NeedInput['siteVisibility'],
      priority: numberOrNull('priority'),
      neededFrom: orNull('neededFrom'),
      neededBy: orNull('neededBy'),
      validUntil: orNull('validUntil'),
      actionPlan: orNull('actionPlan'),
      actionPlanRank: numberOrNull('actionPlanRank'),
      alreadyDone: orNull('alreadyDone'),
      paragraphs: choicesOf(data, 'paragraphs'),
      alsoSubmittedTo: choicesOf(data, 'alsoSubmittedTo') as NeedInput['alsoSubmittedTo'],
      alsoSubmittedNote: orNull('alsoSubmittedNote'),
      items: items.filter((one) => one !== null),
    };
  };
}
