import { useAreaNames } from '../../api/reference.js';
import type { SeenNeed } from '../../api/types.js';
import { useText } from '../../messages/text.js';

/** The title of a need, or words for one whose title is not for the reader. */
export function useNeedName(): (need: SeenNeed) => string {
  const t = useText();
  const areaName = useAreaNames();
  return ({ name, areaIso2 }) => name ?? t('trail.need-hidden', { area: areaName(areaIso2) });
}
