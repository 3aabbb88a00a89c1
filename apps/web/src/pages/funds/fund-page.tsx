import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { agreementsQuery, fundQuery } from '../../api/funds.js';
import { READS_AGREEMENTS, useRole } from '../../api/session.js';
import type { Fund, FundAgreement } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage, Loading, Trouble } from '../../ui/trouble.js';
import { PledgeForm } from './pledge-form.js';

const route = getRouteApi('/funds/$fundId');

/** What a fund was promised, has and paid; its agreements, and the pledge of a donor. */
export function FundPage() {
  const t = useText();
  const { fundId } = route.useParams();
  const fund = useQuery(fundQuery(fundId));
  return (
    <LoadedPage query={fund} loading={t('funds.loading')} title={t('agree.fund')}>
      {(data) => <FundSheet key={data.id} fund={data} />}
    </LoadedPage>
  );
}

function FundSheet({ fund }: { fund: Fund }) {
  const t = useText();
  const words = useCodeText();
  const role = useRole();
  return (
    <Page
      title={fund.name}
      written
      trail={
        <Link to="/funds" activeOptions={{ exact: true }}>
          {t('funds.title')}
        </Link>
      }
      lead={<p>{t('fund.lead', { kind: words('fund.kind.', fund.kind), currency: fund.currency })}</p>}
    >
      <Facts>
        {(['pledged', 'committed', 'received', 'fees', 'available', 'held', 'paid'] as const).map((number) => (
          <Fact key={number} label={t(`fund.${number}`)}>
            <Amount money={fund[number]} />
          </Fact>
        ))}
      </Facts>
      {role && READS_AGREEMENTS.includes(role) && (
        <Section
          id="agreements"
          title={t(role === 'donor' ? 'fund.own-agreements' : 'fund.agreements')}
          lead={t('fund.agreements.lead')}
        >
          <Agreements fundId={fund.id} isDonor={role === 'donor'} />
        </Section>
      )}
      {role === 'donor' && (
        <Section id="pledge" title={t('fund-pledge.title')} lead={t('fund-pledge.lead')}>
          <PledgeForm fund={fund} />
        </Section>
      )}
    </Page>
  );
}

function Agreements({ fundId, isDonor }: { fundId: string; isDonor: boolean }) {
  const t = useText();
  const query = useInfiniteQuery(agreementsQuery(fundId));
  const agreements = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Loading what={t('fund.agreements.loading')} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (agreements.length === 0) {
    return <p className="soft">{t(isDonor ? 'fund.own-agreements.none' : 'fund.agreements.none')}</p>;
  }
  return (
    <>
      <AgreementsTable agreements={agreements} isDonor={isDonor} />
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('fund.agreements.more'), loading: t('fund.agreements.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

function AgreementsTable({ agreements, isDonor }: { agreements: readonly FundAgreement[]; isDonor: boolean }) {
  const t = useText();
  const columns = [
    { label: t(isDonor ? 'agreement.pledged-on' : 'agreement.donor') },
    { label: t('agreement.amount'), numeric: true },
    { label: t('fund.received'), numeric: true },
    { label: t('agreement.valid-until') },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('fund.agreements.caption')} columns={columns}>
      {agreements.map(({ id, donor, state, amount, received, validUntil, pledged }) => (
        <tr role="row" key={id}>
          <Cell heading label={labels[0]}>
            <Link to="/agreements/$agreementId" params={{ agreementId: id }} dir={isDonor ? undefined : 'auto'}>
              {isDonor ? <Day value={pledged.on} /> : donor.name}
            </Link>{' '}
            <StateTag of="agreement" state={state} />
          </Cell>
          <Cell label={labels[1]} numeric>
            <Amount money={amount} />
          </Cell>
          <Cell label={labels[2]} numeric>
            <Amount money={received} />
          </Cell>
          <Cell label={labels[3]}>{validUntil === null ? t('offer.no-end') : <Day value={validUntil} />}</Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
