import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { agreementQuery, depositsQuery } from '../../api/funds.js';
import type { FundAgreement } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { AtRate } from '../../ui/at-rate.js';
import { Day } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage, Loading, Trouble } from '../../ui/trouble.js';
import { AgreementActs } from './agreement-acts.js';
import { EarmarkWords } from './earmark-words.js';

const route = getRouteApi('/agreements/$agreementId');

/** What one donor promised a fund, from the pledge to the last cent. */
export function AgreementPage() {
  const t = useText();
  const { agreementId } = route.useParams();
  const agreement = useQuery(agreementQuery(agreementId));
  return (
    <LoadedPage query={agreement} loading={t('agreement.loading')} title={t('trail.agreement')}>
      {(data) => <AgreementSheet key={data.id} agreement={data} />}
    </LoadedPage>
  );
}

function AgreementSheet({ agreement }: { agreement: FundAgreement }) {
  const t = useText();
  const { fund, donor, state, earmark } = agreement;
  return (
    <Page
      title={t(state === 'pledged' ? 'agreement.pledge-of' : 'agreement.of', { donor: donor.name })}
      trail={
        <>
          <Link to="/funds" activeOptions={{ exact: true }}>
            {t('funds.title')}
          </Link>
          {' / '}
          <Link to="/funds/$fundId" params={{ fundId: fund.id }} dir="auto">
            {fund.name}
          </Link>
        </>
      }
      lead={
        <p>
          <StateTag of="agreement" state={state} /> <Stands agreement={agreement} />
        </p>
      }
    >
      <AgreementFacts agreement={agreement} />
      <AgreementActs agreement={agreement} />
      <Section id="earmark" title={t('agreement.earmark')} lead={t('agreement.earmark.lead')}>
        <EarmarkWords earmark={earmark} />
      </Section>
      {agreement.committed && (
        <Section id="deposits" title={t('agreement.deposits')}>
          <Deposits agreementId={agreement.id} />
        </Section>
      )}
    </Page>
  );
}

/** What happens next, by itself or by whom. */
function Stands({ agreement: { state, validUntil } }: { agreement: FundAgreement }) {
  const t = useText();
  if (state === 'pledged' && validUntil !== null) {
    return <Text id="agreement.stands.lapses" values={{ day: <Day key="day" value={validUntil} /> }} />;
  }
  return t(`agreement.stands.${state}`);
}

function AgreementFacts({ agreement }: { agreement: FundAgreement }) {
  const t = useText();
  const { amount, received, pledged, committed, usableFrom, validUntil, feeRateMillionths, offerId, id } = agreement;
  return (
    <Facts>
      <Fact label={t('agreement.amount')}>
        <Amount money={amount} />
      </Fact>
      {pledged.rate && <AtRate of="pledged" amount={pledged.amount} rate={pledged.rate} />}
      {committed?.rate && <AtRate of="signed" amount={committed.amount} rate={committed.rate} />}
      <Fact label={t('fund.received')}>
        <Amount money={received} />
      </Fact>
      {committed && (
        <>
          <Fact label={t('fund.available')}>
            <Amount money={agreement.available} />
          </Fact>
          <Fact label={t('fund.held')}>
            <Amount money={agreement.held} />
          </Fact>
          <Fact label={t('fund.paid')}>
            <Amount money={agreement.paid} />
          </Fact>
        </>
      )}
      <Fact label={t('agreement.pledged-on')}>
        <Day value={pledged.on} />
      </Fact>
      {committed && (
        <Fact label={t('agreement.signed-on')}>
          <Day value={committed.on} />
          <span className="under">{t('trail.agreement.fee', { rate: feeRateMillionths / 1_000_000 })}</span>
        </Fact>
      )}
      {usableFrom !== null && (
        <Fact label={t('agreement.usable-from')}>
          <Day value={usableFrom} />
        </Fact>
      )}
      <Fact label={t('agreement.valid-until')}>
        {validUntil === null ? t('offer.no-end') : <Day value={validUntil} />}
      </Fact>
      {offerId !== null && (
        <Fact label={t('agreement.from-offer')}>
          <Link to="/offers/$offerId" params={{ offerId }}>
            {t('agreement.to-offer')}
          </Link>
        </Fact>
      )}
      <Fact label={t('value.id')}>
        <bdi className="id">{id}</bdi>
      </Fact>
    </Facts>
  );
}

function Deposits({ agreementId }: { agreementId: string }) {
  const t = useText();
  const query = useInfiniteQuery(depositsQuery(agreementId));
  const deposits = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Loading what={t('agreement.deposits.loading')} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (deposits.length === 0) return <p className="soft">{t('agreement.deposits.none')}</p>;
  const columns = [
    { label: t('deposit.reference') },
    { label: t('deposit.day') },
    { label: t('deposit.amount'), numeric: true },
    { label: t('fund.fees'), numeric: true },
    { label: t('agreement.net'), numeric: true },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <>
      <StackingTable caption={t('agreement.deposits')} columns={columns}>
        {deposits.map(({ id, externalRef, receivedOn, amount, fee, net }) => (
          <tr role="row" key={id}>
            <Cell heading label={labels[0]}>
              <bdi>{externalRef}</bdi>
            </Cell>
            <Cell label={labels[1]}>
              <Day value={receivedOn} />
            </Cell>
            <Cell label={labels[2]} numeric>
              <Amount money={amount} />
            </Cell>
            <Cell label={labels[3]} numeric>
              <Amount money={fee} />
            </Cell>
            <Cell label={labels[4]} numeric>
              <Amount money={net} />
            </Cell>
          </tr>
        ))}
      </StackingTable>
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('agreement.deposits.more'), loading: t('agreement.deposits.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}
