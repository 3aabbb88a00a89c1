import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trailQuery } from '../../api/money.js';
import { useRole } from '../../api/session.js';
import type { Match, MoneyTrail, Source } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Page } from '../../ui/page.js';
import { Step, Steps } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { itemName } from '../match/item-name.js';
import { isGiven, isOver } from '../match/match-filters.js';
import { MatchSentence } from '../match/match-sentence.js';
import { OwnAgreementSteps, ShareSteps } from './agreement-steps.js';
import { AllocateForm } from './allocate-form.js';
import { LiveNote, useLiveOrder } from './live-order.js';
import { useNeedName } from './need-name.js';
import { ProjectStep } from './project-step.js';
import { TrancheSteps } from './tranche-steps.js';

const route = getRouteApi('/matches/$matchId/money');

export function MoneyPage() {
  const t = useText();
  const { matchId } = route.useParams();
  const trail = useQuery(trailQuery(matchId));
  return (
    <LoadedPage query={trail} loading={t('trail.loading')} title={t('trail.title')}>
      {(data) => <Trail key={data.matchId} trail={data} />}
    </LoadedPage>
  );
}

/** Where the money of one match came from, where it went, who decided, from the donor's signature to the bank's word. */
function Trail({ trail }: { trail: MoneyTrail }) {
  const t = useText();
  const needName = useNeedName();
  const { match, own, project, shares, tranches } = trail;
  const ownId = own?.agreement?.id;
  const ownShare = shares.find(({ agreement }) => agreement && agreement.id === ownId) ?? null;
  const payments = tranches.flatMap((tranche) => tranche.payments);
  const live = useLiveOrder(payments);
  const last = payments.at(-1);
  // Who does not see the agreement sees it among the shares, once there are any.
  const ownIsApart = !own || own.agreement !== null || !project;
  return (
    <Page
      title={t('trail.title')}
      windowTitle={t('trail.window-title', { need: needName(trail.need) })}
      trail={
        match ? (
          <Link to="/matches/$matchId" params={{ matchId: match.id }} activeOptions={{ exact: true }}>
            {t('trail.back')}
          </Link>
        ) : (
          <Link to="/projects" activeOptions={{ exact: true }}>
            {t('projects.title')}
          </Link>
        )
      }
      lead={match ? <MatchLead match={match} /> : <PayerLead need={needName(trail.need)} />}
    >
      {last && <LiveNote live={live} state={last.state} />}
      {match?.paidBy === 'donor' ? (
        <p>{t('trail.paid-by-donor')}</p>
      ) : (
        <Steps>
          {match && match.measure.currency !== undefined && ownIsApart && (
            <OwnAgreementSteps match={match} own={own} share={ownShare} />
          )}
          {shares
            .filter((share) => share !== ownShare)
            .map((share, place) => (
              <ShareSteps key={share.agreement?.id ?? place} share={share} />
            ))}
          {match && (
            <OpenWhile open={!project && !isOver(match.state)}>
              <AllocateStep match={match} own={own} />
            </OpenWhile>
          )}
          {project && <ProjectStep project={project} untouched={payments.every(({ state }) => state === 'rejected')} />}
          {tranches.map((tranche) => (
            <TrancheSteps key={tranche.id} tranche={tranche} payee={project?.payee ?? null} count={tranches.length} />
          ))}
        </Steps>
      )}
    </Page>
  );
}

function MatchLead({ match }: { match: Match }) {
  return (
    <>
      <p>
        <bdi dir="auto">{itemName(match)}</bdi> <StateTag of="match" state={match.state} />
      </p>
      <p>
        <MatchSentence match={match} />
      </p>
    </>
  );
}

/** For a donor who pays without being a party of the match. */
function PayerLead({ need }: { need: string }) {
  const t = useText();
  return (
    <>
      <p>
        <bdi dir="auto">{need}</bdi>
      </p>
      <p>{t('trail.payer')}</p>
    </>
  );
}

function AllocateStep({ match, own }: { match: Match; own: Source | null }) {
  const t = useText();
  const role = useRole();
  const inMoney = match.measure.currency !== undefined;
  const agreement = own?.agreement;
  const signed = isGiven(match.state) && agreement && agreement.signedOn !== null ? agreement : null;
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
