import { useAreaNames, useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Earmark } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Fact, Facts } from '../../ui/facts.js';
import { useList } from '../../ui/use-list.js';
import { usePlaces } from '../offer/offer-words.js';

/** What the money of an agreement may be used for, in words. */
export function EarmarkWords({ earmark }: { earmark: Earmark }) {
  const t = useText();
  const words = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const places = usePlaces();
  const all = useList('conjunction');
  const type = useTypeNames();
  const either = useList('disjunction');
  const { level, areas, regions, groups, categories, types, implementer, implementerKinds } = earmark;
  const bodies = [
    ...(implementer ? [implementer.name] : []),
    ...implementerKinds.map((kind) => words('organization.kinds.', kind)),
  ];
  const others = [
    { label: t('offer.carried-out-by'), value: either(bodies) },
    { label: t('offer.not-for'), value: all(earmark.excludedAreas.map(area)) },
    { label: t('offer.not-categories'), value: all(earmark.excludedCategories.map(category)) },
    { label: t('offer.not-types'), value: all(earmark.excludedTypes.map(type)) },
  ].filter(({ value }) => value !== '');
  return (
    <Facts>
      <Fact label={t('offer.level')}>{words('offer.level.', `${level}`)}</Fact>
      <Fact label={t('offer.for')}>
        {places({ earmarkAreas: areas, earmarkRegions: regions, earmarkGroups: groups })}
      </Fact>
      <Fact label={t('offer.categories')}>{all(categories.map(category)) || t('offer.any-category')}</Fact>
      <Fact label={t('offer.types')}>{all(types.map(type)) || t('offer.any-type')}</Fact>
      {others.map(({ label, value }) => (
        <Fact key={label} label={label}>
          {value}
        </Fact>
      ))}
    </Facts>
  );
}
