import type { ReactNode } from 'react';
import { useAreaNames, useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { useTyped } from '../../ui/draft.js';
import { changesOf, type Aspect, type Change } from '../../ui/seen.js';
import { StateTag } from '../../ui/tag.js';
import { useList } from '../../ui/use-list.js';
import { percentText, usePlaces } from './offer-words.js';

/**
 * What differs between two versions of an offer in words.
 * @param draft name of the form that is filled in on the earlier one
 */
export function useOfferChanges(before: Offer, now: Offer, draft?: string): readonly Change[] {
  const t = useText();
  const words = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const type = useTypeNames();
  const places = usePlaces();
  const all = useList('conjunction');
  const either = useList('disjunction');
  const { isTyped } = useTyped(draft);
  const none = t('value.none');

  function field(label: string, name: keyof Offer, show: (offer: Offer) => ReactNode): Aspect<Offer> {
    return { label, key: (offer) => offer[name], show, fields: [name] };
  }
  const text = (label: string, name: 'title' | 'description' | 'conditions' | 'contact') =>
    field(label, name, (offer) => (offer[name] === '' ? none : <span dir="auto">{offer[name]}</span>));
  const list = (
    label: string,
    name: 'typeCodes' | 'categoryCodes' | 'excludedAreas' | 'excludedCategories' | 'excludedTypes',
    word: (code: string) => string,
  ) => field(label, name, (offer) => all(offer[name].map(word)) || none);
  const day = (label: string, name: 'validFrom' | 'validUntil' | 'usableFrom' | 'usableUntil') =>
    field(label, name, (offer) => {
      const value = offer[name];
      return value === null ? none : <Day value={value} />;
    });
  const amount = (label: string, name: 'capacity' | 'committed' | 'minimumLot' | 'maximumPerRecipient') => ({
    label,
    key: (offer: Offer) => [offer[name], offer.measure],
    show: (offer: Offer) => {
      const value = offer[name];
      return value === null ? none : <Quantity value={value} measure={offer.measure} />;
    },
    fields: [name, 'measure'],
  });
  const bodies = ({ implementer, implementerKinds }: Offer) =>
    either([
      ...(implementer ? [implementer.name] : []),
      ...implementerKinds.map((kind) => words('organization.kinds.', kind)),
    ]);

  const aspects: readonly Aspect<Offer>[] = [
    field(t('offer.state'), 'state', ({ state }) => <StateTag of="offer" state={state} />),
    text(t('offer.field.title'), 'title'),
    text(t('offer.field.description'), 'description'),
    list(t('offer.types'), 'typeCodes', type),
    list(t('offer.categories'), 'categoryCodes', category),
    amount(t('offer.field.capacity'), 'capacity'),
    amount(t('offer.committed'), 'committed'),
    amount(t('offer.lot'), 'minimumLot'),
    amount(t('offer.per-recipient'), 'maximumPerRecipient'),
    field(t('offer.share'), 'maximumShareBp', ({ maximumShareBp: share }) =>
      share === null ? none : t('offer.share.of', { share: percentText(share) }),
    ),
    {
      label: t('offer.for'),
      key: ({ earmarkAreas, earmarkRegions, earmarkGroups }) => [earmarkAreas, earmarkRegions, earmarkGroups],
      show: places,
      fields: ['earmarkAreas', 'earmarkRegions', 'earmarkGroups'],
    },
    {
      label: t('offer.carried-out-by'),
      key: ({ implementer, implementerKinds }) => [implementer?.id, implementerKinds],
      show: (offer) => bodies(offer) || t('offer.anybody'),
      fields: ['implementerId', 'implementerKinds'],
    },
    field(t('offer.level'), 'earmarkLevel', ({ earmarkLevel }) => words('offer.level.', `${earmarkLevel}`)),
    list(t('offer.not-for'), 'excludedAreas', area),
    list(t('offer.not-categories'), 'excludedCategories', category),
    list(t('offer.not-types'), 'excludedTypes', type),
    day(t('offer.valid-from'), 'validFrom'),
    day(t('offer.valid-until'), 'validUntil'),
    day(t('offer.usable-from'), 'usableFrom'),
    day(t('offer.usable-until'), 'usableUntil'),
    text(t('offer.in-words'), 'conditions'),
    text(t('offer.contact'), 'contact'),
    field(t('offer.mode'), 'cooperationMode', ({ cooperationMode: mode }) =>
      mode === null ? t('value.not-stated') : words('offer.mode.', mode),
    ),
    field(t('offer.field.visibility'), 'visibility', ({ visibility }) => words('offer.visibility.', visibility)),
  ];
  return changesOf(aspects, before, now, isTyped);
}
