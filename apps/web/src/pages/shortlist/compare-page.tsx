import { useQueries } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { needQuery } from '../../api/needs.js';
import { useAreaNames, useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Need, NeedItem } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount, Asked, Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day } from '../../ui/dates.js';
import { NeedTags } from '../../ui/tag.js';
import { shortened } from '../../ui/words.js';
import { totalsOf } from '../needs/totals.js';
import { COMPARED_MAX, COMPARED_MIN } from './compared.js';
import { ComparedPage } from './compared-page.js';
import { SideBySide, type ComparedFact } from './side-by-side.js';

const route = getRouteApi('/compare');

/** Two to four needs side by side. */
export function ComparePage() {
  const t = useText();
  const { ids = [] } = route.useSearch();
  return (
    <ComparedPage
      title={t('compare.title')}
      list={
        <Link to="/needs" search={{ compare: ids }} activeOptions={{ exact: true }}>
          {t('needs.title')}
        </Link>
      }
      answers={useQueries({ queries: ids.map(needQuery) })}
      words={{
        loading: t('compare.loading'),
        hidden: (count) => t('compare.hidden', { count }),
        howMany: t('compare.how-many', { min: COMPARED_MIN, max: COMPARED_MAX }),
      }}
    >
      {(needs) => <Comparison needs={needs} />}
    </ComparedPage>
  );
}

function Comparison({ needs }: { needs: readonly Need[] }) {
  const t = useText();
  const areaName = useAreaNames();
  const perItem = (label: string, value: (item: NeedItem) => ReactNode) => ({
    label,
    of: (need: Need) => <PerItem items={need.items} value={value} />,
  });
  const rows: readonly ComparedFact<Need>[] = [
    { label: t('needs.column.area'), of: ({ areaIso2 }) => areaName(areaIso2) },
    { label: t('filter.organization'), of: ({ organization }) => <bdi>{organization.name}</bdi> },
    { label: t('needs.column.requested'), of: (need) => <Totals need={need} of="requested" /> },
    { label: t('needs.column.open'), of: (need) => <Totals need={need} of="open" /> },
    { label: t('compare.items'), of: (need) => <Items need={need} /> },
    perItem(t('compare.unit-cost'), ({ unitCost }) => unitCost && <Amount money={unitCost} />),
    perItem(
      t('compare.minimum'),
      ({ minimum, measure }) => minimum !== null && minimum !== '0' && <Quantity value={minimum} measure={measure} />,
    ),
    perItem(t('compare.place'), ({ place }) => place && <bdi>{place}</bdi>),
    perItem(t('compare.prerequisites'), ({ prerequisites }) => prerequisites && <bdi>{prerequisites}</bdi>),
    perItem(t('compare.own-contribution'), ({ ownContribution }) => ownContribution && <bdi>{ownContribution}</bdi>),
    {
      label: t('need.needed-by'),
      of: ({ neededBy }) => (neededBy ? <Day value={neededBy} /> : t('value.not-stated')),
    },
    {
      label: t('need.priority'),
      of: ({ priority }) => (priority === null ? t('value.not-stated') : t('need.priority.of', { priority })),
    },
    {
      label: t('compare.completeness'),
      of: ({ completeness }) => t('compare.score', { score: completeness.score }),
    },
  ];
  return (
    <SideBySide
      things={needs}
      heading={({ id, title, language, ...need }) => (
        <>
          <Link to="/needs/$needId" params={{ needId: id }} lang={language} dir="auto">
            {title}
          </Link>{' '}
          <NeedTags need={need} />
        </>
      )}
      rows={rows}
    />
  );
}

function Totals({ need, of }: { need: Need; of: 'requested' | 'open' }) {
  return totalsOf(need.items).map((total) => (
    <div key={total.key}>
      <Asked of={total} what={of} />
      {of === 'open' && total.requested !== '0' && <CoverageBar {...total} />}
    </div>
  ));
}

const DESCRIPTION_CHARS_MAX = 80;

function Items({ need }: { need: Need }) {
  const category = useCategoryNames();
  const type = useTypeNames();
  return (
    <ol>
      {need.items.map((item) => (
        <li key={item.id}>
          <Text
            id="duplicates.item"
            values={{
              category: category(item.categoryCode),
              type: type(item.typeCode),
              quantity: <Asked key="quantity" of={item} what="requested" />,
            }}
          />
          <span className="under" lang={need.language} dir="auto">
            {shortened(item.description, DESCRIPTION_CHARS_MAX)}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What each item says, under the number that it has in the list of items; one line where none says anything. */
function PerItem({ items, value }: { items: readonly NeedItem[]; value: (item: NeedItem) => ReactNode }) {
  const t = useText();
  const values = items.map((item) => ({ id: item.id, says: value(item) || null }));
  const notStated = <span className="soft">{t('value.not-stated')}</span>;
  if (values.every(({ says }) => says === null)) return notStated;
  return (
    <ol>
      {values.map(({ id, says }) => (
        <li key={id}>{says ?? notStated}</li>
      ))}
    </ol>
  );
}
