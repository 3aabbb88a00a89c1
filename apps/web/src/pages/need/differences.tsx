import { useIntl } from 'react-intl';
import { useAreaNames, useCategoryNames, useTypeNames, useUnitNames } from '../../api/reference.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { useDayText } from '../../ui/dates.js';
import { DifferenceList, type FieldDifference } from '../../ui/difference-list.js';
import { measureOf } from '../../ui/measure.js';
import { StateTag } from '../../ui/tag.js';
import { useList } from '../../ui/use-list.js';
import { useFieldName } from './missing-facts.js';
import { useParagraphWords } from './paragraphs.js';

interface DifferencesProps {
  /** That the need is written in, where it is known. */
  readonly language?: string;
  readonly differences: readonly FieldDifference[];
}

/** What is different between two states of a need: field by field, what it was and what it is. */
export function Differences({ language, differences }: DifferencesProps) {
  const fieldName = useFieldName();
  return (
    <DifferenceList
      differences={differences}
      label={({ item, field }) => fieldName(item === null ? field : `items.${item}.${field}`)}
      words={(field, texts) => <DifferenceWords language={language} field={field} texts={texts} />}
    />
  );
}

interface DifferenceWordsProps {
  readonly language?: string;
  readonly field: string;
  /** As {@link FieldDifference} has them, and not none. */
  readonly texts: readonly string[];
}

/** The value of a field in words. */
export function DifferenceWords({ language, field, texts }: DifferenceWordsProps) {
  const t = useText();
  const codeWords = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const type = useTypeNames();
  const paragraph = useParagraphWords();
  const unit = useUnitNames();
  const day = useDayText();
  const list = useList('conjunction');
  const { formatDisplayName } = useIntl();
  const [first = '', second = ''] = texts;
  switch (field) {
    case 'state':
      return <StateTag of="need" state={first} />;
    case 'areaIso2':
      return area(first);
    case 'categoryCode':
      return category(first);
    case 'typeCode':
      return type(first);
    case 'unit':
      return unit(first);
    case 'neededBy':
    case 'neededFrom':
    case 'validUntil':
      return day(first);
    case 'language':
      return formatDisplayName(first, { type: 'language' }) ?? first;
    case 'visibility':
    case 'siteVisibility':
      return codeWords('visibility.', first);
    case 'paragraphs':
      return texts.map(paragraph).join('; ');
    case 'alsoSubmittedTo':
      return list(texts.map((code) => codeWords('channel.', code)));
    case 'isEssential':
      return t(first === 'true' ? 'value.yes' : 'value.no');
    case 'requested':
    case 'minimum':
      return <Quantity value={first} measure={measureOf(second) ?? {}} />;
    case 'unitCost':
      return <Quantity value={first} measure={{ currency: second }} />;
    default:
      return (
        <span lang={language} dir="auto">
          {list(texts)}
        </span>
      );
  }
}
