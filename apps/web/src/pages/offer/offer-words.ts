import { useAreaNames } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { useList } from '../../ui/use-list.js';

type Places = Pick<Offer, 'earmarkAreas' | 'earmarkRegions' | 'earmarkGroups'>;

/** `Haiti, Kenya or Africa; least developed countries`, or `any State`. */
export function usePlaces(): (offer: Places) => string {
  const t = useText();
  const words = useCodeText();
  const area = useAreaNames();
  const list = useList('disjunction');
  return ({ earmarkAreas, earmarkRegions, earmarkGroups }) => {
    const places = list([...earmarkAreas, ...earmarkRegions].map(area));
    const groups = list(earmarkGroups.map((group) => words('group.', group)));
    if (places && groups) return t('offer.places-and-groups', { places, groups });
    return places || groups || t('offer.any-place');
  };
}

/** 3333 basis points as `33.33`. */
export function percentText(basisPoints: number): string {
  return `${basisPoints / 100}`;
}

/** `50`, `33.33` or `33,33` percent as basis points; null when it is no share above 0 and up to 100 %. */
export function basisPoints(percent: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(percent) ?? [];
  if (whole === '') return null;
  const points = Number.parseInt(`${whole}${fraction.padEnd(2, '0')}`, 10);
  return points >= 1 && points <= 10_000 ? points : null;
}
