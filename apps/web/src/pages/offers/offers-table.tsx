import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCategoryNames } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day } from '../../ui/dates.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { OfferTag } from '../offer/offer-tag.js';
import { usePlaces } from '../offer/offer-words.js';
import { Choose } from '../shortlist/chosen-needs.js';
import { COMPARED_MAX, toggled } from '../shortlist/compared.js';

interface OffersTableProps {
  readonly offers: readonly Offer[];
  /** To be put side by side. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[] | undefined) => void;
}

export function OffersTable({ offers, chosen, onChoose }: OffersTableProps) {
  const t = useText();
  const columns = [
    { label: t('offers.column.offer') },
    { label: t('offers.column.for') },
    { label: t('offers.column.until') },
    { label: t('offers.column.capacity'), numeric: true },
    { label: t('offers.column.left'), numeric: true },
  ];
  return (
    <StackingTable caption={t('offers.caption')} columns={columns}>
      {offers.map((offer) => (
        <OfferRow key={offer.id} offer={offer} labels={columns.map(({ label }) => label)}>
          <Choose
            title={offer.title}
            isChosen={chosen.includes(offer.id)}
            isFull={chosen.length >= COMPARED_MAX}
            onToggle={() => onChoose(toggled(chosen, offer.id, 'offer'))}
          />
        </OfferRow>
      ))}
    </StackingTable>
  );
}

interface OfferRowProps {
  readonly offer: Offer;
  readonly labels: readonly string[];
  readonly children: ReactNode;
}

function OfferRow({ offer, labels, children }: OfferRowProps) {
  const t = useText();
  const categoryName = useCategoryNames();
  const places = usePlaces();
  const isOver = offer.state === 'withdrawn' || offer.state === 'expired' || offer.extendableUntil !== null;
  const categories = offer.categoryCodes.map(categoryName).join(', ');
  return (
    <tr role="row">
      <Cell heading label={labels[0]}>
        <Link to="/offers/$offerId" params={{ offerId: offer.id }} dir="auto">
          {offer.title}
        </Link>
        <span className="under">
          <bdi>{offer.organization.name}</bdi>
          {' · '}
          {categories || t('offer.any-category')} <OfferTag offer={offer} omits="published" />{' '}
          {offer.visibility === 'private' && <span className="tag">{t('offer.private')}</span>}
        </span>
        {children}
      </Cell>
      <Cell label={labels[1]}>{places(offer)}</Cell>
      <Cell label={labels[2]}>{offer.validUntil ? <Day value={offer.validUntil} /> : t('offer.no-end')}</Cell>
      <Cell label={labels[3]} numeric>
        <Quantity value={offer.capacity} measure={offer.measure} />
      </Cell>
      <Cell label={labels[4]} numeric>
        {isOver ? (
          <span className="soft">{t('offers.no-longer')}</span>
        ) : (
          <>
            <Quantity value={offer.left} measure={offer.measure} />
            <CoverageBar requested={offer.capacity} committed={offer.committed} delivered="0" />
          </>
        )}
      </Cell>
    </tr>
  );
}
