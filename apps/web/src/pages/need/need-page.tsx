import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { needQuery } from '../../api/needs.js';
import { useAreaNames } from '../../api/reference.js';
import { READS_MATCHES, useSession } from '../../api/session.js';
import type { Need, Role } from '../../api/types.js';
import type { MessageId } from '../../messages/languages.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Day, Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { isLastDayPast } from '../../ui/last-day.js';
import { NeedTags } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { Note } from '../../ui/words.js';
import { useSpeaksFor } from '../organizations/spokespeople.js';
import { InAuditLog } from '../audit/in-audit-log.js';
import { FollowNeed } from '../shortlist/follow-need.js';
import { CategoryParagraphs } from './category-paragraphs.js';
import { NearMisses } from './near-misses.js';
import { MissingFacts } from './missing-facts.js';
import { NeedFlows } from './need-flows.js';
import { NeedItems } from './need-items.js';
import { NeedPledges } from './need-pledges.js';
import { NeedMatches } from './need-matches.js';
import { NeedDuplicates } from './need-duplicates.js';
import { MergedNeeds } from './merged-needs.js';
import { CONFIRM_ID, mayRewrite } from './need-acts.js';
import { NeedBasis } from './need-basis.js';
import { NeedReview, readsReview } from './need-review.js';
import { NeedRevisions } from './need-revisions.js';
import { NeedReport } from './need-report.js';
import { useIsImportedForUs, useStateConcerned } from './state-concerned.js';

/** A language that nobody stated (ISO 639-2). */
const UNDETERMINED = 'und';

const route = getRouteApi('/needs/$needId');

export function NeedPage() {
  const t = useText();
  const { needId } = route.useParams();
  const need = useQuery(needQuery(needId));
  return (
    <LoadedPage query={need} loading={t('need.loading')} title={t('need.title')}>
      {(data) => <NeedSheet need={data} />}
    </LoadedPage>
  );
}

function NeedSheet({ need }: { need: Need }) {
  const t = useText();
  const session = useSession();
  const role = session?.role ?? null;
  const organizationId = session?.organization.id;
  const isCoordinator = role === 'coordinator';
  const speaks = useSpeaksFor(organizationId ?? '');
  const isImportedForUs = useIsImportedForUs(need);
  const isOwn = role === 'focal-point' && organizationId === need.organization.id;
  return (
    <Page
      title={need.title}
      written
      language={need.language}
      trail={
        <Link to="/needs" activeOptions={{ exact: true }}>
          {t('needs.title')}
        </Link>
      }
      lead={
        <>
          <NeedLead need={need} />
          <NeedNext need={need} role={role} isOwn={isOwn} />
        </>
      }
    >
      {session && !isOwn && need.publishedAt !== null && <FollowNeed needId={need.id} />}
      {need.endReason !== null && <Note text={need.endReason} />}
      <NeedFacts need={need} />
      <InAuditLog of={{ refId: need.id }} />
      {need.reconfirmationDue && (
        <p className="notice">
          {t(isOwn ? 'need.reconfirmation-due.own' : 'need.reconfirmation-due.others')}{' '}
          {isOwn && speaks && <ToConfirm />}
        </p>
      )}
      {isLastDayPast(need) && (
        <p className="notice">
          {t(isOwn ? 'need.last-day-past.own' : 'need.last-day-past.others')} {isOwn && speaks && <ToConfirm />}
        </p>
      )}
      <MergedNeeds need={need} canTakeApart={isCoordinator && !isOwn} />
      <Section id="scope" title={t('need.scope')}>
        {need.summary ? (
          <p className="prose" lang={need.language} dir="auto">
            {need.summary}
          </p>
        ) : (
          <p className="soft">{t('need.no-summary')}</p>
        )}
        <OriginalLanguage code={need.language} />
        {need.report && <NeedReport report={need.report} />}
        <NeedBasis need={need} />
      </Section>
      <Section id="items" title={t('need.items')} lead={t('need.items.lead')}>
        <NeedItems need={need} canAssign={isCoordinator} canCount={(isOwn || isImportedForUs) && speaks} />
      </Section>
      <NeedPledges need={need} />
      {(isCoordinator || organizationId === need.organization.id) && (
        <MissingFacts need={need} mend={isOwn && mayRewrite(need) ? 'editor' : null} />
      )}
      <NeedReview need={need} role={role} isOwn={isOwn} />
      {(isCoordinator || role === 'auditor') && <NeedDuplicates need={need} decides={isCoordinator} />}
      {need.publishedAt !== null && <NeedRevisions need={need} role={role} mayWithdraw={isOwn && speaks} />}
      <Section id="paragraphs" title={t('need.paragraphs')} lead={t('need.paragraphs.lead')}>
        <CategoryParagraphs items={need.items} />
      </Section>
      <Section id="flows" title={t('need.flows')} lead={t('need.flows.lead')}>
        <NeedFlows needId={need.id} />
      </Section>
      {role && READS_MATCHES.includes(role) && (
        <Section id="matches" title={t('need.matches')} lead={t('need.matches.lead')}>
          <NeedMatches need={need} />
        </Section>
      )}
      {isCoordinator && need.state === 'published' && (
        <Section id="why-not" title={t('need.why-not')} lead={t('need.why-not.lead')}>
          <NearMisses need={need} />
        </Section>
      )}
    </Page>
  );
}

function ToConfirm() {
  const t = useText();
  return <a href={`#${CONFIRM_ID}`}>{t('need.act.confirm')}</a>;
}

function NeedLead({ need }: { need: Need }) {
  const areaName = useAreaNames();
  return (
    <p>
      <Link to="/organizations/$organizationId" params={{ organizationId: need.organization.id }} dir="auto">
        {need.organization.name}
      </Link>
      {' · '}
      {areaName(need.areaIso2)} <NeedTags need={need} />
    </p>
  );
}

const COMES_NEXT: Partial<Record<Need['state'], MessageId>> = {
  draft: 'need.next.draft',
  submitted: 'need.next.submitted',
  'under-review': 'need.next.under-review',
  returned: 'need.next.returned',
  validated: 'need.next.validated',
};

/** Before it is published: whose turn it is, and the way to what can be done. */
function NeedNext({ need, role, isOwn }: { need: Need; role: Role | null; isOwn: boolean }) {
  const t = useText();
  const ofState = useStateConcerned(need);
  const next = COMES_NEXT[need.state];
  if (next === undefined || (!readsReview(role, isOwn) && ofState === null)) return null;
  return (
    <p>
      {t(next)}{' '}
      <Link to="/needs/$needId" params={{ needId: need.id }} hash="review" className="no-print">
        {t('need.next.review')}
      </Link>
    </p>
  );
}

/** Nobody but those who speak for it, coordinators and auditors read it, whatever was agreed. */
const CLOSED_TO_OTHERS: readonly Need['state'][] = ['withdrawn', 'merged', 'rejected'];

function NeedFacts({ need }: { need: Need }) {
  const t = useText();
  const words = useCodeText();
  return (
    <Facts>
      <Fact label={t('need.priority')}>
        {need.priority === null ? t('value.not-stated') : t('need.priority.of', { priority: need.priority })}
      </Fact>
      <Fact label={t('need.needed-by')}>{need.neededBy ? <Day value={need.neededBy} /> : t('value.not-stated')}</Fact>
      <Fact label={t('need.valid-until')}>
        {need.validUntil ? (
          <Day value={need.validUntil} />
        ) : need.publishedAt || CLOSED_TO_OTHERS.includes(need.state) ? (
          t('value.not-stated')
        ) : (
          t('need.valid-until.given')
        )}
      </Fact>
      {!CLOSED_TO_OTHERS.includes(need.state) && (
        <Fact label={t('need.visibility')}>{words('visibility.', need.visibility)}</Fact>
      )}
      {need.agreedVisibility !== null && need.agreedVisibility !== need.visibility && (
        <Fact label={t('need.agreed-visibility')}>{words('visibility.', need.agreedVisibility)}</Fact>
      )}
      {need.items.some(({ site }) => site !== null) && (
        <Fact label={t('need.site-visibility')}>{words('visibility.', need.siteVisibility)}</Fact>
      )}
      {need.publishedAt && (
        <Fact label={t('need.published-at')}>
          <Moment value={need.publishedAt} />
        </Fact>
      )}
      {need.confirmedOn && (
        <Fact label={t('need.confirmed-on')}>
          <Day value={need.confirmedOn} />
        </Fact>
      )}
      {need.externalRef && (
        <Fact label={t('need.source')}>
          <bdi>
            {need.source} {need.externalRef}
          </bdi>
        </Fact>
      )}
      {need.tags.length > 0 && (
        <Fact label={t('need.tags')}>
          <span dir="auto">{need.tags.join(', ')}</span>
        </Fact>
      )}
      <Fact label={t('value.id')}>
        <bdi className="id">{need.id}</bdi>
      </Fact>
    </Facts>
  );
}

function OriginalLanguage({ code }: { code: string }) {
  const { locale, formatDisplayName } = useIntl();
  if (code === UNDETERMINED || locale.split('-')[0] === code) return null;
  return (
    <p className="hint">
      <Text id="need.original-language" values={{ language: formatDisplayName(code, { type: 'language' }) ?? code }} />
    </p>
  );
}
