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
import { OwnAgreementSteps, ShareSteps } from './agreement-steps.js';
import { AllocateForm } from './allocate-form.js';
import { LiveNote, useLiveOrder } from './live-order.js';
import { ProjectStep } from './project-step.js';
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
  const { match, own, project, shares, tranches } = trail;
  const ownShare = shares.find(({ agreement }) => agreement.id === own?.agreement.id) ?? null;
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
        {match.measure.currency !== undefined && <OwnAgreementSteps match={match} own={own} share={ownShare} />}
        {shares
          .filter((share) => share !== ownShare)
          .map((share) => (
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

function AllocateStep({ trail: { match, own } }: { trail: MoneyTrail }) {
  const t = useText();
  const role = useRole();
  const inMoney = match.measure.currency !== undefined;
  const signed = match.state === 'confirmed' && own && own.agreement.signedOn !== null ? own.agreement : null;
  return (
    <Step progress={signed ? 'now' : 'later'} title={t('trail.project')}>
      {signed && role === 'coordinator' ? (
        <AllocateForm match={match} fund={signed.fund} />
      ) : (
        <p>{!inMoney ? t('allocate.in-kind') : signed ? t('allocate.wait') : t('allocate.not-yet')}</p>
      )}
    </Step>
  );
}
