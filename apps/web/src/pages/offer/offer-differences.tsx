import { useAreaNames, useCategoryNames, useTypeNames, useUnitNames } from '../../api/reference.js';
import type { MessageId } from '../../messages/languages.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { useDayText } from '../../ui/dates.js';
import { DifferenceList, type FieldDifference } from '../../ui/difference-list.js';
import { measureOf } from '../../ui/measure.js';
import { useList } from '../../ui/use-list.js';
import { percentText } from './offer-words.js';

const LABELS: Readonly<Record<string, MessageId>> = {
  title: 'offer.field.title',
  description: 'offer.field.description',
  kind: 'offer.kind',
  categoryCodes: 'offer.categories',
  typeCodes: 'offer.types',
  currency: 'offer.field.measure',
  unit: 'offer.field.measure',
  capacity: 'offer.field.capacity',
  minimumLot: 'offer.lot',
  maximumPerRecipient: 'offer.per-recipient',
  maximumShareBp: 'offer.share',
  earmarkLevel: 'offer.level',
  earmarkAreas: 'offer.field.areas',
  earmarkRegions: 'offer.field.regions',
  earmarkGroups: 'offer.field.groups',
  excludedAreas: 'offer.not-for',
  excludedCategories: 'offer.not-categories',
  excludedTypes: 'offer.not-types',
  implementerId: 'offer.field.implementer',
  implementerKinds: 'offer.field.implementer-kinds',
  validFrom: 'offer.valid-from',
  validUntil: 'offer.valid-until',
  usableFrom: 'offer.usable-from',
  usableUntil: 'offer.usable-until',
  visibility: 'offer.field.visibility',
  conditions: 'offer.in-words',
  contact: 'offer.contact',
  cooperationMode: 'offer.mode',
  tags: 'need.field.tags',
};

/** What of an offer a row of a spreadsheet changes: field by field, what it was and what it becomes. */
export function OfferDifferences({ differences }: { differences: readonly FieldDifference[] }) {
  const t = useText();
  return (
    <DifferenceList
      differences={differences}
      label={({ field }) => (LABELS[field] ? t(LABELS[field]) : field)}
      words={(field, texts) => <Words field={field} texts={texts} />}
    />
  );
}

function Words({ field, texts }: { field: string; texts: readonly string[] }) {
  const t = useText();
  const codeWords = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const type = useTypeNames();
  const unit = useUnitNames();
  const day = useDayText();
  const list = useList('conjunction');
  const [first = '', second = ''] = texts;
  switch (field) {
    case 'kind':
      return codeWords('offer.kind.', first);
    case 'categoryCodes':
    case 'excludedCategories':
      return list(texts.map(category));
    case 'typeCodes':
    case 'excludedTypes':
      return list(texts.map(type));
    case 'unit':
      return unit(first);
    case 'capacity':
    case 'minimumLot':
    case 'maximumPerRecipient':
      return <Quantity value={first} measure={measureOf(second) ?? {}} />;
    case 'maximumShareBp':
      return t('offer.share.of', { share: percentText(Number(first)) });
    case 'earmarkLevel':
      return codeWords('offer.level.', first);
    case 'earmarkAreas':
    case 'earmarkRegions':
    case 'excludedAreas':
      return list(texts.map(area));
    case 'earmarkGroups':
      return list(texts.map((group) => codeWords('group.', group)));
    case 'implementerKinds':
      return list(texts.map((kind) => codeWords('organization.kinds.', kind)));
    case 'validFrom':
    case 'validUntil':
    case 'usableFrom':
    case 'usableUntil':
      return day(first);
    case 'visibility':
      return codeWords('offer.visibility.', first);
    case 'cooperationMode':
      return codeWords('offer.mode.', first);
    default:
      return <span dir="auto">{list(texts)}</span>;
  }
}
