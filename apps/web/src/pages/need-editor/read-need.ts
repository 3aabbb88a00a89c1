import { fieldProblems, FormError, isStatus } from '../../api/problem.js';
import type { FieldProblem } from '../../api/problem.js';
import { useNeverMatches } from '../../api/reference.js';
import type { components } from '../../api/schema.js';
import { useText } from '../../messages/text.js';
import { readAmount, wrongAmount } from '../../ui/amount-field.js';
import { choicesOf } from '../../ui/choices-field.js';
import { textOf } from '../../ui/form.js';
import { measureOf } from '../../ui/measure.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';

export type NeedInput = components['schemas']['NeedInput'];
type ItemInput = NonNullable<NeedInput['items']>[number];

interface ReadNeed {
  readonly input: NeedInput;
  /** Fields that cannot be read; they are sent as {@link UNREADABLE}. */
  readonly wrong: readonly FieldProblem[];
  /** The rows of the form that the items are in: an empty one is no item. */
  readonly rows: readonly number[];
}

/**
 * Reads the form of a need and sends it.
 * @throws FormError with every field that cannot be used, whoever found it
 */
export function useSendNeed(): <T>(
  data: FormData,
  send: (input: NeedInput) => Promise<T>,
  alsoWrong?: readonly FieldProblem[],
) => Promise<T> {
  const read = useReadNeed();
  return (data, send, alsoWrong = []) => {
    const { input, wrong, rows } = read(data);
    const inRows = (error: unknown): never => {
      const found = isStatus(error, 400) ? fieldProblems(error) : [];
      if (found.length === 0) throw error;
      throw new FormError(found.map((problem) => ({ ...problem, path: inRow(problem.path, rows) })));
    };
    return sendWhole([...wrong, ...alsoWrong], () => send(input).catch(inRows));
  };
}

function inRow(path: string, rows: readonly number[]): string {
  return path.replace(/^items\.(\d+)/, (place, index: string) => {
    const row = rows[Number(index)];
    return row === undefined ? place : `items.${row}`;
  });
}

function useReadNeed(): (data: FormData) => ReadNeed {
  const t = useText();
  const neverMatches = useNeverMatches();
  return (data) => {
    const wrong: FieldProblem[] = [];
    const textOrNull = (name: string) => {
      const text = textOf(data, name);
      if (text === UNREADABLE) wrong.push({ path: name, detail: t('form.not-finished') });
      return text || null;
    };
    const numberOrNull = (name: string) => {
      const text = textOrNull(name);
      return text === null ? null : text === UNREADABLE ? (text as never) : Number(text);
    };

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
        'ownContribution',
        'neededBy',
        'typeCode',
      ];
      const categoryCode = textOf(data, at('categoryCode'));
      if (neverMatches(categoryCode) && written.every((field) => textOf(data, at(field)) === '')) return null;
      const amount = (field: string) => {
        if (textOf(data, at(field)) === '') return null;
        const value = readAmount(data, at(field), measure ?? {});
        const detail = measure ? wrongAmount(measure) : 'need-form.measure-missing';
        if (value === null) wrong.push({ path: at(field), detail: t(detail) });
        return value ?? UNREADABLE;
      };
      const currency = textOf(data, at('unitCostCurrency'));
      const cost = textOf(data, at('unitCost')) === '' ? null : readAmount(data, at('unitCost'), { currency });
      if (cost === null && textOf(data, at('unitCost')) !== '') {
        wrong.push({ path: at('unitCost'), detail: t(wrongAmount({ currency })) });
      }
      const counted = measure?.currency === undefined;
      if (!counted && cost !== null) wrong.push({ path: at('unitCost'), detail: t('need-form.unit-cost-of-money') });
      return {
        id: textOf(data, at('id')) || undefined,
        categoryCode,
        typeCode: textOf(data, at('typeCode')) || null,
        description,
        measure: measure ?? {},
        requested: amount('requested') ?? '0',
        minimum: amount('minimum'),
        unitCost: counted && cost !== null ? { minor: cost, currency } : null,
        neededBy: textOrNull(at('neededBy')),
        place: textOrNull(at('place')),
        site: textOrNull(at('site')),
        prerequisites: textOrNull(at('prerequisites')),
        ownContribution: textOrNull(at('ownContribution')),
        isEssential: data.get(at('isEssential')) !== null,
      };
    }

    const title = textOf(data, 'title');
    if (title === '') wrong.push({ path: 'title', detail: t('need-form.title-missing') });
    if (data.get('areaIso2') === '') wrong.push({ path: 'areaIso2', detail: t('need-form.area-missing') });
    // Also of a place that cannot be used, which the api then does not look at.
    if (textOf(data, 'actionPlanRank') !== '' && textOf(data, 'actionPlan') === '') {
      wrong.push({ path: 'actionPlan', detail: t('need-form.action-plan-missing') });
    }
    const items = Array.from({ length: Number(textOf(data, 'rows')) }, (_, row) => ({ row, item: item(row) }));
    const written = items.flatMap(({ row, item }) => (item === null ? [] : [{ row, item }]));
    const input: NeedInput = {
      title,
      areaIso2: textOf(data, 'areaIso2'),
      summary: textOf(data, 'summary'),
      language: textOf(data, 'language') as NeedInput['language'],
      visibility: textOf(data, 'visibility') as NeedInput['visibility'],
      siteVisibility: textOf(data, 'siteVisibility') as NeedInput['siteVisibility'],
      priority: numberOrNull('priority'),
      neededFrom: textOrNull('neededFrom'),
      neededBy: textOrNull('neededBy'),
      validUntil: textOrNull('validUntil'),
      actionPlan: textOrNull('actionPlan'),
      actionPlanRank: numberOrNull('actionPlanRank'),
      alreadyDone: textOrNull('alreadyDone'),
      paragraphs: choicesOf(data, 'paragraphs'),
      alsoSubmittedTo: choicesOf(data, 'alsoSubmittedTo') as NeedInput['alsoSubmittedTo'],
      alsoSubmittedNote: textOrNull('alsoSubmittedNote'),
      items: written.map(({ item }) => item),
    };
    return { input, wrong, rows: written.map(({ row }) => row) };
  };
}
