import { useIntl } from 'react-intl';
import { useAreaNames, useCategoryNames, useTypeNames, useUnitNames } from '../../api/reference.js';
import type { Measure, Need, NeedDifference } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { useDayText } from '../../ui/dates.js';
import { StateTag } from '../../ui/tag.js';
import { useList } from '../../ui/use-list.js';
import { useFieldName } from './missing-facts.js';
import { useParagraphWords } from './paragraphs.js';

/** What is different between two published states of a need: field by field, what it was and what it is. */
export function Differences({ need, differences }: { need: Need; differences: readonly NeedDifference[] }) {
  const fieldName = useFieldName();
  return (
    <dl className="differences">
      {differences.map((difference) => (
        <div key={`${difference.item} ${difference.field}`}>
          <dt>{fieldName(pathOf(difference))}</dt>
          <dd>
            {difference.before.length > 0 && (
              <del>
                <DifferenceWords need={need} field={difference.field} texts={difference.before} />
              </del>
            )}{' '}
            {difference.after.length > 0 ? (
              <ins>
                <DifferenceWords need={need} field={difference.field} texts={difference.after} />
              </ins>
            ) : (
              <Nothing />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function pathOf({ item, field }: NeedDifference): string {
  return item === null ? field : `items.${item}.${field}`;
}

function Nothing() {
  const t = useText();
  return <span className="soft">{t('value.not-stated')}</span>;
}

interface DifferenceWordsProps {
  readonly need: Need;
  readonly field: string;
  /** As {@link NeedDifference} has them, and not none. */
  readonly texts: readonly string[];
}

/** The value of a field in words. */
export function DifferenceWords({ need, field, texts }: DifferenceWordsProps) {
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
      return <Quantity value={first} measure={measureOf(second)} />;
    case 'unitCost':
      return <Quantity value={first} measure={{ currency: second }} />;
    default:
      return (
        <span lang={need.language} dir="auto">
          {list(texts)}
        </span>
      );
  }
}

/** `currency USD` or `unit machine`. */
function measureOf(key: string): Measure {
  const [kind, code] = key.split(' ');
  return kind === 'currency' ? { currency: code } : { unit: code };
}
