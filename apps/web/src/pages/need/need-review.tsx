import { useQuery } from '@tanstack/react-query';
import { organizationQuery } from '../../api/organizations.js';
import { useSession } from '../../api/session.js';
import type { Need, Role } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Section } from '../../ui/page.js';
import { Spokespeople, useSpeaksFor } from '../organizations/spokespeople.js';
import { CopyNeed, OwnNeedActs } from './need-acts.js';
import { NeedThread, OpenQuestions } from './need-thread.js';
import { ReviewActs } from './review-acts.js';

/** Who reads what was asked about a need that is not their own. */
const REVIEW_READERS: readonly Role[] = ['coordinator', 'auditor'];

export function readsReview(role: Role | null, isOwn: boolean): boolean {
  return isOwn || (role !== null && REVIEW_READERS.includes(role));
}

/** Its organization handed it in again, or a coordinator took it back, whatever was answered. */
const AFTER_QUESTIONS: readonly Need['state'][] = ['under-review', 'validated'];

const STATES: readonly string[] = ['state', 'donor-state'];

/** The organization of a focal point of the State that a request of others is for: it reads what is said about it, and may object. */
export function useStateConcerned(need: Need): string | null {
  const session = useSession();
  const id = session?.organization.id ?? '';
  const isOther = session?.role === 'focal-point' && id !== need.organization.id;
  const { data } = useQuery({ ...organizationQuery(id), enabled: isOther });
  return isOther && data?.areaIso2 === need.areaIso2 && STATES.includes(data.kind) ? id : null;
}

/** What was asked about the need before it was published, and what can be done with it now. */
export function NeedReview({ need, role, isOwn }: { need: Need; role: Role | null; isOwn: boolean }) {
  const t = useText();
  const ofState = useStateConcerned(need);
  const speaks = useSpeaksFor(ofState ?? '');
  const isReviewer = role === 'coordinator' && !isOwn;
  if (!readsReview(role, isOwn) && ofState === null) return null;
  return (
    <Section
      id="review"
      title={t('need.review')}
      lead={t(ofState === null ? 'need.review.lead' : 'need.review.lead.concerned')}
    >
      {ofState !== null && !speaks && <Spokespeople organizationId={ofState} />}
      {need.submittedAt !== null && (
        <details className="fold" open={need.publishedAt === null}>
          <summary>{t('thread.earlier')}</summary>
          <NeedThread need={need} writes={isOwn || isReviewer || (ofState !== null && speaks)} answers={isOwn} />
        </details>
      )}
      {AFTER_QUESTIONS.includes(need.state) && <OpenQuestions needId={need.id} />}
      <div className="acts no-print">
        {isOwn && <OwnNeedActs need={need} />}
        {isOwn && <CopyNeed need={need} />}
        {isReviewer && <ReviewActs need={need} />}
      </div>
    </Section>
  );
}
