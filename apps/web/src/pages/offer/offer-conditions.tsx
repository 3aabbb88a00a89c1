import type { ReactNode } from 'react';
import { useAreaNames, useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { useList } from '../../ui/use-list.js';
import { percentText, usePlaces } from './offer-words.js';

/** For whom and for what it may be given, and how: every condition that matching obeys, in words. */
export function OfferConditions({ offer }: { offer: Offer }) {
  const t = useText();
  const words = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const type = useTypeNames();
  const places = usePlaces();
  const either = useList('disjunction');
  const all = useList('conjunction');
  const bodies = [
    ...(offer.implementer ? [offer.implementer.name] : []),
    ...offer.implementerKinds.map((kind) => words('organization.kinds.', kind)),
  ];
  return (
    <dl className="conditions">
      <Condition label={t('offer.for')}>{places(offer)}</Condition>
      <Condition label={t('offer.not-for')}>{all(offer.excludedAreas.map(area))}</Condition>
      <Condition label={t('offer.categories')}>
        {all(offer.categoryCodes.map(category)) || t('offer.any-category')}
      </Condition>
      <Condition label={t('offer.not-categories')}>{all(offer.excludedCategories.map(category))}</Condition>
      <Condition label={t('offer.types')}>{all(offer.typeCodes.map(type)) || t('offer.any-type')}</Condition>
      <Condition label={t('offer.not-types')}>{all(offer.excludedTypes.map(type))}</Condition>
      <Condition label={t('offer.carried-out-by')}>{either(bodies)}</Condition>
      {offer.maximumShareBp !== null && (
        <Condition label={t('offer.share')}>
          {t('offer.share.of', { share: percentText(offer.maximumShareBp) })}
        </Condition>
      )}
      {offer.minimumLot !== null && (
        <Condition label={t('offer.lot')}>
          <Quantity value={offer.minimumLot} measure={offer.measure} />
        </Condition>
      )}
      {offer.maximumPerRecipient !== null && (
        <Condition label={t('offer.per-recipient')}>
          <Quantity value={offer.maximumPerRecipient} measure={offer.measure} />
        </Condition>
      )}
      {(offer.usableFrom ?? offer.usableUntil) && (
        <Condition label={t('offer.used')}>
          <Day value={offer.usableFrom ?? offer.validFrom} />
          {' – '}
          {(offer.usableUntil ?? offer.validUntil) ? (
            <Day value={offer.usableUntil ?? offer.validUntil ?? ''} />
          ) : (
            t('offer.no-end')
          )}
        </Condition>
      )}
      <Condition label={t('offer.level')}>{words('offer.level.', `${offer.earmarkLevel}`)}</Condition>
      {offer.cooperationMode && (
        <Condition label={t('offer.mode')}>{words('offer.mode.', offer.cooperationMode)}</Condition>
      )}
      {offer.conditions && (
        <Condition label={t('offer.in-words')}>
          <span className="prose" dir="auto">
            {offer.conditions}
          </span>
        </Condition>
      )}
    </dl>
  );
}

/** Nothing where there is nothing to say. */
function Condition({ label, children }: { label: ReactNode; children: ReactNode }) {
  if (children === '') return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
