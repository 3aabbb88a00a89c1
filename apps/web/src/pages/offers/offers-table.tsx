import { Link } from '@tanstack/react-router';
import { useCategoryNames } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day } from '../../ui/dates.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { usePlaces } from '../offer/offer-words.js';

export function OffersTable({ offers }: { offers: readonly Offer[] }) {
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
        <OfferRow key={offer.id} offer={offer} labels={columns.map(({ label }) => label)} />
      ))}
    </StackingTable>
  );
}

function OfferRow({ offer, labels }: { offer: Offer; labels: readonly string[] }) {
  const t = useText();
  const categoryName = useCategoryNames();
  const places = usePlaces();
  const isOver = offer.state === 'withdrawn' || offer.state === 'expired';
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
          {categories || t('offer.any-category')}{' '}
          {offer.state !== 'published' && <StateTag of="offer" state={offer.state} />}{' '}
          {offer.visibility === 'private' && <span className="tag">{t('offer.private')}</span>}
        </span>
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
