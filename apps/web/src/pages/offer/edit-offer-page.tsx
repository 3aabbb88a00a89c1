import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { bodiesQuery, draftOffer, offerQuery, reviseOffer } from '../../api/offers.js';
import { areasQuery, categoriesQuery, currenciesQuery, typesQuery, unitsQuery } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import type { Offer } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, SaveBar, SubmitButton } from '../../ui/form.js';
import { Page } from '../../ui/page.js';
import { Basis, ChangedNotice, useSeen } from '../../ui/seen.js';
import { LoadedPage } from '../../ui/trouble.js';
import { WithLists } from '../../ui/with-lists.js';
import { useOfferChanges } from './offer-changes.js';
import { OfferFields } from './offer-fields.js';
import { useSendOffer } from './read-offer.js';
import { SignInLink } from '../../ui/sign-in-link.js';

const route = getRouteApi('/offers/$offerId/edit');

export function NewOfferPage() {
  const t = useText();
  const role = useRole();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const send = useSendOffer();
  return (
    <Page title={t('offer.new.title')} trail={<OffersLink />} lead={<p>{t('offer.new.lead')}</p>}>
      {role === 'donor' ? (
        <WithLists lists={LISTS}>
          <ActForm
            label={t('offer.new.title')}
            done={t('offer.done.new')}
            draft="offer new"
            readsUnfinished
            act={async (data) => {
              const offer = await send(data, ({ measure = {}, ...content }) => draftOffer({ ...content, measure }));
              queries.setQueryData(offerQuery(offer.id).queryKey, offer);
              void queries.invalidateQueries({ queryKey: ['offers', 'list'] });
              await navigate({ to: '/offers/$offerId', params: { offerId: offer.id } });
            }}
          >
            {(pending) => (
              <>
                <OfferFields />
                <SaveBar unchanged={t('form.state.new')} changed={t('form.state.changed')}>
                  <SubmitButton pending={pending}>{t('offer.save-draft')}</SubmitButton>
                </SaveBar>
              </>
            )}
          </ActForm>
        </WithLists>
      ) : (
        <p className="notice">
          {t('offer.donors-only')} {role === null && <SignInLink />}
        </p>
      )}
    </Page>
  );
}

export function EditOfferPage() {
  const t = useText();
  const { offerId } = route.useParams();
  const offer = useQuery(offerQuery(offerId));
  return (
    <LoadedPage query={offer} loading={t('offer.loading')} title={t('offer.edit')}>
      {(data) => <EditOffer key={data.id} offer={data} />}
    </LoadedPage>
  );
}

function EditOffer({ offer }: { offer: Offer }) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const draft = `offer ${offer.id}`;
  const { seen, moved, accept } = useSeen(offer, draft);
  const changes = useOfferChanges(seen, offer, draft);
  const send = useSendOffer(seen);
  const { queryKey } = offerQuery(offer.id);
  return (
    <Page
      title={t('offer.edit')}
      trail={
        <>
          <OffersLink />
          {' / '}
          <Link to="/offers/$offerId" params={{ offerId: offer.id }} dir="auto">
            {offer.title}
          </Link>
        </>
      }
    >
      {moved && <ChangedNotice changes={changes} onAccept={() => accept(offer)} />}
      <WithLists lists={LISTS}>
        <ActForm
          label={t('offer.edit')}
          done={t('offer.done.saved')}
          draft={draft}
          readsUnfinished
          onConflict={() => void queries.invalidateQueries({ queryKey })}
          act={async (data) => {
            const after = await send(data, (content) => reviseOffer(seen, content));
            accept(after);
            queries.setQueryData(queryKey, after);
            void queries.invalidateQueries({ queryKey: ['offers', 'list'] });
            await navigate({ to: '/offers/$offerId', params: { offerId: offer.id } });
          }}
        >
          {(pending) => (
            <>
              <Basis of={seen} />
              <OfferFields offer={seen} />
              <SaveBar unchanged={t('form.state.saved')} changed={t('form.state.changed')}>
                <SubmitButton pending={pending}>{t('offer.save')}</SubmitButton>
              </SaveBar>
            </>
          )}
        </ActForm>
      </WithLists>
    </Page>
  );
}

const LISTS = [areasQuery, categoriesQuery, typesQuery, currenciesQuery, unitsQuery, bodiesQuery] as const;

function OffersLink() {
  const t = useText();
  return (
    <Link to="/offers" activeOptions={{ exact: true }}>
      {t('offers.title')}
    </Link>
  );
}
