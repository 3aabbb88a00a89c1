import { useAreaNames, useCategoryNames } from '../../api/reference.js';
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
  const { level, areas, regions, groups, categories, excludedAreas } = earmark;
  return (
    <Facts>
      <Fact label={t('offer.level')}>{words('offer.level.', `${level}`)}</Fact>
      <Fact label={t('offer.for')}>
        {places({ earmarkAreas: areas, earmarkRegions: regions, earmarkGroups: groups })}
      </Fact>
      <Fact label={t('offer.categories')}>{all(categories.map(category)) || t('offer.any-category')}</Fact>
      {excludedAreas.length > 0 && <Fact label={t('offer.not-for')}>{all(excludedAreas.map(area))}</Fact>}
    </Facts>
  );
}
