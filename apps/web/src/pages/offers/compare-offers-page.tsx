import { useQueries } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { offerQuery } from '../../api/offers.js';
import { useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day } from '../../ui/dates.js';
import { useList } from '../../ui/use-list.js';
import { percentText, usePlaces } from '../offer/offer-words.js';
import { COMPARED_MAX, COMPARED_MIN } from '../shortlist/compared.js';
import { ComparedPage } from '../shortlist/compared-page.js';
import { OfferTag } from '../offer/offer-tag.js';
import { SideBySide, type ComparedFact } from '../shortlist/side-by-side.js';

const route = getRouteApi('/offers/compare');

/** Two to four offers side by side, with the terms that decide between them. */
export function CompareOffersPage() {
  const t = useText();
  const { ids = [] } = route.useSearch();
  return (
    <ComparedPage
      title={t('compare-offers.title')}
      list={
        <Link to="/offers" search={{ compare: ids }} activeOptions={{ exact: true }}>
          {t('offers.title')}
        </Link>
      }
      answers={useQueries({ queries: ids.map(offerQuery) })}
      words={{
        loading: t('offers.loading'),
        hidden: (count) => t('compare-offers.hidden', { count }),
        howMany: t('compare-offers.how-many', { min: COMPARED_MIN, max: COMPARED_MAX }),
      }}
    >
      {(offers) => <Comparison offers={offers} />}
    </ComparedPage>
  );
}

function Comparison({ offers }: { offers: readonly Offer[] }) {
  const t = useText();
  const words = useCodeText();
  const category = useCategoryNames();
  const type = useTypeNames();
  const places = usePlaces();
  const all = useList('conjunction');
  const notStated = <span className="soft">{t('value.not-stated')}</span>;
  const quantity = (value: string | null, { measure }: Offer): ReactNode =>
    value === null ? notStated : <Quantity value={value} measure={measure} />;
  const rows: readonly ComparedFact<Offer>[] = [
    { label: t('compare-offers.donor'), of: ({ organization }) => <bdi>{organization.name}</bdi> },
    { label: t('offer.kind'), of: ({ kind }) => words('offer.kind.', kind) },
    { label: t('offer.capacity'), of: (offer) => quantity(offer.capacity, offer) },
    {
      label: t('offer.left'),
      of: (offer) => (
        <>
          {quantity(offer.left, offer)}
          <CoverageBar requested={offer.capacity} committed={offer.committed} delivered={offer.delivered} />
        </>
      ),
    },
    { label: t('offer.for'), of: places },
    { label: t('offer.categories'), of: (offer) => all(offer.categoryCodes.map(category)) || t('offer.any-category') },
    { label: t('offer.types'), of: (offer) => all(offer.typeCodes.map(type)) || t('offer.any-type') },
    { label: t('offer.lot'), of: (offer) => quantity(offer.minimumLot, offer) },
    { label: t('offer.per-recipient'), of: (offer) => quantity(offer.maximumPerRecipient, offer) },
    {
      label: t('offer.share'),
      of: ({ maximumShareBp: share }) =>
        share === null ? notStated : t('offer.share.of', { share: percentText(share) }),
    },
    { label: t('offer.stands'), of: ({ validFrom, validUntil }) => <Span from={validFrom} until={validUntil} /> },
    {
      label: t('offer.used'),
      of: ({ usableFrom, usableUntil, validFrom }) =>
        (usableFrom ?? usableUntil) ? <Span from={usableFrom ?? validFrom} until={usableUntil} /> : notStated,
    },
    { label: t('offer.level'), of: ({ earmarkLevel }) => words('offer.level.', `${earmarkLevel}`) },
    {
      label: t('offer.in-words'),
      of: ({ conditions }) =>
        conditions ? (
          <span className="prose" dir="auto">
            {conditions}
          </span>
        ) : (
          notStated
        ),
    },
  ];
  return (
    <SideBySide
      things={offers}
      heading={({ id, title, ...offer }) => (
        <>
          <Link to="/offers/$offerId" params={{ offerId: id }} dir="auto">
            {title}
          </Link>{' '}
          <OfferTag offer={offer} />
        </>
      )}
      rows={rows}
    />
  );
}

function Span({ from, until }: { from: string; until: string | null }) {
  const t = useText();
  return (
    <>
      <Day value={from} />
      {' – '}
      {until ? <Day value={until} /> : t('offer.no-end')}
    </>
  );
}
