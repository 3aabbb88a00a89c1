import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trailQuery } from '../../api/money.js';
import { useRole } from '../../api/session.js';
import type { MoneyTrail } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Page } from '../../ui/page.js';
import { Step, Steps } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { itemName } from '../match/item-name.js';
import { isGiven } from '../match/match-filters.js';
import { AllocateForm } from './allocate-form.js';
import { LiveNote, useLiveOrder } from './live-order.js';
import { ProjectStep, ShareSteps } from './source-steps.js';
import { TrancheSteps } from './tranche-steps.js';

const route = getRouteApi('/matches/$matchId/money');

export function MoneyPage() {
  const t = useText();
  const { matchId } = route.useParams();
  const trail = useQuery(trailQuery(matchId));
  return (
    <LoadedPage query={trail} loading={t('trail.loading')} title={t('trail.title')}>
      {(data) => <Trail key={data.match.id} trail={data} />}
    </LoadedPage>
  );
}

/** Where the money of one match came from, where it went, who decided, from the donor's signature to the bank's word. */
function Trail({ trail }: { trail: MoneyTrail }) {
  const t = useText();
  const { match, project, shares, tranches } = trail;
  const orders = tranches.flatMap((tranche) => tranche.orders);
  const live = useLiveOrder(orders);
  const last = orders.at(-1);
  return (
    <Page
      title={t('trail.title')}
      windowTitle={t('trail.window-title', { need: match.need.title })}
      trail={
        <Link to="/matches/$matchId" params={{ matchId: match.id }} activeOptions={{ exact: true }}>
          {t('trail.back')}
        </Link>
      }
      lead={
        <>
          <p>
            <bdi dir="auto">{itemName(match)}</bdi> <StateTag of="match" state={match.state} />
          </p>
          <p>
            <Text
              id="match.sentence"
              values={{
                donor: <bdi key="donor">{match.offer.organization.name}</bdi>,
                state: <bdi key="state">{match.need.organization.name}</bdi>,
                given: isGiven(match.state) ? 'yes' : 'no',
                amount: <Quantity key="amount" value={match.amount} measure={match.measure} />,
              }}
            />
          </p>
        </>
      }
    >
      {last && <LiveNote live={live} state={last.state} />}
      <Steps>
        {shares.map((share) => (
          <ShareSteps key={share.agreement.id} share={share} />
        ))}
        {project ? (
          <ProjectStep project={project} untouched={orders.every(({ state }) => state === 'rejected')} />
        ) : (
          <AllocateStep trail={trail} />
        )}
        {tranches.map((tranche) => (
          <TrancheSteps key={tranche.id} tranche={tranche} payee={project?.payee ?? null} count={tranches.length} />
        ))}
      </Steps>
    </Page>
  );
}

function AllocateStep({ trail: { match } }: { trail: MoneyTrail }) {
  const t = useText();
  const role = useRole();
  const inMoney = match.measure.currency !== undefined;
  const possible = match.state === 'confirmed' && inMoney;
  return (
    <Step progress={possible ? 'now' : 'later'} title={t('trail.project')}>
      {possible && role === 'coordinator' ? (
        <AllocateForm match={match} />
      ) : (
        <p>{!inMoney ? t('allocate.in-kind') : possible ? t('allocate.wait') : t('allocate.not-yet')}</p>
      )}
    </Step>
  );
}
